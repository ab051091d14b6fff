# language: no
Egenskap: Hvem som følger opp innbyggeren
  Helsekontakten bestemmer hvilken tjeneste innbyggeren kan skrive til på Helsenorge. Den skal være der når den trengs, og borte når den er slutt.

  @ACC-N01 @skal @klasse-B @prosess:TJENESTEOVERSIKT @kilde:HITS1218
  Scenario: Innbyggeren får en helsekontakt
    Merkes slik: innbyggeren finner ikke tjenesten på Helsenorge og får ikke skrevet til den.
    Gitt en voksen innbygger
    Når en ansatt åpner en helsekontakt for innbyggeren
    Så får Helsenorge listen over helsekontakter, med den nye

  @ACC-N02 @skal @klasse-B @prosess:TJENESTEOVERSIKT @kilde:HITS1218
  Scenario: Helsekontakten er slutt
    Merkes slik: innbyggeren som har flyttet, skriver fortsatt til en tjeneste som ikke følger henne opp.
    Gitt en voksen innbygger
    Og innbyggeren har en helsekontakt som alt står på Helsenorge
    Når en ansatt avslutter helsekontakten
    Så viser ikke listen til Helsenorge at helsekontakten fortsetter

  @ACC-N03 @bør @klasse-C @tjeneste:helsestasjon @prosess:TJENESTEOVERSIKT @kilde:KS-handbok
  Scenario: Et nyfødt barn hører til helsestasjonen
    Merkes slik: foreldrene til den nyfødte får ikke skrevet til helsestasjonen.
    Gitt et nyfødt barn og en forelder med foreldreansvar
    Så har barnet en helsekontakt ved helsestasjonen

  @ACC-N04 @skal @klasse-B @prosess:BEHANDLEROVERSIKT @kilde:HITS1217-3.11
  Scenario: Innbyggeren vil velge hvem hun skriver til
    Merkes slik: innbyggeren får ikke opp navnet på jordmoren sin og må skrive til alle.
    Gitt en voksen innbygger
    Når Helsenorge spør hvilke behandlere innbyggeren kan velge
    Så får Helsenorge vite hvilke behandlere det er

  @ACC-N05 @bør @klasse-C @prosess:NOTIFIKASJON_INNBYGGER_HELSEKONTAKT @kilde:NHN-helsekontakt
  Scenario: Helsekontakten meldes når den åpnes
    Merkes slik: innbyggeren finner ikke tjenesten på Helsenorge og får ikke skrevet til den.
    Gitt en voksen innbygger
    Når en ansatt åpner en helsekontakt for innbyggeren
    Så bør Helsenorge få én melding om at helsekontakten er åpen

  @ACC-N06 @skal @klasse-B @prosess:TJENESTEOVERSIKT @prosess:DIALOG @kilde:MSG-S19 @kilde:HITS1217-2.4.1
  Scenario: Innbyggeren skriver til helsekontakten sin
    Merkes slik: meldingen blir avvist, eller blir liggende hos en tjeneste som ikke følger innbyggeren opp.
    Gitt en voksen innbygger
    Og innbyggeren har en helsekontakt som alt står på Helsenorge
    Når innbyggeren skriver til helsekontakten
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og meldingen ligger hos tjenesten som følger henne opp

  @ACC-F05 @skal @klasse-A @prosess:TJENESTEOVERSIKT @kilde:HITS1218
  Scenario: Innbyggeren følges opp av to tjenester
    Merkes slik: når jordmor tar over, forsvinner helsestasjonen fra Helsenorge.
    Gitt en voksen innbygger
    Og innbyggeren har en helsekontakt som alt står på Helsenorge
    Når en ansatt ved en annen tjeneste åpner en helsekontakt til
    Så har listen til Helsenorge begge helsekontaktene

  @ACC-F06 @skal @klasse-C @prosess:TJENESTEOVERSIKT @kilde:HITS1218
  Scenario: Helsekontakten er den samme til den er slutt
    Merkes slik: innbyggeren ser den samme tjenesten to ganger og vet ikke hvilken hun skal bruke.
    Gitt en voksen innbygger
    Og innbyggeren har en helsekontakt som alt står på Helsenorge
    Når en ansatt avslutter helsekontakten
    Så har helsekontakten samme id i listen som før

  @ACC-F07 @skal @klasse-C @prosess:BEHANDLEROVERSIKT @kilde:HITS1217-3.11 @kilde:HITS1216-2.2.2
  Scenario: Helsenorge spør om behandlere for en som ikke har journal
    Merkes slik: innbyggeren blir sittende og vente på en liste som aldri kommer.
    Når Helsenorge spør hvilke behandlere en innbygger uten journal kan velge
    Så svarer journalen med en gang også om den ukjente

  @ACC-F08 @bør @klasse-C @prosess:NOTIFIKASJON_INNBYGGER_HELSEKONTAKT @kilde:NHN-helsekontakt
  Scenario: Helsekontakten meldes når den avsluttes
    Merkes slik: innbyggeren som har flyttet, skriver fortsatt til en tjeneste som ikke følger henne opp.
    Gitt en voksen innbygger
    Når en ansatt åpner en helsekontakt for innbyggeren
    Og en ansatt avslutter helsekontakten
    Så bør Helsenorge få én melding om at helsekontakten er avsluttet
