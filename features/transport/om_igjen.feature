# language: no
@prosess:DIALOG
Egenskap: Meldinger som kommer om igjen, mange på rad eller i feil rekkefølge
  Meldinger kan komme to ganger, og i en annen rekkefølge enn de ble skrevet. Ingen skal bli borte, og ingen skal stå to ganger.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar

  @TRP-N05 @skal @klasse-A @kilde:HITS1216-2.2.1
  Scenario: Mange meldinger på rad kommer fram
    Merkes slik: noen av meldingene kommer bort når det er travelt, og ingen vet hvilke.
    Når innbyggeren sender tjue meldinger på rad
    Så har journalen kvittert én gang for hver av dem
    Og hver av dem står ordrett én gang i pasientens journal

  @TRP-N06 @skal @klasse-B @kilde:HITS1217-2.3.3
  Scenario: To svar kommer i omvendt rekkefølge
    Merkes slik: det siste svaret blir borte, og innbyggeren tror at det er lest.
    Når en ansatt skriver til innbyggeren, som kan svare
    Så får innbyggeren meldingen fra den ansatte
    Når to svar fra innbyggeren kommer i omvendt rekkefølge
    Så er hvert av dem tatt imot eller avvist, og det er sagt én gang
    Og det som er tatt imot, står ordrett én gang i pasientens journal

  @TRP-F19 @skal @klasse-B @kilde:HITS1216-2.2.5 @kilde:TC-APPREC-41
  Scenario: En melding med feil kommer to ganger
    Merkes slik: innbyggeren får to beskjeder om at det samme gikk galt.
    Når den samme meldingen uten pasient kommer to ganger
    Så blir meldingen avvist med kvittering E36
    Og meldingen er ikke i pasientens journal

  @TRP-F20 @skal @klasse-B @kilde:APP-9.4 @kilde:HITS1216-2.2.4
  Scenario: Bussen leverer den samme meldingen to ganger
    Merkes slik: journalen viser den samme meldingen to ganger, og innbyggeren får to svar.
    Når bussen leverer den samme meldingen to ganger
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og meldingen står i pasientens journal nøyaktig én gang

  @TRP-F21 @skal @klasse-A @kilde:HITS1216-2.2.5
  Scenario: Helsenorge retter konvolutten og sender på nytt
    Merkes slik: den rettede meldingen kastes som om den var kommet før, og ingen får lese den.
    Når det kommer en melding der konvolutten mangler emne
    Så blir meldingen avvist med feilmelding
    Når Helsenorge retter konvolutten og sender den samme meldingen på nytt
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og meldingen står i pasientens journal nøyaktig én gang

  @TRP-F22 @skal @klasse-A @kilde:HITS1216-2.2.5
  Scenario: Innbyggeren skriver på nytt etter en avvisning
    Merkes slik: innbyggeren kommer aldri fram, fordi den første meldingen hadde en feil.
    Når det kommer en melding uten pasient
    Så blir meldingen avvist med kvittering E36
    Når innbyggeren sender en ny melding uten feilen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og meldingen står i pasientens journal nøyaktig én gang
