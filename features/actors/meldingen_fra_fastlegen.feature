# language: no
@prosess:DIALOG_HELSEFAGLIG
Egenskap: Det fastlegen skriver, kommer fram og føres rett
  Det som kommer fra andre i helsetjenesten, er en del av pasientens journal på lik linje med det innbyggeren skriver.

  Bakgrunn:
    Gitt et barn som hører til helsestasjonen

  @MSG-N40 @skal @klasse-B @kilde:HIS80415-3.3 @kilde:TC-APPREC-2 @kilde:TC-APPREC-3 @kilde:TC-APPREC-4 @kilde:TC-APPREC-7 @kilde:TC-DIALOG-9
  Scenario: Kvitteringen til fastlegen sier hvilken melding den gjelder
    Merkes slik: legens system finner ikke meldingen, og viser den som ikke levert.
    Når fastlegen skriver til helsestasjonen
    Så er kvitteringen bygget slik standarden sier
    Og sier kvitteringen hvilken melding den gjelder

  @MSG-N41 @bør @klasse-C @kilde:HIS80415-3.3 @kilde:TC-APPREC-5
  Scenario: Kvitteringen går til legekontoret når en lege har signert
    Merkes slik: kvitteringen havner hos en lege som har sluttet, og meldingen vises som ikke levert.
    Når det kommer en melding fra fastlegen der legen som signerte, også står som avsender
    Så går kvitteringen tilbake til den som sendte meldingen
    Og kvitteringen nevner ikke legen som signerte

  @MSG-N42 @skal @klasse-B @kilde:HIS80415-3.3.5 @kilde:TC-DIALOG-6
  Scenario: Transportloggen viser meldingen fra fastlegen
    Merkes slik: ingen kan svare på om meldingen fra legen kom fram, og når.
    Når fastlegen skriver til helsestasjonen
    Så transportloggen viser at meldingen fra fastlegen er mottatt

  @MSG-N43 @bør @klasse-B @kilde:TC-DIALOG-4
  Scenario: Fastlegens system bruker et gammelt tegnsett
    Merkes slik: navn og ord med æ, ø og å blir uleselige i journalen.
    Når det kommer en melding fra fastlegen skrevet med det gamle tegnsettet
    Så står meldingen ordrett i pasientens journal, eller så er den avvist

  @MSG-N44 @skal @klasse-B @kilde:HIS1036-4.2 @kilde:TC-DIALOG-5
  Scenario: Fastlegen legger ved et bilde og et dokument
    Merkes slik: brevet fra sykehuset er ikke å finne når barnet kommer til kontroll.
    Når fastlegen skriver og legger ved et bilde og et PDF-dokument
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og vedleggene ligger uendret i pasientens journal

  @MSG-N45 @skal @klasse-B @kilde:HIS80601 @kilde:TC-DIALOG-7
  Scenario: Fastlegen og helsestasjonen skriver fram og tilbake
    Merkes slik: helsesykepleieren må lete etter hva legen svarer på.
    Når fastlegen skriver til helsestasjonen
    Og en ansatt svarer på meldingen
    Så får fastlegen svaret
    Når fastlegen skriver igjen om det samme
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og alle meldingene ligger i samme tråd i journalen

  @MSG-N46 @skal @klasse-C @kilde:TC-DIALOG-8
  Scenario: Den opprinnelige meldingen fra fastlegen kan hentes fram
    Merkes slik: ingen kan vise hva legen egentlig sendte.
    Når fastlegen skriver til helsestasjonen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og den opprinnelige meldingen kan hentes fram uendret
