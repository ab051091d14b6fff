# language: no
@prosess:DIALOG
Egenskap: Hele teksten kommer fram
  Helsenorge lar innbyggeren skrive et emne på 50 tegn og en tekst på 1000, og alt skal med.

  @MSG-N18 @skal @klasse-A @kilde:HITS1217-2.4 @kilde:Helsepersonelloven-39
  Scenario: Den lengste meldingen kommer fram begge veier
    Merkes slik: slutten på meldingen eller svaret er borte, og ingen ser at noe mangler.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver en melding på 1000 tegn med et emne på 50 tegn
    Så står meldingen ordrett i pasientens journal
    Og emnet står ordrett i pasientens journal
    Når en ansatt svarer med 1000 tegn
    Så får innbyggeren svaret på henvendelsen
    Og svaret er ordrett det den ansatte skrev

  @MSG-N19 @bør @klasse-C @kilde:HITS1217-2.4 @kilde:Helsepersonelloven-39
  Scenario: Avsnittene i meldingen beholdes
    Merkes slik: en liste over medisiner renner sammen til én lang linje.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver en melding i flere avsnitt
    Så står avsnittene hver for seg i pasientens journal

  @MSG-F21 @skal @klasse-B @prosess:EKONTAKT @kilde:HITS1217-3.3
  Scenario: Innbyggeren skriver uten emne
    Merkes slik: meldingen blir avvist, enda innbyggeren ikke må skrive noe emne.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver uten emne
    Så står meldingen ordrett i pasientens journal
    Og journalen har kvittert én gang for at meldingen er mottatt
