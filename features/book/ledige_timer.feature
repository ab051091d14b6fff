# language: no
@prosess:TIMERESERVASJON @krever:free_slots=ja
Egenskap: Ledige timer som innbyggere kan bestille selv
  Helsestasjonen legger ut ledige timer. Forelderen søker, og bestiller den som passer.

  @BOOK-N30 @skal @klasse-B @kilde:HITS1217-3.4.2 @kilde:APP-S6 @kilde:APP-S11
  Scenario: Forelderen søker og finner den ledige timen
    Merkes slik: forelderen ser «noe gikk galt», eller finner ingen timer selv om helsestasjonen har dem.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time som innbyggere kan bestille
    Når forelderen søker etter ledige timer den dagen
    Så får forelderen svar med en gang, med den ledige timen

  @BOOK-N31 @skal @klasse-B @kilde:HITS1217-3.4.2 @kilde:APP-S6
  Scenario: Det er ingen ledige timer
    Merkes slik: forelderen venter på en tom side i stedet for å få vite at det ikke er noen timer.
    Gitt et barn og en forelder med foreldreansvar
    Når forelderen søker etter ledige timer på en søndag
    Så får forelderen svar med en gang om at det ikke er noen ledige timer

  @BOOK-F30 @skal @klasse-B @kilde:HITS1217-3.4.2
  Scenario: Timer utenfor perioden vises ikke
    Merkes slik: forelderen bestiller en time i en helt annen uke enn den hun lette i.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time, og en til to uker senere
    Når forelderen søker etter ledige timer i en uke fra den første timen
    Så får forelderen svar med en gang, med den ledige timen
    Og alle timene i svaret er i den uken

  @BOOK-N32 @skal @klasse-B @kilde:HITS1217-3.4.3 @kilde:APP-S6
  Scenario: Forelderen bestiller en ledig time
    Merkes slik: forelderen tror at barnet har time, men ingen på helsestasjonen venter dem.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time som innbyggere kan bestille
    Og forelderen har funnet den ledige timen
    Når forelderen bestiller den ledige timen
    Så svarer journalen på bestillingen med kode 05
    Og bekreftelsen viser timen som ble bestilt
    Og pasienten har den bestilte timen i journalen

  @BOOK-F31 @skal @klasse-B @kilde:HITS1217-3.4.3 @kilde:APP-S6
  Scenario: Timen stenges før forelderen rekker å bestille
    Merkes slik: familien møter til en time som ikke finnes lenger.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time som innbyggere kan bestille
    Og forelderen har funnet den ledige timen
    Når en ansatt stenger den ledige timen
    Og forelderen bestiller den ledige timen
    Så svarer journalen på bestillingen med en av kodene 06, 26 eller 30
    Og pasienten har ikke fått timen i journalen

  @BOOK-F36 @skal @klasse-B @kilde:HIS80415-3.3.4
  Scenario: Bestillingen har feil i innholdet
    Merkes slik: barnet får en time som forelderen har fått vite at ikke ble bestilt.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time som innbyggere kan bestille
    Og forelderen har funnet den ledige timen
    Når det kommer en bestilling med feil i innholdet
    Så blir meldingen avvist med kvittering T02 eller T01
    Og pasienten har ikke fått timen i journalen

  @BOOK-F32 @skal @klasse-B @kilde:HITS1217-3.4.3
  Scenario: To familier bestiller den samme timen
    Merkes slik: to familier møter til samme tid, eller ingen av dem får vite hvem som fikk timen.
    Gitt to barn fra hver sin familie, og en forelder til hvert av dem
    Og helsestasjonen har en ledig time som innbyggere kan bestille
    Og forelderen har funnet den ledige timen
    Når begge familiene bestiller den ledige timen
    Så den ene familien får timen, og den andre får vite at den er tatt

  @BOOK-F34 @skal @klasse-B @kilde:HITS1217-3.4.2
  Scenario: En stengt time tilbys ikke
    Merkes slik: forelderen velger en time som helsestasjonen har tatt bort.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time som innbyggere kan bestille
    Når en ansatt stenger den ledige timen
    Og forelderen søker etter ledige timer den dagen
    Så får forelderen svar med en gang, uten den timen

  @BOOK-F35 @skal @klasse-B @kilde:HITS1217-3.4.2
  Scenario: En time som er bestilt, tilbys ikke flere
    Merkes slik: den neste som søker, får tilbud om en time som alt er gitt bort.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time som innbyggere kan bestille
    Og forelderen har bestilt den ledige timen og fått den
    Når forelderen søker etter ledige timer den dagen
    Så får forelderen svar med en gang, uten den timen

  @BOOK-F33 @skal @klasse-B @krever:slot_by_phone=ja @kilde:HITS1217-2.8
  Scenario: En time som bare kan bestilles på telefon
    Merkes slik: forelderen bestiller på nett en time som helsestasjonen ville snakke med henne om først.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time som bare kan bestilles på telefon
    Når forelderen søker etter ledige timer den dagen
    Så får forelderen svar med en gang, og kan ikke velge den timen på nett

  @BOOK-N33 @bør @klasse-A @krever:slot_approval=ja @kilde:Husregel
  Scenario: En ansatt godkjenner bestillingen
    Merkes slik: timen er gitt bort før noen har sett hvem som bestilte.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time som en ansatt må godkjenne bestillingen av
    Og forelderen har funnet den ledige timen
    Når forelderen bestiller den ledige timen
    Så svarer ikke journalen på bestillingen før en ansatt har tatt stilling
    Når en ansatt godkjenner bestillingen
    Så svarer journalen på bestillingen med kode 05
    Og pasienten har den bestilte timen i journalen

  @BOOK-N34 @skal @klasse-A @krever:slot_approval=ja @kilde:HITS1217-3.4.3
  Scenario: En ansatt avslår bestillingen
    Merkes slik: forelderen får ikke vite at bestillingen er avslått, eller timen blir satt opp likevel.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time som en ansatt må godkjenne bestillingen av
    Og forelderen har funnet den ledige timen
    Når forelderen bestiller den ledige timen
    Og en ansatt avslår bestillingen og skriver hvorfor
    Så svarer journalen på bestillingen med en av kodene 06, 26 eller 30
    Og forelderen får lese hvorfor bestillingen ble avslått
    Og pasienten har ikke fått timen i journalen

  @BOOK-N35 @skal @klasse-B @prosess:AVTALEAVBESTILLING @kilde:APP-S7 @kilde:HITS1217-3.7
  Scenario: Forelderen avbestiller den bestilte timen, og den blir ledig igjen
    Merkes slik: forelderen får ikke avbestilt timen hun bestilte selv, eller plassen blir stående tom.
    Gitt et barn og en forelder med foreldreansvar
    Og helsestasjonen har en ledig time som innbyggere kan bestille
    Og forelderen har bestilt den ledige timen og fått den
    Når forelderen avbestiller timen
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og timen er avbestilt i journalen og plassen er ledig
