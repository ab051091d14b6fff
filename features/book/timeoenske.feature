# language: no
@prosess:TIMEONSKE
Egenskap: Ønske om time
  Forelderen skriver når det passer, og en ansatt finner en time. Ingenting er avtalt før den ansatte har svart.

  @BOOK-N40 @skal @klasse-B @kilde:HITS1217-3.5
  Scenario: Forelderen ønsker seg en time til barnet
    Merkes slik: forelderen har skrevet at de trenger time, og ingen på helsestasjonen har sett det.
    Gitt et barn og en forelder med foreldreansvar
    Når forelderen ønsker seg en time
    Så ser en ansatt ønsket, ordrett og på rett barn

  @BOOK-N41 @skal @klasse-A @kilde:HITS1217-3.5
  Scenario: Forelderen får timen hun ønsket seg
    Merkes slik: forelderen får ja, men ikke vite når timen er.
    Gitt et barn og en forelder med foreldreansvar
    Når forelderen ønsker seg en time
    Og en ansatt gir barnet en time
    Så får forelderen timen i svaret på ønsket
    Og timen står fortsatt i journalen

  @BOOK-N42 @skal @klasse-B @kilde:HITS1217-3.5
  Scenario: Det er ingen time å gi
    Merkes slik: forelderen venter på svar som aldri kommer, eller får en time som ikke finnes.
    Gitt et barn og en forelder med foreldreansvar
    Når forelderen ønsker seg en time
    Og en ansatt svarer forelderen at det ikke er noen ledig time
    Så får forelderen nei på ønsket, med den ansattes egne ord

  @BOOK-N43 @skal @klasse-B @kilde:HITS1217-3.5
  Scenario: Forelderen avbestiller timen hun ønsket seg
    Merkes slik: forelderen har sagt fra, men helsesykepleieren sitter og venter.
    Gitt et barn og en forelder med foreldreansvar
    Og forelderen har ønsket seg en time og fått den
    Når forelderen avbestiller timen hun ønsket seg
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og timen er avbestilt i journalen og plassen er ledig

  @BOOK-N44 @skal @klasse-A @kilde:HITS1217-2.5
  Scenario: En voksen ønsker seg en time for seg selv
    Merkes slik: den gravide får nei fordi ingen handler på vegne av henne.
    Gitt en voksen innbygger
    Når innbyggeren ønsker seg en time
    Og en ansatt gir innbyggeren en time
    Så får innbyggeren timen i svaret på ønsket

  @BOOK-F40 @skal @klasse-B @kilde:HITS1216-2.2.5
  Scenario: Det samme ønsket kommer to ganger
    Merkes slik: barnet får to timer, eller to ansatte ringer om det samme.
    Gitt et barn og en forelder med foreldreansvar
    Når det samme ønsket fra forelderen kommer to ganger
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og en ansatt ser ønsket bare én gang

  @BOOK-F41 @skal @klasse-B @kilde:HIS80415-3.3.4
  Scenario: Ønsket har feil i innholdet
    Merkes slik: en halv melding blir liggende som et ønske, og forelderen får ikke vite at noe gikk galt.
    Gitt et barn og en forelder med foreldreansvar
    Når det kommer et ønske fra forelderen med feil i innholdet
    Så blir ønsket avvist med kvittering T02 eller T01
    Og ønsket ligger ikke hos de ansatte

  @BOOK-F42 @skal @klasse-A @kilde:HITS1217-2.3.3
  Scenario: Begge foreldrene ønsker time, og får hvert sitt svar
    Merkes slik: moren får farens nei, og faren tror at barnet ikke har time.
    Gitt et barn og to foreldre med foreldreansvar
    Når begge foreldrene ønsker seg en time til barnet
    Og en ansatt gir time etter det første ønsket og svarer nei på det andre
    Så får den første av foreldrene timen, og den andre et nei

  @BOOK-F43 @skal @klasse-A @kilde:HITS1217-2.3.6
  Scenario: Ønsket gjelder det ene av to søsken
    Merkes slik: helsestasjonen setter opp time til feil barn.
    Gitt to søsken og en forelder med foreldreansvar
    Når forelderen ønsker seg en time
    Så ser en ansatt ønsket, ordrett og på rett barn
    Og meldingen er ikke i søskenets journal
