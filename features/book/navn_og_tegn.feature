# language: no
@prosess:AVTALEUTSENDING
Egenskap: Navn og tegn i timer
  Folk og steder heter så mangt, og alt skal kunne leses på Helsenorge slik det er skrevet.

  @BOOK-N15 @skal @klasse-C @kilde:HITS1217-2.8
  Scenario: Stedet har samiske bokstaver
    Merkes slik: forelderen ser spørsmålstegn i navnet på helsestasjonen.
    Gitt en innbygger med samisk navn
    Når en ansatt setter opp en time på et sted med samisk navn
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen

  @BOOK-N16 @skal @klasse-C @kilde:HITS1217-2.3.6
  Scenario: Innbyggeren har bare ett navn
    Merkes slik: Helsenorge avviser timen fordi fornavnet mangler.
    Gitt en innbygger med bare ett navn
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og meldingen har pasientens navn og nummer

  @BOOK-N17 @skal @klasse-B @kilde:HITS1217-2.3.6
  Scenario: Innbyggeren har D-nummer
    Merkes slik: den som nettopp er kommet til landet, får ikke timene sine på Helsenorge.
    Gitt en innbygger med D-nummer
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og meldingen har pasientens navn og nummer

  @BOOK-F19 @skal @klasse-C @kilde:HITS1217-2.8
  Scenario: Stedet har tegn som betyr noe annet for en datamaskin
    Merkes slik: Helsenorge kan ikke lese meldingen, eller forelderen ser rare koder i stedet for navnet.
    Gitt et barn som hører til helsestasjonen
    Når en ansatt setter opp en time på et sted med tegnene & og < i navnet
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen

  @BOOK-F20 @bør @klasse-C @kilde:Husregel
  Scenario: Stedet har et langt navn
    Merkes slik: romnummeret er kuttet, og forelderen finner ikke fram.
    Gitt et barn som hører til helsestasjonen
    Når en ansatt prøver å sette opp en time på et sted med et langt navn
    Så bør Helsenorge få hele stedsnavnet, eller den ansatte få nei
