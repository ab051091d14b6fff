# language: no
@prosess:AVTALEAVBESTILLING
Egenskap: Det som skrives når timen avbestilles
  Forelderen skriver hvorfor, og helsestasjonen svarer.

  @CANCEL-N06 @skal @klasse-B @kilde:HITS1217-3.7
  Scenario: Forelderen avbestiller uten å skrive hvorfor
    Merkes slik: forelderen får ikke avbestilt fordi hun ikke ville skrive noen grunn.
    Gitt et barn og en forelder med foreldreansvar
    Og pasienten har en time som alt står på Helsenorge
    Når forelderen avbestiller timen uten å skrive hvorfor
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og timen er avbestilt i journalen og plassen er ledig

  @CANCEL-N07 @bør @klasse-B @kilde:HITS1217-3.7
  Scenario: Forelderen skriver en lang begrunnelse
    Merkes slik: helsesykepleieren ser bare begynnelsen av det forelderen skrev, eller spørsmålstegn i stedet for bokstaver.
    Gitt et barn og en forelder med foreldreansvar
    Og pasienten har en time som alt står på Helsenorge
    Når forelderen avbestiller timen med en lang begrunnelse med norske og samiske bokstaver
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og pasientens journal viser hvorfor timen ble avbestilt

  @CANCEL-N09 @bør @klasse-B @kilde:HITS1217-3.7 @kilde:APP-S5
  Scenario: Svaret viser hvilken time det gjelder
    Merkes slik: forelderen som har flere timer, ser ikke hvilken av dem som er avbestilt.
    Gitt et barn og en forelder med foreldreansvar
    Og pasienten har en time som alt står på Helsenorge
    Når forelderen avbestiller timen
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og svaret viser hvilken time det gjelder

  @CANCEL-N08 @bør @klasse-A @krever:cancel_approval=ja @kilde:HITS1217-3.4.3.2 @kilde:APP-S5
  Scenario: Forelderen får lese hvorfor avbestillingen ble avslått
    Merkes slik: forelderen får nei, men ikke vite hvorfor eller hva hun kan gjøre.
    Gitt et barn og en forelder med foreldreansvar
    Og at en ansatt må ta stilling til avbestillinger
    Og pasienten har en time som alt står på Helsenorge
    Når forelderen avbestiller timen
    Og en ansatt avslår avbestillingen og skriver hvorfor
    Så svarer journalen på avbestillingen: avslått (kode 09)
    Og forelderen får lese det den ansatte skrev

  @CANCEL-N12 @skal @klasse-A @krever:cancel_approval=ja @kilde:HITS1217-3.7
  Scenario: Forelderen avbestiller igjen etter et avslag
    Merkes slik: forelderen som har ringt og blitt enig med helsestasjonen, får aldri svar på den nye avbestillingen.
    Gitt et barn og en forelder med foreldreansvar
    Og at en ansatt må ta stilling til avbestillinger
    Og pasienten har en time som alt står på Helsenorge
    Når forelderen avbestiller timen
    Og en ansatt avslår avbestillingen med en begrunnelse
    Så svarer journalen på avbestillingen: avslått (kode 09)
    Når forelderen avbestiller timen en gang til
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30
    Og svaret stemmer med timen i journalen
