# language: no
@prosess:AVTALEAVBESTILLING @krever:cancel_approval=ja
Egenskap: Avbestillingen krysser det de ansatte gjør
  Mens en avbestilling venter på svar, kan helsestasjonen selv avlyse eller flytte timen.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar
    Og at en ansatt må ta stilling til avbestillinger
    Og pasienten har en time som alt står på Helsenorge

  @CANCEL-F07 @skal @klasse-A @kilde:HITS1217-3.7 @kilde:APP-S5
  Scenario: Helsestasjonen avlyser timen mens avbestillingen venter
    Merkes slik: avbestillingen blir aldri besvart, eller forelderen tror at timen står mens den er avlyst.
    Når forelderen avbestiller timen
    Og en ansatt avlyser timen mens avbestillingen venter
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30
    Og timen er avlyst i journalen
    Og forelderen har fått vite at timen ikke blir noe av

  @CANCEL-F08 @skal @klasse-A @kilde:HITS1217-3.7 @kilde:APP-S5
  Scenario: Timen flyttes, og så avslås avbestillingen
    Merkes slik: forelderen får nei, og timen hopper tilbake til den gamle tiden uten at noen sier fra.
    Når forelderen avbestiller timen
    Og en ansatt flytter timen mens avbestillingen venter
    Og en ansatt avslår avbestillingen hvis den venter
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30
    Og det forelderen har fått vite, stemmer med timen i journalen
