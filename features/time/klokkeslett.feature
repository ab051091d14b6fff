# language: no
@prosess:AVTALEUTSENDING
Egenskap: Rett klokkeslett
  Klokken stilles to ganger i året, og noen timer går over midnatt. Forelderen skal møte når helsesykepleieren venter henne.

  Bakgrunn:
    Gitt et barn som hører til helsestasjonen

  @TIME-N01 @skal @klasse-B @kilde:HITS1217-2.8
  Scenario: En time før og en time etter at klokken stilles
    Merkes slik: forelderen møter en time for tidlig eller for sent.
    Når en ansatt setter opp en time rett før og en time rett etter at klokken stilles
    Så får Helsenorge nøyaktig én melding om hver av timene
    Og hver melding har samme tid, sted og ansvarlig enhet som sin time i journalen

  @TIME-N02 @skal @klasse-B @kilde:HITS1217-2.8
  Scenario: Timen flyttes til den andre siden av dagen da klokken stilles
    Merkes slik: forelderen møter en time for tidlig eller for sent til den nye timen.
    Gitt pasienten har en time rett før klokken stilles
    Når en ansatt flytter timen til rett etter at klokken stilles
    Så får Helsenorge nøyaktig én melding: timen er flyttet (kode 07)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen

  @TIME-N03 @skal @klasse-C @kilde:HITS1217-2.8
  Scenario: Timen går over midnatt
    Merkes slik: Helsenorge viser en time som slutter før den begynner, eller på feil dag.
    Når en ansatt prøver å sette opp en time som begynner før midnatt og slutter etter
    Så får Helsenorge én melding med samme tid og sted, hvis timen ble satt opp

  @TIME-N04 @skal @klasse-B @kilde:HITS1217-2.3.1 @kilde:HIS80601-GenDate
  Scenario: Meldingen sier når den ble sendt
    Merkes slik: beskjeder om timen kommer i feil rekkefølge på Helsenorge, og fristen for kvittering regnes feil.
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og meldingen er merket med tidspunktet da den ble sendt

  @TIME-N05 @skal @klasse-C @kilde:HITS1217-2.8
  Scenario: Timen varer forbi klokkeskiftet om natten
    Merkes slik: Helsenorge viser at timen slutter en time feil den natten klokken stilles tilbake.
    Når en ansatt prøver å sette opp en time som varer forbi klokkeskiftet om høsten
    Så får Helsenorge én melding med samme tid og sted, hvis timen ble satt opp

  @TIME-F05 @bør @klasse-C @kilde:Husregel
  Scenario: Et klokkeslett som ikke finnes
    Merkes slik: Helsenorge og timeboken viser hvert sitt klokkeslett den natten klokken stilles fram.
    Når en ansatt prøver å sette opp en time til et klokkeslett som ikke finnes den natten
    Så bør det Helsenorge får vite, være det samme som timeboken viser
