# language: no
@prosess:DIALOG
Egenskap: Innbyggeren skriver til helsestasjonen
  Meldinger fra Helsenorge skal komme fram til rett journal og kunne besvares.

  @MSG-N01 @skal @klasse-A @kilde:HITS1217-3.3 @kilde:HITS1217-3.13 @kilde:MSG-S1
  Scenario: Innbyggeren spør og får svar
    Merkes slik: meldingen kommer bort, eller svaret havner ikke hos den som spurte.
    Gitt en voksen innbygger
    Når innbyggeren skriver til helsestasjonen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Når en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding

  @MSG-N02 @skal @klasse-B @kilde:HITS1217-2.3.3 @kilde:MSG-S2
  Scenario: Samtalen fortsetter i samme tråd
    Merkes slik: innbyggeren ser svarene som løse meldinger og mister sammenhengen.
    Gitt en voksen innbygger
    Og innbyggeren har skrevet og fått svar
    Når innbyggeren svarer i tråden
    Og en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding
    Og alle meldingene ligger i samme tråd i journalen

  @MSG-N05 @skal @klasse-A @kilde:HITS1217-2.5 @kilde:MSG-S5
  Scenario: Forelderen skriver på vegne av barnet
    Merkes slik: meldingen havner i forelderens journal, eller ingen ser hvem som skrev.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver til helsestasjonen
    Så står meldingen ordrett i pasientens journal
    Og meldingen er ikke i journalen til den som skrev
    Og pasientens journal viser hvem som skrev på vegne av pasienten
    Når en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding

  @MSG-N06 @skal @klasse-B @kilde:HIS1036-4.2 @kilde:MSG-S13
  Scenario: Innbyggeren legger ved et bilde og et dokument
    Merkes slik: helsesykepleieren ser ikke bildet eller dokumentet som forelderen sendte.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver og legger ved et bilde og et PDF-dokument
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og vedleggene ligger uendret i pasientens journal

  @MSG-N07 @skal @klasse-B @kilde:HITS1217-2.3
  Scenario: Norske og samiske bokstaver og emoji kommer fram begge veier
    Merkes slik: navn og ord vises med feil tegn, og meningen kan bli misforstått.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver en tekst med norske og samiske bokstaver og emoji
    Så står meldingen ordrett i pasientens journal
    Når en ansatt svarer med norske og samiske bokstaver og emoji
    Så får innbyggeren svaret på henvendelsen
    Og svaret er ordrett det den ansatte skrev

  @MSG-F01 @skal @klasse-B @kilde:HITS1217-2.4.3 @kilde:MSG-S7
  Scenario: En ansatt avviser henvendelsen
    Merkes slik: innbyggeren får aldri vite at helsestasjonen ikke kan svare.
    Gitt en voksen innbygger
    Når innbyggeren skriver til helsestasjonen
    Og en ansatt avviser henvendelsen
    Så får innbyggeren svaret, med en av kodene 26 eller 30
    Og svaret gjelder rett pasient og hører til rett melding
    Og journalen har kvittert én gang for at meldingen er mottatt

  @MSG-F06 @skal @klasse-B @kilde:HITS1216-2.2.5 @kilde:MSG-S11
  Scenario: Den samme meldingen kommer to ganger
    Merkes slik: helsestasjonen behandler samme henvendelse to ganger.
    Gitt en voksen innbygger
    Når den samme meldingen kommer to ganger
    Så har journalen kvittert én gang for at meldingen er mottatt
