# language: no
@prosess:DIALOG @krever:protection=ja
Egenskap: Signerte og krypterte meldinger
  Meldingene er signert og kryptert, så ingen andre kan lese dem eller gi seg ut for å være Helsenorge.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar

  @TRP-N09 @skal @klasse-A @kilde:HITS1216-2.1.5
  Scenario: Meldingen og kvitteringen er signert og kryptert
    Merkes slik: andre kan lese meldingene underveis, eller meldingene kommer ikke fram i det hele tatt.
    Når det kommer en signert og kryptert melding
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og kvitteringen er signert og kryptert
    Og meldingen står i pasientens journal nøyaktig én gang

  @TRP-N10 @skal @klasse-A @krever:successor_certificate=ja @kilde:HITS1216-2.1.4
  Scenario: Helsenorge bytter sertifikat
    Merkes slik: den dagen sertifikatet byttes, kommer ingen meldinger fra innbyggerne fram.
    Når det kommer en signert og kryptert melding
    Så har journalen kvittert én gang for at meldingen er mottatt
    Når Helsenorge har byttet sertifikat, og det kommer en ny melding
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og meldingen står i pasientens journal nøyaktig én gang

  @TRP-F26 @skal @klasse-A @kilde:HITS1216-2.1.5 @kilde:HITS1216-2.2.3
  Scenario: Meldingen er verken signert eller kryptert
    Merkes slik: hvem som helst kan skrive i journalen som om det var en innbygger.
    Når det kommer en melding som verken er signert eller kryptert
    Så får Helsenorge feilmelding om at meldingen ikke er beskyttet
    Og meldingen er ikke i pasientens journal
    Og den neste meldingen kommer fram som vanlig

  @TRP-F27 @skal @klasse-B @kilde:HITS1216-2.1.5 @kilde:HITS1216-2.2.3
  Scenario: Meldingen er pakket på en annen måte enn konvolutten sier
    Merkes slik: meldingen blir borte, og ingen får vite det.
    Når det kommer en melding som er pakket på en annen måte enn konvolutten sier
    Så får Helsenorge feilmelding om at meldingen ikke kan pakkes opp
    Og meldingen er ikke i pasientens journal
    Og den neste meldingen kommer fram som vanlig

  @TRP-F28 @skal @klasse-B @kilde:HITS1216-2.1.5 @kilde:HITS1216-2.2.3
  Scenario: Meldingen er kryptert til en annen
    Merkes slik: meldingen blir borte, og innbyggeren tror at den er lest.
    Når det kommer en melding som er kryptert til en annen
    Så får Helsenorge feilmelding om at meldingen ikke kan dekrypteres
    Og meldingen er ikke i pasientens journal
    Og den neste meldingen kommer fram som vanlig

  @TRP-F29 @skal @klasse-A @kilde:HITS1216-2.1.5 @kilde:HITS1216-2.2.3
  Scenario: Meldingen er endret etter at den ble signert
    Merkes slik: noen har endret det innbyggeren skrev, og journalen viser det som hennes ord.
    Når det kommer en melding som er endret etter at den ble signert
    Så får Helsenorge feilmelding om at signaturen ikke stemmer
    Og meldingen er ikke i pasientens journal

  @TRP-F30 @skal @klasse-B @krever:expired_certificate=ja @kilde:HITS1216-2.1.4 @kilde:HITS1216-2.2.3
  Scenario: Sertifikatet er gått ut på dato
    Merkes slik: et gammelt sertifikat på avveie kan brukes til å skrive i journalen.
    Når det kommer en melding signert med et sertifikat som er gått ut på dato
    Så får Helsenorge feilmelding om at sertifikatet er gått ut på dato
    Og meldingen er ikke i pasientens journal

  @TRP-F31 @skal @klasse-A @krever:revoked_certificate=ja @kilde:HITS1216-2.1.4 @kilde:HITS1216-2.2.3
  Scenario: Sertifikatet er tilbakekalt
    Merkes slik: den som har stjålet et sertifikat, kan skrive i journalen selv om det er sperret.
    Når det kommer en melding signert med et sertifikat som er tilbakekalt
    Så får Helsenorge feilmelding om at sertifikatet er tilbakekalt
    Og meldingen er ikke i pasientens journal

  @TRP-F32 @skal @klasse-B @kilde:HITS1216-2.1.4 @kilde:HITS1216-2.2.3
  Scenario: Sertifikatet er laget for kryptering
    Merkes slik: signaturen forplikter ingen, og ingen kan stå inne for meldingen etterpå.
    Når det kommer en melding signert med et sertifikat som er laget for kryptering
    Så får Helsenorge feilmelding om at det er feil sertifikat
    Og meldingen er ikke i pasientens journal

  @TRP-F33 @skal @klasse-A @kilde:HITS1216-3 @kilde:HITS1216-2.2.3
  Scenario: Sertifikatet er fra en ukjent utsteder
    Merkes slik: hvem som helst kan lage et sertifikat i Helsenorges navn og skrive i journalen.
    Når det kommer en melding signert med et sertifikat fra en ukjent utsteder
    Så får Helsenorge feilmelding om at sertifikatet ikke er til å stole på
    Og meldingen er ikke i pasientens journal

  @TRP-F34 @skal @klasse-A @krever:unregistered_certificate=ja @kilde:HITS1216-3 @kilde:HITS1216-2.2.3
  Scenario: Sertifikatet er ikke det som er registrert på Helsenorge
    Merkes slik: alle med et gyldig sertifikat kan gi seg ut for å være Helsenorge.
    Når det kommer en melding signert med et sertifikat som ikke er registrert på Helsenorge
    Så får Helsenorge feilmelding om at det er feil sertifikat
    Og meldingen er ikke i pasientens journal

  @TRP-F35 @skal @klasse-C @kilde:HITS1216-2.1.2 @kilde:HITS1216-2.2.3
  Scenario: Konvolutten sier ikke at meldingen er signert og kryptert
    Merkes slik: journalen gjetter hva som er i meldingen, og to systemer kan gjette ulikt.
    Når det kommer en melding der konvolutten ikke sier at den er signert og kryptert
    Så får Helsenorge feilmelding om at konvolutten er feil
    Og meldingen er ikke i pasientens journal
