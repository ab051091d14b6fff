# language: no
@prosess:DIALOG
Egenskap: Det helsestasjonen skriver, føres også i journalen
  En ansatts melding er helsehjelp. Den skal stå i journalen med hvem som skrev den og når, og bli stående.

  @JRN-N06 @skal @klasse-A @kilde:Helsepersonelloven-39 @kilde:KS-handbok
  Scenario: En ansatt skriver, og meldingen står i journalen
    Merkes slik: ingen kan se i journalen hva helsesykepleieren skrev til forelderen.
    Gitt en voksen innbygger
    Når en ansatt skriver til innbyggeren, som kan svare
    Så får innbyggeren en ny melding med kode DI, ordrett slik den ble skrevet
    Og den ansattes melding står ordrett i pasientens journal, med hvem og når

  @JRN-N07 @skal @klasse-A @kilde:Helsepersonelloven-39 @kilde:KS-handbok
  Scenario: Svaret til innbyggeren står i journalen
    Merkes slik: journalen har spørsmålet fra forelderen, men ikke rådet hun fikk.
    Gitt et barn og en forelder med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Så står den ansattes melding ordrett i pasientens journal, med hvem og når

  @JRN-N08 @skal @klasse-B @kilde:Helsepersonelloven-39
  Scenario: En beskjed som ikke kan besvares, står i journalen
    Merkes slik: ingen kan vise at familien fikk beskjeden.
    Gitt en voksen innbygger
    Når en ansatt skriver til innbyggeren, som ikke kan svare
    Så får innbyggeren en ny melding med kode EKI, ordrett slik den ble skrevet
    Og den ansattes melding står ordrett i pasientens journal, med hvem og når

  @JRN-N09 @bør @klasse-B @kilde:Husregel
  Scenario: Det som er ført, står urørt når samtalen fortsetter
    Merkes slik: det ser ut som forelderen skrev etter at hun fikk svar.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver til helsestasjonen
    Og en ansatt har sett meldingen i journalen
    Og en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og bør det som var ført, stå urørt i journalen

  @JRN-N10 @bør @klasse-B @kilde:KS-handbok @kilde:Pasient-og-brukerrettighetsloven-5-1
  Scenario: Hele samtalen kan vises til den som ber om innsyn
    Merkes slik: forelderen ber om innsyn og får meldingene i tilfeldig rekkefølge, uten navn.
    Gitt et barn og en forelder med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Når innbyggeren svarer i tråden
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og bør samtalen kunne vises hel, i rekkefølge og med hvem som skrev
