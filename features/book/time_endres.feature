# language: no
@prosess:AVTALEUTSENDING
Egenskap: Time endres
  En time flyttes, avlyses eller blir ikke brukt, og Helsenorge skal vise det samme som journalen.

  Bakgrunn:
    Gitt et barn som hører til helsestasjonen

  @BOOK-N02 @skal @klasse-B @kilde:HITS1217-3.4.1 @kilde:APP-S2
  Scenario: Timen flyttes
    Merkes slik: forelderen får to beskjeder om samme endring, ser to timer, eller møter til den gamle tiden.
    Gitt pasienten har en time som alt står på Helsenorge
    Når en ansatt flytter timen
    Så får Helsenorge nøyaktig én melding: timen er flyttet (kode 07)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen
    Og timen står fortsatt i journalen

  @BOOK-N03 @skal @klasse-B @kilde:HITS1217-3.4.1 @kilde:APP-S3
  Scenario: Helsestasjonen avlyser timen
    Merkes slik: forelderen møter opp til en time som er avlyst.
    Gitt pasienten har en time som alt står på Helsenorge
    Når en ansatt avlyser timen
    Så får Helsenorge nøyaktig én melding: timen er avlyst (kode 08)
    Og timen er avlyst i journalen

  @BOOK-N04 @skal @klasse-C @kilde:HITS1217-3.4.1 @kilde:APP-S4
  Scenario: Barnet møter ikke til timen
    Merkes slik: Helsenorge viser ikke at timen ikke ble brukt.
    Gitt pasienten har en time som er passert
    Når en ansatt registrerer at pasienten ikke møtte
    Så får Helsenorge nøyaktig én melding: pasienten møtte ikke (kode 11)

  @BOOK-N05 @skal @klasse-B @kilde:HITS1217-2.8
  Scenario: Timen er den samme fra den settes opp til den avlyses
    Merkes slik: forelderen ser både den gamle og den nye timen, og avlysningen treffer ingen av dem.
    Gitt pasienten har en time som alt står på Helsenorge
    Når en ansatt flytter timen
    Så får Helsenorge nøyaktig én melding: timen er flyttet (kode 07)
    Når en ansatt avlyser timen
    Så får Helsenorge nøyaktig én melding: timen er avlyst (kode 08)
    Og alle meldingene om timen viser til den samme timen
