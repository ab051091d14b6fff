# language: no
@prosess:AVTALEUTSENDING
Egenskap: Helsenorges kvitteringer for timer
  Helsenorge kvitterer én gang for hver melding, og da gjelder det som står der. Går noe galt, må en ansatt få vite det.

  @BOOK-F05 @skal @klasse-B @kilde:HIS80415-3.3 @kilde:TC-APPREC-13
  Scenario: Kvitteringen for timen kommer to ganger
    Merkes slik: forelderen får to beskjeder om timen, eller helsestasjonen leter etter en feil som ikke finnes.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time som alt står på Helsenorge
    Når Helsenorge kvitterer for den samme meldingen en gang til
    Så viser journalen fortsatt at Helsenorge har godtatt meldingen
    Og Helsenorge får ingen ny melding om timen

  @BOOK-F06 @skal @klasse-B @kilde:HIS80415-3.3 @kilde:TC-APPREC-13
  Scenario: Helsenorge avviser en melding som alt er godtatt
    Merkes slik: helsestasjonen ringer om en time som forelderen alt ser på Helsenorge.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time som alt står på Helsenorge
    Når Helsenorge avviser den samme meldingen etterpå
    Så viser journalen fortsatt at Helsenorge har godtatt meldingen
    Og Helsenorge får ingen ny melding om timen

  @BOOK-F07 @skal @klasse-B @kilde:HIS80415-3.3 @kilde:TC-APPREC-13
  Scenario: Etter at timen er godtatt, kommer det at innbyggeren ikke er aktiv
    Merkes slik: forelderen får ikke flere beskjeder, enda hun bruker Helsenorge hver dag.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time som alt står på Helsenorge
    Når Helsenorge sier etterpå at innbyggeren ikke er digitalt aktiv
    Og en ansatt setter opp enda en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)

  @BOOK-F08 @skal @klasse-B @kilde:HIS80415-3.3 @kilde:TC-APPREC-13
  Scenario: Helsenorge godtar en melding som alt er avvist
    Merkes slik: feilen forsvinner fra listen, og forelderen får aldri vite om timen.
    Gitt et barn som hører til helsestasjonen
    Og Helsenorge kan ikke lese den neste meldingen fra journalen
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Når Helsenorge godtar den samme meldingen etterpå
    Så kan en ansatt fortsatt se i transportloggen at meldingen ble avvist med T02

  @BOOK-F09 @skal @klasse-B @kilde:HIS80415-3.3.5
  Scenario: Kvitteringen lar vente på seg
    Merkes slik: helsestasjonen tror at forelderen har fått beskjed før Helsenorge har tatt imot den.
    Gitt et barn som hører til helsestasjonen
    Og Helsenorge kvitterer ikke for meldinger fra journalen
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og journalen viser ikke at Helsenorge har kvittert for meldingen
    Når Helsenorge kvitterer for meldingen til slutt
    Så viser journalen at Helsenorge har kvittert for meldingen til slutt

  @BOOK-F10 @skal @klasse-B @kilde:HIS80415-3.3.5
  Scenario: Helsenorge kan ikke lese at timen er flyttet
    Merkes slik: forelderen møter til den gamle tiden, og ingen på helsestasjonen vet hvorfor.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time som alt står på Helsenorge
    Og Helsenorge kan ikke lese den neste meldingen fra journalen
    Når en ansatt flytter timen
    Så får Helsenorge nøyaktig én melding: timen er flyttet (kode 07)
    Og en ansatt kan se i transportloggen at meldingen ble avvist med T02

  @BOOK-F11 @skal @klasse-B @kilde:HIS80415-3.3.5
  Scenario: Helsenorge kan ikke lese at timen er avlyst
    Merkes slik: forelderen møter opp til en time som er avlyst, og ingen på helsestasjonen visste at hun ikke fikk vite det.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time som alt står på Helsenorge
    Og Helsenorge kan ikke lese den neste meldingen fra journalen
    Når en ansatt avlyser timen
    Så får Helsenorge nøyaktig én melding: timen er avlyst (kode 08)
    Og en ansatt kan se i transportloggen at meldingen ble avvist med T02

  @BOOK-F12 @skal @klasse-B @kilde:MSG-S20 @kilde:HITS1216-2.2.5 @kilde:HIS80415-3.3.5
  Scenario: En ansatt ser hva som var galt, og retter det
    Merkes slik: helsesykepleieren ser bare en kode, og den rettede meldingen blir kastet som en gjentakelse.
    Gitt et barn som hører til helsestasjonen
    Og Helsenorge avviser den neste meldingen fra journalen med en forklaring
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og en ansatt kan se i transportloggen hvorfor meldingen ble avvist
    Når en ansatt flytter timen
    Så får Helsenorge en ny melding om timen, med en annen meldings-id
    Og journalen viser at Helsenorge har kvittert for meldingen
