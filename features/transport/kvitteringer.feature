# language: no
@prosess:DIALOG
Egenskap: Kvitteringer
  Kvitteringen forteller den som sendte, at meldingen er framme, eller hva som var galt med den.

  Bakgrunn:
    Gitt en voksen innbygger

  @TRP-N01 @skal @klasse-B @kilde:HIS80415-3.3 @kilde:TC-APPREC-1 @kilde:TC-APPREC-U1 @kilde:TC-APPREC-U5 @kilde:TC-APPREC-U9
  Scenario: Kvitteringen er bygget riktig
    Merkes slik: Helsenorge forstår ikke kvitteringen, og viser meldingen som ikke levert.
    Når innbyggeren skriver til helsestasjonen
    Så er kvitteringen bygget slik standarden sier

  @TRP-N02 @skal @klasse-B @kilde:HIS80415-3.3 @kilde:TC-APPREC-2 @kilde:TC-APPREC-3 @kilde:TC-APPREC-4 @kilde:TC-APPREC-U2 @kilde:TC-APPREC-U3 @kilde:TC-APPREC-U4
  Scenario: Kvitteringen sier hvilken melding den gjelder
    Merkes slik: Helsenorge finner ikke meldingen som kvitteringen gjelder, og viser den som ikke levert.
    Når innbyggeren skriver, og Helsenorge daterer meldingen i en annen tidssone
    Så sier kvitteringen hvilken melding den gjelder

  @TRP-N03 @skal @klasse-B @kilde:HITS1168-5.3 @kilde:TC-APPREC-6
  Scenario: Kvitteringen går tilbake til den som sendte
    Merkes slik: kvitteringen havner hos en annen, og innbyggeren ser at meldingen ikke er levert.
    Når innbyggeren skriver til helsestasjonen
    Så går kvitteringen tilbake til den som sendte meldingen

  @TRP-N04 @skal @klasse-B @kilde:HITS1216-2.2
  Scenario: En kvittering kvitteres ikke
    Merkes slik: to systemer sender kvitteringer til hverandre uten stans, og ekte meldinger kommer ikke fram.
    Når en ansatt skriver til innbyggeren, som ikke kan svare
    Så får innbyggeren meldingen fra den ansatte
    Og journalen svarer ikke på kvitteringen

  @TRP-F12 @skal @klasse-B @kilde:HITS1216-2.2
  Scenario: Heller ikke en negativ kvittering kvitteres
    Merkes slik: to systemer avviser hverandres kvitteringer uten stans, og ekte meldinger kommer ikke fram.
    Gitt Helsenorge kan ikke lese den neste meldingen fra journalen
    Når en ansatt skriver til innbyggeren, som ikke kan svare
    Så får innbyggeren meldingen fra den ansatte
    Og journalen svarer ikke på kvitteringen

  @TRP-F13 @skal @klasse-B @kilde:HIS80415-3.3.5
  Scenario: Det kommer en kvittering for noe som ikke er sendt
    Merkes slik: mottaket stanser, og meldinger fra innbyggere blir liggende.
    Når det kommer en kvittering for en melding som journalen ikke har sendt
    Så svarer ikke journalen på kvitteringen
    Og den neste meldingen kommer fram som vanlig

  @TRP-F14 @skal @klasse-B @kilde:HITS1216-2.2.6
  Scenario: Det kommer en feilmelding om noe som ikke er sendt
    Merkes slik: to systemer sender feilmeldinger til hverandre uten stans, og ekte meldinger kommer ikke fram.
    Når det kommer en feilmelding om en melding som journalen ikke har sendt
    Så svarer ikke journalen på feilmeldingen
    Og den neste meldingen kommer fram som vanlig

  @TRP-F15 @skal @klasse-B @kilde:HIS80415-3.3 @kilde:TC-APPREC-13
  Scenario: Den første kvitteringen gjelder
    Merkes slik: helsesykepleieren ser at meldingen er avvist, selv om innbyggeren har lest den.
    Når en ansatt skriver til innbyggeren, som ikke kan svare
    Så får innbyggeren meldingen fra den ansatte
    Når Helsenorge sender en kvittering til, som sier at meldingen er avvist
    Så viser transportloggen fortsatt at meldingen er kvittert
    Og journalen svarer ikke på kvitteringen
