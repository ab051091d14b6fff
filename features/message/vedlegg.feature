# language: no
@prosess:DIALOG
Egenskap: Vedlegg kommer uendret fram, eller blir avvist
  Et vedlegg er en del av journalen. Det som ikke kan tas imot, skal forelderen få vite om.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar

  @MSG-N66 @skal @klasse-B @kilde:HITS1217-2.10 @kilde:HIS1036-4.2
  Scenario: Innbyggeren legger ved flere filer
    Merkes slik: helsesykepleieren ser bare det første bildet.
    Når innbyggeren legger ved tre filer av hver sin type
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og vedleggene ligger uendret i pasientens journal

  @MSG-N67 @skal @klasse-B @kilde:HIS1036-4.2
  Scenario: Beskrivelsen av vedlegget har uvanlige tegn
    Merkes slik: det går ikke an å se hva bildet viser, eller vedlegget kan ikke åpnes.
    Når innbyggeren legger ved en fil med uvanlige tegn i beskrivelsen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og vedleggene ligger uendret i pasientens journal

  @MSG-N68 @skal @klasse-A @kilde:TC-DIALOG-5 @kilde:TC-DIALOG-10 @kilde:TC-DIALOG-11 @kilde:TC-DIALOG-12 @kilde:TC-DIALOG-13
  Scenario: Alt innbyggeren fyller ut, står på rett plass i journalen
    Merkes slik: emnet, bildet eller den som skrev, er borte fra meldingen.
    Når innbyggeren fyller ut alle feltene og legger ved et bilde
    Så står meldingen ordrett i pasientens journal
    Og emnet står ordrett i pasientens journal
    Og pasientens journal viser hvem som skrev på vegne av pasienten
    Og vedleggene ligger uendret i pasientens journal

  @MSG-N69 @skal @klasse-B @kilde:HIS1036-4.2 @kilde:HITS1217-2.10
  Scenario: Den ansatte legger ved filer i svaret
    Merkes slik: forelderen får svaret, men ikke brosjyren som helsesykepleieren la ved.
    Når innbyggeren skriver til helsestasjonen
    Og en ansatt svarer og legger ved et dokument og et bilde
    Så får innbyggeren svaret på henvendelsen
    Og vedleggene i svaret er uendret

  @MSG-N71 @skal @klasse-B @kilde:HITS1217-3.3 @kilde:HITS1217-3.13 @kilde:HIS1036-4.2
  Scenario: Innbyggeren legger ved et bilde når hun svarer i samtalen
    Merkes slik: helsesykepleieren ba om et bilde, og forelderen sendte det, men det er ikke der.
    Gitt innbyggeren har skrevet og fått svar
    Når innbyggeren svarer i tråden og legger ved et bilde
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og vedleggene ligger uendret i pasientens journal

  @MSG-F75 @skal @klasse-B @kilde:HITS1168-4.4 @kilde:HIS1036-3.2
  Scenario: En stor fil kommer uendret fram, eller blir avvist
    Merkes slik: halve filen er borte, og ingen får vite det.
    Når innbyggeren legger ved en fil på flere megabyte
    Så blir meldingen avvist, eller så ligger vedlegget uendret i pasientens journal

  @MSG-F76 @skal @klasse-B @kilde:HITS1168-4.2
  Scenario: Vedlegget er tomt, og meldingen føres eller avvises
    Merkes slik: teksten blir borte sammen med bildet som ikke ble lastet opp.
    Når innbyggeren legger ved en tom fil
    Så blir meldingen avvist, eller så står den ordrett i pasientens journal

  @MSG-F77 @skal @klasse-A @kilde:HIS1036-2.3 @kilde:HITS1168-4.2
  Scenario: Virusvernet stanser vedlegget, og meldingen føres eller avvises
    Merkes slik: hele meldingen blir borte, eller ingen meldinger kommer fram etterpå.
    Når innbyggeren legger ved en ufarlig fil som virusvern stanser
    Så blir meldingen avvist, eller så står den ordrett i pasientens journal
    Og den neste meldingen kommer fram som vanlig

  @MSG-F78 @skal @klasse-B @kilde:HITS1168-4.4 @kilde:HIS1036-2.3
  Scenario: Dokumentet har passord, og ligger uendret i journalen eller avvises
    Merkes slik: dokumentet er borte, og forelderen tror at helsesykepleieren har lest det.
    Når innbyggeren legger ved et dokument med passord
    Så blir meldingen avvist, eller så ligger vedlegget uendret i pasientens journal

  @MSG-F79 @skal @klasse-B @kilde:HITS1168-4.4 @kilde:HITS1217-2.10
  Scenario: Bildet sier at det er et dokument, og ligger uendret i journalen eller avvises
    Merkes slik: vedlegget er borte, eller helsesykepleieren får bare en feilmelding.
    Når innbyggeren legger ved et bilde som sier at det er et dokument
    Så blir meldingen avvist, eller så ligger vedlegget uendret i pasientens journal
