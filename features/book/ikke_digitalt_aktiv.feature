# language: no
@prosess:AVTALEUTSENDING
Egenskap: Helsenorge tar ikke imot timen
  Ikke alle bruker Helsenorge, og ikke alt journalen sender, kan leses der. Journalen skal oppdage det.

  @BOOK-F01 @skal @klasse-B @kilde:HITS1217-2.13
  Scenario: Innbyggeren er ikke digitalt aktiv
    Merkes slik: helsestasjonen tror at innbyggeren får beskjed på Helsenorge, mens ingen ser den.
    Gitt en innbygger som har sluttet å bruke Helsenorge
    Og Helsenorge har meldt at innbyggeren er digitalt aktiv
    Og Helsenorge svarer fra nå av at innbyggeren ikke er digitalt aktiv
    Og pasienten har en time som Helsenorge har avvist
    Når en ansatt setter opp enda en time til pasienten
    Så får Helsenorge ingen melding om den nye timen

  @BOOK-F02 @skal @klasse-B @kilde:HIS80415-3.3.5
  Scenario: Helsenorge kan ikke lese meldingen om timen
    Merkes slik: ingen på helsestasjonen oppdager at forelderen aldri fikk beskjed om timen.
    Gitt et barn som hører til helsestasjonen
    Og Helsenorge kan ikke lese den neste meldingen fra journalen
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og en ansatt kan se i transportloggen at meldingen ble avvist med T02

  @BOOK-F03 @skal @klasse-B @prosess:DIGITALBRUKER @kilde:HITS1217-3.9
  Scenario: Innbyggeren blir digitalt aktiv igjen
    Merkes slik: innbyggeren tar Helsenorge i bruk igjen, men får fortsatt ingen beskjeder.
    Gitt en innbygger som har sluttet å bruke Helsenorge
    Og Helsenorge har meldt at innbyggeren er digitalt aktiv
    Og Helsenorge svarer fra nå av at innbyggeren ikke er digitalt aktiv
    Og journalen regner innbyggeren som ikke digitalt aktiv
    Når Helsenorge melder at innbyggeren er digitalt aktiv igjen
    Og en ansatt setter opp enda en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
