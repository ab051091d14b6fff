# language: no
@prosess:AVTALEUTSENDING
Egenskap: Den samme timen over tid
  En time kan endres litt, endres fort, lagres på nytt eller settes opp igjen, og forelderen skal bare få vite det som er nytt.

  Bakgrunn:
    Gitt et barn som hører til helsestasjonen

  @BOOK-N11 @bør @klasse-C @kilde:Husregel
  Scenario: Timen åpnes og lagres uten endringer
    Merkes slik: forelderen får varsel om en endring som ikke finnes.
    Gitt pasienten har en time som alt står på Helsenorge
    Når en ansatt åpner timen og lagrer den uten endringer
    Så bør Helsenorge ikke få flere meldinger om timen

  @BOOK-N14 @skal @klasse-B @kilde:HITS1217-2.8
  Scenario: En ny time etter en avlysning er en annen time
    Merkes slik: den nye timen vises som avlyst, eller forelderen kan ikke avbestille den.
    Gitt pasienten har en time som alt står på Helsenorge
    Når en ansatt avlyser timen
    Så får Helsenorge nøyaktig én melding: timen er avlyst (kode 08)
    Når en ansatt setter opp enda en time til pasienten
    Så får Helsenorge en melding om en ny time, og ikke om den som ble avlyst

  @BOOK-N18 @skal @klasse-B @kilde:HITS1217-3.4.1
  Scenario: Bare stedet endres
    Merkes slik: forelderen møter til rett tid på feil helsestasjon.
    Gitt pasienten har en time som alt står på Helsenorge
    Når en ansatt bytter sted for timen
    Så får Helsenorge nøyaktig én melding: timen er flyttet (kode 07)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen

  @BOOK-N19 @skal @klasse-C @kilde:HITS1217-3.4.1
  Scenario: Timen blir lengre
    Merkes slik: forelderen må gå før undersøkelsen er ferdig, fordi hun trodde den var kortere.
    Gitt pasienten har en time som alt står på Helsenorge
    Når en ansatt gjør timen lengre
    Så får Helsenorge nøyaktig én melding: timen er flyttet (kode 07)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen

  @BOOK-F17 @skal @klasse-B @kilde:HITS1217-3.4.1
  Scenario: Timen flyttes og avlyses rett etter hverandre
    Merkes slik: forelderen ser den flyttede timen som om den står, og møter opp til ingenting.
    Gitt pasienten har en time som alt står på Helsenorge
    Når en ansatt flytter timen, og må stryke den med en gang
    Så er det siste Helsenorge får vite, at timen er avlyst
    Og timen er avlyst i journalen

  @BOOK-F23 @bør @klasse-C @kilde:Husregel
  Scenario: Ikke møtt registreres to ganger
    Merkes slik: forelderen får to beskjeder om at barnet ikke møtte.
    Gitt pasienten har en time som er passert
    Når en ansatt registrerer at pasienten ikke møtte
    Så får Helsenorge nøyaktig én melding: pasienten møtte ikke (kode 11)
    Når en ansatt prøver å registrere en gang til at pasienten ikke møtte
    Så bør Helsenorge ikke få flere meldinger om timen

  @BOOK-F24 @bør @klasse-C @kilde:Husregel
  Scenario: Timen avlyses to ganger
    Merkes slik: forelderen får to beskjeder om den samme avlysningen, og lurer på om det gjelder en annen time.
    Gitt pasienten har en time som alt står på Helsenorge
    Når en ansatt avlyser timen
    Så får Helsenorge nøyaktig én melding: timen er avlyst (kode 08)
    Når en ansatt prøver å avlyse timen en gang til
    Så bør Helsenorge ikke få flere meldinger om timen

  @BOOK-F25 @skal @klasse-B @kilde:HITS1217-3.4.1
  Scenario: En ansatt prøver å flytte en time som er avlyst
    Merkes slik: forelderen får en ny tid på Helsenorge, mens timen er avlyst i timeboken.
    Gitt pasienten har en time som alt står på Helsenorge
    Når en ansatt avlyser timen
    Så får Helsenorge nøyaktig én melding: timen er avlyst (kode 08)
    Når en ansatt prøver å flytte den avlyste timen
    Så stemmer det Helsenorge sist fikk vite, med timeboken
