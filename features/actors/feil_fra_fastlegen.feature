# language: no
@prosess:DIALOG_HELSEFAGLIG
Egenskap: Feil i det som kommer fra fastlegen
  Det som ikke kan føres trygt, går tilbake til legen med en grunn. Ingen opplysninger føres på feil person.

  @MSG-F40 @bør @klasse-B @kilde:HIS80415-3.3.4 @kilde:TC-APPREC-19
  Scenario: Fastlegen skriver til en som ikke arbeider på helsestasjonen
    Merkes slik: meldingen ligger i en innboks som ingen åpner.
    Gitt et barn som hører til helsestasjonen
    Når det kommer en melding fra fastlegen til en person som ikke arbeider her
    Så bør meldingen bli avvist, og den skal uansett ikke bli borte

  @MSG-F41 @skal @klasse-A @kilde:HITS1168-5.3 @kilde:TC-APPREC-21
  Scenario: Fastlegen skriver til en annen kommune
    Merkes slik: opplysninger om et barn leses i en kommune som ikke skal ha dem.
    Gitt et barn som hører til helsestasjonen
    Når det kommer en melding fra fastlegen til en annen kommune
    Så tar journalen ikke imot meldingen
    Og meldingen er ikke i pasientens journal

  @MSG-F42 @skal @klasse-B @kilde:HIS80415-3.3.5
  Scenario: Fastlegens system avviser svaret
    Merkes slik: helsesykepleieren tror at legen har lest svaret, men det kom aldri fram.
    Gitt et barn som hører til helsestasjonen
    Og fastlegens system kan ikke lese det neste svaret
    Når fastlegen skriver til helsestasjonen
    Og en ansatt svarer på meldingen
    Så får fastlegen svaret
    Og transportloggen viser at fastlegen har avvist svaret

  @MSG-F43 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:TC-APPREC-23 @kilde:TC-DIALOG-15
  Scenario: Fastlegen skriver om en pasient som journalen ikke kjenner
    Merkes slik: opplysninger om en annen med samme navn står i barnets journal.
    Gitt et barn som hører til helsestasjonen
    Når en som heter det samme, men har et annet fødselsnummer, er hos fastlegen, som skriver til helsestasjonen
    Så får legen vite én gang om meldingen er mottatt eller avvist
    Og meldingen er ikke i journalen til den som journalen kjenner

  @MSG-F44 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:TC-DIALOG-17
  Scenario: Nummeret på pasienten er tomt
    Merkes slik: opplysninger om et barn føres på et annet barn med samme navn.
    Gitt et barn som hører til helsestasjonen
    Når det kommer en melding fra fastlegen der nummeret på pasienten er tomt
    Så blir meldingen avvist med kvittering E36, E30 eller E31
    Og meldingen er ikke i pasientens journal

  @MSG-F45 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:TC-DIALOG-14
  Scenario: Navnet på pasienten er tomt
    Merkes slik: opplysninger om et barn står i søskenets journal.
    Gitt to søsken som hører til helsestasjonen
    Når det kommer en melding fra fastlegen der navnet på pasienten er tomt
    Så får legen vite én gang om meldingen er mottatt eller avvist
    Og meldingen er ikke i søskenets journal
    Og en melding som er tatt imot, står hos rett søsken

  @MSG-F46 @skal @klasse-B @kilde:HIS80415-3.3 @kilde:TC-APPREC-41
  Scenario: En melding med feil fra fastlegen kommer to ganger
    Merkes slik: legen får to beskjeder om det samme, og vet ikke hvilken som gjelder.
    Gitt et barn som hører til helsestasjonen
    Når den samme meldingen fra fastlegen uten nummer på pasienten kommer to ganger
    Så blir meldingen avvist med kvittering E36
    Og meldingen er ikke i pasientens journal

  @MSG-F47 @bør @klasse-C @kilde:HIS80415-3.3.4 @kilde:TC-APPREC-26
  Scenario: Meldingen fra fastlegen har to feil, og begge nevnes
    Merkes slik: legekontoret må rette og sende flere ganger før meldingen kommer fram.
    Gitt et barn som hører til helsestasjonen
    Når det kommer en melding fra fastlegen med både ugyldig meldings-id og uten pasient
    Så blir meldingen avvist med kvittering E10 eller E36
    Og kvitteringen nevner begge feilene
    Og meldingen er ikke i pasientens journal
