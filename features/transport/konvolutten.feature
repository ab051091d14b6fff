# language: no
@prosess:DIALOG
Egenskap: Konvolutten rundt meldingen
  Før noen leser en melding, ser journalen på konvolutten: hvem den er fra, hvem den er til, og hva den handler om.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar

  @TRP-F01 @skal @klasse-B @kilde:HITS1216-2.1.2 @kilde:HITS1216-2.2.3
  Scenario: Konvolutten sier ikke hva meldingen handler om
    Merkes slik: meldingen blir liggende i feil arbeidsliste, og ingen svarer på den.
    Når det kommer en melding der konvolutten mangler emne
    Så blir meldingen avvist med feilmelding
    Og meldingen er ikke i pasientens journal

  @TRP-F02 @skal @klasse-B @kilde:HITS1216-2.1.2 @kilde:HITS1216-2.2.3
  Scenario: Konvolutten sier ikke hvem meldingen er fra
    Merkes slik: en melding fra hvem som helst står i journalen som om den var fra Helsenorge.
    Når det kommer en melding der konvolutten mangler avsender
    Så tar journalen ikke imot meldingen
    Og meldingen er ikke i pasientens journal
    Og den neste meldingen kommer fram som vanlig

  @TRP-F03 @skal @klasse-B @kilde:HITS1216-2.1.2 @kilde:HITS1216-2.2.3
  Scenario: Konvolutten sier ikke hvem meldingen er til
    Merkes slik: ingen har kontrollert at meldingen er til denne helsestasjonen.
    Når det kommer en melding der konvolutten mangler mottaker
    Så blir meldingen avvist med feilmelding
    Og meldingen er ikke i pasientens journal

  @TRP-F04 @skal @klasse-C @kilde:HITS1216-2.1.2 @kilde:HITS1216-2.2.3
  Scenario: Tidspunktet på konvolutten er ikke et tidspunkt
    Merkes slik: ingen kan si når meldingen ble sendt, og den kan bli liggende ubehandlet.
    Når det kommer en melding der tidspunktet på konvolutten ikke er et tidspunkt
    Så blir meldingen avvist med feilmelding
    Og meldingen er ikke i pasientens journal

  @TRP-F36 @skal @klasse-B @kilde:HITS1216-2.1.2
  Scenario: Klokken hos den som sendte, går feil
    Merkes slik: meldinger fra innbyggerne blir borte hver gang klokken i et annet system går feil.
    Når det kommer en melding der konvolutten er datert i morgen
    Så får Helsenorge vite én gang om meldingen er mottatt eller avvist
    Og kan meldingen leses i pasientens journal, eller så er den avvist
    Og den neste meldingen kommer fram som vanlig

  @TRP-F05 @bør @klasse-B @kilde:HITS1216-2.2.3
  Scenario: Kvitteringen skal til en kø som ikke finnes
    Merkes slik: Helsenorge får aldri vite om meldingen kom fram, og innbyggeren skriver en gang til.
    Når det kommer en melding der kvitteringen skal til en kø som ikke finnes
    Så blir meldingen avvist, eller kvittert der Helsenorge leser den
    Og den neste meldingen kommer fram som vanlig

  @TRP-F06 @bør @klasse-B @kilde:HITS1216-2.2.6
  Scenario: Meldingen er i en prosess som journalen ikke har
    Merkes slik: innbyggeren tror at meldingen er mottatt, men ingen på helsestasjonen ser den.
    Når det kommer en melding i en prosess som journalen ikke har
    Så bør meldingen bli avvist, og den skal ikke bli borte
    Og den neste meldingen kommer fram som vanlig

  @TRP-F25 @skal @klasse-B @kilde:HITS1217-2.3.4 @kilde:TC-DIALOG-16
  Scenario: Meldingen sier ikke hvem den er fra
    Merkes slik: ingen vet hvem svaret skal til, og noen må gjette.
    Når det kommer en melding som ikke sier hvem den er fra
    Så blir meldingen avvist med feilmelding
    Og meldingen er ikke i pasientens journal

  @TRP-F07 @skal @klasse-B @kilde:HITS1217-2.3.4 @kilde:TC-APPREC-17
  Scenario: Adressen mangler nummeret til kommunen
    Merkes slik: meldingen havner hos feil kommune, uten at noen oppdager det.
    Når det kommer en melding der adressen mangler nummeret til kommunen
    Så blir meldingen avvist med feilmelding eller med kvittering E21, E10 eller T02
    Og meldingen er ikke i pasientens journal

  @TRP-F08 @skal @klasse-B @kilde:HITS1217-2.3.4 @kilde:TC-APPREC-18
  Scenario: Adressen mangler nummeret til helsestasjonen
    Merkes slik: meldingen havner i feil tjenestes innboks, uten at noen oppdager det.
    Når det kommer en melding der adressen mangler nummeret til helsestasjonen
    Så blir meldingen avvist med feilmelding eller med kvittering E21, E10 eller T02
    Og meldingen er ikke i pasientens journal
