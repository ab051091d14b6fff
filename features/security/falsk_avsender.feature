# language: no
@prosess:DIALOG
Egenskap: Den som skriver, er den hun gir seg ut for
  Bare Helsenorge sender meldinger fra innbyggere, og en melding føres bare på den som nummeret tilhører.

  Bakgrunn:
    Gitt en voksen innbygger

  @SEC-F09 @skal @klasse-A @kilde:HITS1216-2.2.3
  Scenario: Noen på bussen gir seg ut for å være Helsenorge
    Merkes slik: en utenforstående skriver til helsestasjonen i innbyggerens navn.
    Når noen andre på bussen gir seg ut for å være Helsenorge
    Så tar journalen ikke imot meldingen
    Og meldingen er ikke i pasientens journal
    Og den neste meldingen kommer fram som vanlig

  @SEC-F10 @skal @klasse-A @kilde:HITS1216-2.2.6
  Scenario: En annen enn Helsenorge sender en melding fra innbyggeren
    Merkes slik: hvem som helst med tilgang til bussen kan skrive i innbyggerens navn.
    Når en annen enn Helsenorge sender en melding fra innbyggeren
    Så tar journalen ikke imot meldingen
    Og meldingen er ikke i pasientens journal
    Og den neste meldingen kommer fram som vanlig

  @SEC-F12 @bør @klasse-B @kilde:HIS80415-3.3
  Scenario: En annen enn Helsenorge kvitterer for meldingen
    Merkes slik: helsesykepleieren ser at meldingen er kommet fram, men innbyggeren har aldri fått den.
    Gitt Helsenorge kvitterer ikke for meldinger fra journalen
    Når en ansatt skriver til innbyggeren, som ikke kan svare
    Så får innbyggeren meldingen fra den ansatte
    Når en annen enn Helsenorge kvitterer for meldingen
    Så viser ikke transportloggen at meldingen er kvittert

  @SEC-F11 @skal @klasse-A @kilde:HITS1217-2.3.6
  Scenario: En fra en annen kommune heter det samme
    Merkes slik: opplysninger om en annen står i innbyggerens journal.
    Når en som heter det samme, men har et annet fødselsnummer, skriver til helsestasjonen
    Så får Helsenorge vite én gang om meldingen er mottatt eller avvist
    Og meldingen er ikke i journalen til den som journalen kjenner
