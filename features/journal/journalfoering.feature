# language: no
@prosess:DIALOG
Egenskap: Meldinger føres i journalen
  Det som skrives mellom innbygger og helsestasjon, er en del av pasientens journal.

  @JRN-N01 @skal @klasse-A @kilde:Helsepersonelloven-39
  Scenario: Meldingen føres på rett av to søsken
    Merkes slik: opplysninger om det ene barnet står i søskenets journal.
    Gitt to søsken og en forelder med foreldreansvar
    Når innbyggeren skriver til helsestasjonen
    Så står meldingen ordrett i pasientens journal
    Og meldingen er ikke i søskenets journal

  @JRN-N02 @skal @klasse-B @kilde:TC-DIALOG-7
  Scenario: Tråden henger sammen i journalen
    Merkes slik: helsesykepleieren må lete etter hva svaret gjelder.
    Gitt et barn og en forelder med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Når innbyggeren svarer i tråden
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og alle meldingene ligger i samme tråd i journalen

  @JRN-N03 @skal @klasse-C @kilde:TC-DIALOG-8
  Scenario: Den opprinnelige meldingen kan hentes fram
    Merkes slik: ingen kan vise hva forelderen egentlig sendte.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver til helsestasjonen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og den opprinnelige meldingen kan hentes fram uendret

  @JRN-N04 @skal @klasse-B @kilde:HITS1217-2.5
  Scenario: Journalen viser hvem som skrev
    Merkes slik: det ser ut som om barnet har skrevet selv, eller som om den andre forelderen har skrevet.
    Gitt et barn og to foreldre med foreldreansvar
    Når den andre forelderen skriver til helsestasjonen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og pasientens journal viser hvem som skrev på vegne av pasienten

  @JRN-N05 @skal @klasse-B @kilde:Pasientjournalloven-22
  Scenario: Oppslag i journalen logges
    Merkes slik: ingen kan se hvem som har lest barnets journal.
    Gitt et barn og en forelder med foreldreansvar
    Når en ansatt leser pasientens journal
    Så viser innsynsloggen hvem som leste, når, og hvilken pasient det gjaldt
