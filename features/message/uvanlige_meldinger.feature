# language: no
@prosess:DIALOG
Egenskap: Uvanlige meldinger blir ikke borte
  Noe i meldingen er ukjent for journalen, men den kan leses, og noen venter på svar.

  @MSG-F26 @bør @klasse-B @kilde:MSG-S17
  Scenario: Innbyggeren skriver i en samtale som journalen ikke kjenner
    Merkes slik: journalen er byttet ut eller ryddet, og det innbyggeren skriver i en gammel samtale, blir borte.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver i en samtale som journalen ikke kjenner
    Så bør journalen ta imot meldingen, eller si fra hvorfor ikke

  @MSG-F27 @bør @klasse-B @kilde:MSG-S19
  Scenario: Innbyggeren skriver til en helsekontakt som journalen ikke kjenner
    Merkes slik: innbyggeren velger en helsekontakt på Helsenorge, og ingen ser meldingen.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver til en helsekontakt som journalen ikke kjenner
    Så bør journalen ta imot meldingen, eller si fra hvorfor ikke

  @MSG-F28 @bør @klasse-B @prosess:HELSEPERSONELL @kilde:HITS1217-3.13 @kilde:MSG-S18
  Scenario: Innbyggeren skriver til en helsesykepleier som ikke arbeider her
    Merkes slik: meldingen til en som har sluttet, ligger der ingen ser den.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver til en helsesykepleier som ikke arbeider her
    Så bør journalen ta imot meldingen, eller si fra hvorfor ikke

  @MSG-F29 @bør @klasse-C @kilde:HIS80415-3.3.4
  Scenario: Meldingen har en kode som journalen ikke kjenner
    Merkes slik: innbyggerens melding blir avvist for noe hun ikke kan gjøre noe med.
    Gitt et barn og en forelder med foreldreansvar
    Når det kommer en melding med en kode som journalen ikke kjenner
    Så bør journalen ta imot meldingen, eller si fra hvorfor ikke

  @MSG-F30 @bør @klasse-C @kilde:HITS1217-3.3
  Scenario: Helsenorge varsler om at svaret ikke er lest
    Merkes slik: ingen på helsestasjonen får vite at svaret ligger ulest hos innbyggeren.
    Gitt en voksen innbygger
    Og innbyggeren har skrevet og fått svar
    Når Helsenorge varsler om at innbyggeren ikke har lest svaret
    Så bør journalen ta imot varselet

  @MSG-F31 @skal @klasse-A @kilde:HITS1168-4.2 @kilde:TC-DIALOG-15
  Scenario: Innbyggeren har ikke journal her
    Merkes slik: en nyinnflyttet får vite at meldingen er mottatt, men ingen har den.
    Gitt en innbygger som ikke har journal her
    Når innbyggeren skriver til helsestasjonen
    Så får innbyggeren vite at meldingen er avvist, eller så står den i en journal på innbyggeren
