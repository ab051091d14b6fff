# language: no
@prosess:AVTALEUTSENDING @krever:test_clock=ja
Egenskap: Helsenorge svarer ikke
  Helsenorge pleier å kvittere i løpet av minutter. Har det gått fire døgn, skal ingen gå og tro at meldingen kom fram.

  Bakgrunn:
    Gitt et barn som hører til helsestasjonen
    Og Helsenorge kvitterer ikke for meldinger fra journalen

  @TIME-F01 @skal @klasse-B @kilde:MSG-S10 @kilde:TC-APPREC-42 @kilde:HIS80415-3.3
  Scenario: Fire døgn uten kvittering
    Merkes slik: forelderen har aldri fått beskjed om timen, og ingen på helsestasjonen oppdager det.
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Når det går mer enn fire døgn
    Så kan en ansatt se at meldingen mangler kvittering

  @TIME-F02 @skal @klasse-B @kilde:MSG-S10 @kilde:HIS80415-3.3
  Scenario: Kvitteringen kommer etter fire døgn
    Merkes slik: listen over det som mangler kvittering, blir full av timer som forelderen alt har fått vite om.
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Når det går mer enn fire døgn
    Og Helsenorge kvitterer for meldingen til slutt
    Så viser journalen at Helsenorge har kvittert for meldingen til slutt
    Og meldingen står ikke lenger som uten kvittering

  @TIME-F03 @bør @klasse-C @kilde:HITS1216-2.2.5
  Scenario: Journalen sender ikke på nytt av seg selv etter fire døgn
    Merkes slik: forelderen får beskjed om den samme timen en gang til, dagene etterpå.
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Når det går mer enn fire døgn
    Så bør Helsenorge ikke få meldingen om timen på nytt

  @TIME-F04 @skal @klasse-B @kilde:HIS80415-3.3.5
  Scenario: Meldingen blir avvist etter fire døgn
    Merkes slik: helsestasjonen venter fortsatt på en kvittering, mens meldingen for lengst er avvist.
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Når det går mer enn fire døgn
    Og Helsenorge avviser meldingen til slutt
    Så kan en ansatt se i transportloggen at meldingen ble avvist med T02 til slutt
