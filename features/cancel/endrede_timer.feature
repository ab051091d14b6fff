# language: no
@prosess:AVTALEAVBESTILLING
Egenskap: Avbestilling av en time som er endret
  Timen kan være ny, flyttet eller avlyst når forelderen avbestiller den.

  @CANCEL-N05 @skal @klasse-B @kilde:HITS1217-3.7 @kilde:APP-S5
  Scenario: Forelderen avbestiller en time som er flyttet
    Merkes slik: forelderen får ikke avbestilt timen etter at helsestasjonen har flyttet den.
    Gitt et barn og en forelder med foreldreansvar
    Og pasienten har en time som alt står på Helsenorge
    Når en ansatt flytter timen
    Så får Helsenorge nøyaktig én melding: timen er flyttet (kode 07)
    Når forelderen avbestiller timen
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og timen er avbestilt i journalen og plassen er ledig

  @CANCEL-N13 @skal @klasse-B @kilde:HITS1217-3.7 @kilde:APP-S5
  Scenario: Forelderen avbestiller straks timen er satt opp
    Merkes slik: forelderen må vente før hun får avbestilt en time hun nettopp har fått beskjed om.
    Gitt et barn og en forelder med foreldreansvar
    Og pasienten fikk nettopp en time
    Når forelderen avbestiller timen
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og timen er avbestilt i journalen og plassen er ledig

  @CANCEL-N14 @skal @klasse-A @kilde:HITS1217-2.5
  Scenario: En ungdom over 16 år avbestiller sin egen time
    Merkes slik: ungdommen får ikke avbestilt timen sin uten en forelder.
    Gitt en ungdom som foreldrene ikke lenger handler for
    Og pasienten har en time som alt står på Helsenorge
    Når ungdommen avbestiller timen selv
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og timen er avbestilt i journalen og plassen er ledig

  @CANCEL-F09 @skal @klasse-B @kilde:HITS1217-3.7
  Scenario: Helsestasjonen har alt avlyst timen
    Merkes slik: timen dukker opp igjen, eller forelderen får aldri svar på avbestillingen.
    Gitt et barn og en forelder med foreldreansvar
    Og pasienten har en time som alt står på Helsenorge
    Når en ansatt avlyser timen
    Så får Helsenorge nøyaktig én melding: timen er avlyst (kode 08)
    Når forelderen avbestiller timen
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30
    Og timen er avlyst i journalen

  @CANCEL-F12 @skal @klasse-B @kilde:HITS1217-3.7 @kilde:APP-S5
  Scenario: Forelderen avbestiller den gamle tiden
    Merkes slik: forelderen får ja til avbestillingen, men den nye timen står og barnet blir meldt som ikke møtt.
    Gitt et barn og en forelder med foreldreansvar
    Og pasienten har en time som alt står på Helsenorge
    Når en ansatt flytter timen
    Så får Helsenorge nøyaktig én melding: timen er flyttet (kode 07)
    Når forelderen avbestiller timen slik den var før den ble flyttet
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30
    Og svaret stemmer med timen i journalen
