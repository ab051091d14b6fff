# language: no
@prosess:AVTALEAVBESTILLING @krever:cancel_approval=ja
Egenskap: Avbestilling med godkjenning
  Kommunen har valgt at en ansatt tar stilling til hver avbestilling før forelderen får svar.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar
    Og at en ansatt må ta stilling til avbestillinger
    Og pasienten har en time som alt står på Helsenorge

  @CANCEL-N02 @skal @klasse-A @kilde:HITS1217-3.7
  Scenario: En ansatt godtar avbestillingen
    Merkes slik: timen forsvinner uten at noen på helsestasjonen har vurdert det.
    Når forelderen avbestiller timen
    Så svarer ikke journalen på avbestillingen før en ansatt har tatt stilling
    Og timen står fortsatt i journalen
    Når en ansatt godtar avbestillingen
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og timen er avbestilt i journalen og plassen er ledig
    Og Helsenorge får ikke flere meldinger om timen

  @CANCEL-N03 @skal @klasse-A @kilde:HITS1217-3.7
  Scenario: En ansatt avslår avbestillingen
    Merkes slik: timen blir borte selv om helsestasjonen sa nei, og barnet mister timen sin.
    Når forelderen avbestiller timen
    Og en ansatt avslår avbestillingen med en begrunnelse
    Så svarer journalen på avbestillingen: avslått (kode 09)
    Og timen står fortsatt i journalen
    Og Helsenorge får ikke flere meldinger om timen

  @CANCEL-F05 @skal @klasse-A @kilde:HITS1217-3.7
  Scenario: Timen flyttes mens avbestillingen venter
    Merkes slik: forelderen tror at timen er avbestilt mens den står i timeboken, eller omvendt.
    Når forelderen avbestiller timen
    Og en ansatt flytter timen mens avbestillingen venter
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30
    Og det forelderen har fått vite, stemmer med timen i journalen
