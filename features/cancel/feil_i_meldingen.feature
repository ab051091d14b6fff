# language: no
@prosess:AVTALEAVBESTILLING
Egenskap: Avbestillingen har en feil
  En avbestilling som ikke kan leses, skal avvises, og timen skal stå.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar
    Og pasienten har en time som alt står på Helsenorge

  @CANCEL-F13 @skal @klasse-B @kilde:HIS80415-3.3.4
  Scenario: Avbestillingen har feil i innholdet
    Merkes slik: timen blir borte selv om journalen avviste avbestillingen.
    Når det kommer en avbestilling med feil i innholdet
    Så blir meldingen avvist med kvittering T02 eller T01
    Og timen står fortsatt i journalen

  @CANCEL-F14 @skal @klasse-B @kilde:HIS80415-3.3.4
  Scenario: Avbestillingen sier ikke hvilken pasient den gjelder
    Merkes slik: journalen gjetter hvem som avbestiller, og et barn mister timen sin.
    Når det kommer en avbestilling uten pasient
    Så blir meldingen avvist med kvittering E36
    Og timen står fortsatt i journalen

  @CANCEL-F15 @skal @klasse-B @kilde:HITS1217-3.7
  Scenario: Avbestillingen sier ikke hvilken time den gjelder
    Merkes slik: journalen gjetter hvilken time det er, og avbestiller feil time.
    Når det kommer en avbestilling som ikke sier hvilken time det gjelder
    Og en ansatt avslår avbestillingen hvis den venter
    Så er avbestillingen avvist, eller så er den besvart med nei
    Og timen står fortsatt i journalen
