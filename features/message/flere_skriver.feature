# language: no
@prosess:DIALOG
Egenskap: Flere skriver for samme pasient
  To foreldre kan skrive om samme barn, og den som handler for pasienten, kan byttes ut midt i samtalen.

  @MSG-N11 @skal @klasse-A @kilde:HITS1217-2.5 @kilde:MSG-S5 @kilde:KS-handbok
  Scenario: Begge foreldrene skriver i samme samtale
    Merkes slik: helsesykepleieren tror at mor skrev det som far skrev.
    Gitt et barn og to foreldre med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Når den andre forelderen svarer i tråden
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og journalen viser hvem som skrev hver melding
    Og alle meldingene ligger i samme tråd i journalen

  @MSG-N12 @skal @klasse-B @kilde:HITS1217-3.3 @kilde:HITS1217-3.13 @kilde:MSG-S3
  Scenario: En ansatt skriver om barnet, og begge foreldrene svarer
    Merkes slik: svaret fra den ene forelderen blir borte, eller det ser ut som den andre har skrevet begge.
    Gitt et barn og to foreldre med foreldreansvar
    Når en ansatt skriver til innbyggeren, som kan svare
    Så får innbyggeren en ny melding med kode DI, ordrett slik den ble skrevet
    Når innbyggeren svarer i tråden
    Så har journalen kvittert én gang for at meldingen er mottatt
    Når den andre forelderen svarer på den samme meldingen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og journalen viser hvem som skrev hver melding
    Og alle meldingene ligger i samme tråd i journalen

  @MSG-N29 @skal @klasse-A @kilde:HITS1217-2.5 @kilde:MSG-S6
  Scenario: Innbyggeren skriver selv, og så tar en fullmektig over
    Merkes slik: det ser ut som innbyggeren selv har skrevet det den pårørende skrev.
    Gitt en voksen innbygger og en fullmektig
    Og pasienten selv har skrevet og fått svar
    Når fullmektigen svarer i tråden
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og journalen viser hvem som skrev hver melding
    Når en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding

  @MSG-N30 @skal @klasse-B @kilde:HITS1217-2.5
  Scenario: Forelderen har oppgitt telefonnummer
    Merkes slik: meldingen blir avvist fordi Helsenorge har med et telefonnummer.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver og har oppgitt telefonnummer
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og journalen viser hvem som skrev hver melding

  @MSG-N31 @bør @klasse-B @kilde:HITS1217-6
  Scenario: En verge med D-nummer skriver om barnet
    Merkes slik: en som nettopp har flyttet til landet, får ikke skrevet om barnet hun er verge for.
    Gitt et barn som hører til helsestasjonen
    Når en verge med D-nummer skriver om barnet
    Så bør journalen ta imot meldingen, eller si fra hvorfor ikke

  @MSG-F15 @skal @klasse-A @kilde:HITS1217-2.5 @kilde:KS-handbok
  Scenario: Den ene forelderen mister foreldreansvaret midt i samtalen
    Merkes slik: svaret om barnet har med seg en forelder som ikke lenger har rett til å vite noe.
    Gitt et barn og to foreldre med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Og forelderen som skrev, har mistet foreldreansvaret
    Når den andre forelderen svarer i tråden
    Så har journalen kvittert én gang for at meldingen er mottatt
    Når en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding
    Og svaret nevner ikke den som ikke lenger handler for pasienten

  @MSG-F17 @skal @klasse-A @kilde:HITS1217-2.5 @kilde:HITS1217-6
  Scenario: Barnet får en verge som journalen ikke kjenner
    Merkes slik: fosterforelderen eller vergen får ikke svart, fordi journalen bare kjenner foreldrene.
    Gitt et barn og en forelder med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Når en verge som journalen ikke kjenner, svarer i tråden
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og journalen viser hvem som skrev hver melding

  @MSG-F37 @bør @klasse-B @kilde:HITS1217-6 @kilde:HIS80415-3.3.4
  Scenario: Fullmektigen har en nyere slags fullmakt
    Merkes slik: en pårørende med tildelt fullmakt får ikke skrevet for den hun handler for.
    Gitt en voksen innbygger og en fullmektig
    Når fullmektigen skriver med en nyere slags fullmakt
    Så bør journalen ta imot meldingen, eller si fra hvorfor ikke
