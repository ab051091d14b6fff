# language: no
@prosess:AVTALEAVBESTILLING
Egenskap: Avbestillingen er på feil barn
  Noen avbestiller en time som tilhører et annet barn. Timen skal stå, og ingen skal få vite noe om den.

  @CANCEL-F10 @skal @klasse-A @kilde:HITS1217-2.3.6
  Scenario: Avbestillingen av timen er sendt på søskenet
    Merkes slik: det ene barnet mister timen sin fordi noen avbestilte på det andre.
    Gitt to søsken og en forelder med foreldreansvar
    Og pasienten har en time som alt står på Helsenorge
    Når forelderen avbestiller timen på søskenet
    Og en ansatt avslår avbestillingen hvis den venter
    Så får ingen vite at timen er avbestilt
    Og timen står fortsatt på det første barnet

  @CANCEL-F11 @skal @klasse-A @kilde:Helsepersonelloven-21
  Scenario: Avbestillingen gjelder timen til et fremmed barn
    Merkes slik: en forelder får lese når og hvor et fremmed barn har time, eller får avbestilt den.
    Gitt to barn fra hver sin familie, og en forelder til det andre barnet
    Og pasienten har en time som alt står på Helsenorge
    Når forelderen til det andre barnet avbestiller timen på sitt eget barn
    Og en ansatt avslår avbestillingen hvis den venter
    Så får ingen vite at timen er avbestilt
    Og svaret viser ikke timen til det andre barnet
    Og timen står fortsatt på det første barnet
