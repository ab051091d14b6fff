# language: no
@prosess:DIALOG
Egenskap: En ansatt skriver til innbyggeren
  Helsestasjonen tar selv kontakt, med eller uten mulighet for svar.

  @MSG-N03 @skal @klasse-A @kilde:HITS1217-3.3 @kilde:HITS1217-3.13 @kilde:MSG-S3
  Scenario: En ansatt skriver og innbyggeren svarer
    Merkes slik: innbyggerens svar kommer bort eller havner utenfor samtalen.
    Gitt en voksen innbygger
    Når en ansatt skriver til innbyggeren, som kan svare
    Så får innbyggeren en ny melding med kode DI, ordrett slik den ble skrevet
    Når innbyggeren svarer i tråden
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og alle meldingene ligger i samme tråd i journalen

  @MSG-N04 @skal @klasse-B @kilde:HITS1217-3.3 @kilde:HITS1217-3.13 @kilde:MSG-S4
  Scenario: En ansatt sender en beskjed som ikke kan besvares
    Merkes slik: innbyggeren prøver å svare på en beskjed som ingen leser svar på.
    Gitt en voksen innbygger
    Når en ansatt skriver til innbyggeren, som ikke kan svare
    Så får innbyggeren en ny melding med kode EKI, ordrett slik den ble skrevet
    Og tråden er lukket for svar i journalen
    Og innbyggeren får ikke flere meldinger

  @MSG-N24 @skal @klasse-B @kilde:HITS1217-2.3.6 @kilde:HITS1217-3.3 @kilde:HITS1217-3.13
  Scenario: En ansatt skriver om et barn som har to foreldre
    Merkes slik: begge foreldrene får den samme meldingen to ganger.
    Gitt et barn og to foreldre med foreldreansvar
    Når en ansatt skriver til innbyggeren, som ikke kan svare
    Så får innbyggeren en ny melding med kode EKI, ordrett slik den ble skrevet
    Og innbyggeren får ikke flere meldinger

  @MSG-N25 @skal @klasse-A @kilde:HITS1217-2.3.6 @kilde:HITS1217-3.3 @kilde:HITS1217-3.13
  Scenario: En ansatt skriver om hvert av to søsken
    Merkes slik: meldingen om det ene barnet står på det andre.
    Gitt to søsken og en forelder med foreldreansvar
    Når en ansatt skriver om hvert av søsknene
    Så får innbyggeren én melding om hvert barn, på rett barn
