# language: no
@prosess:AVTALEUTSENDING
Egenskap: Når et barn dør eller et svangerskap avsluttes
  Familien skal ikke få påminnelser om timer til et barn de har mistet.

  @ACC-F01 @skal @klasse-A @kilde:HITS1217-3.4.1 @kilde:Husregel
  Scenario: Et barn dør, og timen som lå foran, trekkes tilbake
    Merkes slik: foreldrene får en ny innkalling til barnet de har mistet.
    Gitt et barn som ingen andre prøver trenger
    Og pasienten har en time som alt står på Helsenorge
    Når en ansatt registrerer at barnet er dødt
    Så får Helsenorge vite én gang at timen er avlyst
    Og timen bør være avlyst i timeboken

  @ACC-F02 @bør @klasse-A @kilde:Husregel
  Scenario: Ingen kan kalle inn et barn som er dødt
    Merkes slik: foreldrene får innkalling til en time som ingen burde kunne sette opp.
    Gitt et barn som ingen andre prøver trenger
    Og barnet er registrert dødt i journalen
    Når en ansatt prøver å sette opp en ny time til barnet
    Så bør ingenting bli sendt om barnet

  @ACC-F03 @skal @klasse-A @tjeneste:jordmor @kilde:HITS1217-3.4.1 @kilde:Husregel
  Scenario: Svangerskapet avsluttes, og timen hos jordmor trekkes tilbake
    Merkes slik: hun som har mistet barnet, får påminnelse om svangerskapskontroll.
    Gitt en gravid som ingen andre prøver trenger
    Og den gravide har en time hos jordmor som alt står på Helsenorge
    Når en ansatt registrerer at svangerskapet er avsluttet
    Så får Helsenorge vite én gang at timen er avlyst
    Og timen bør være avlyst i timeboken

  @ACC-F04 @bør @klasse-A @kilde:Husregel
  Scenario: Beskjeden om den avlyste timen er skånsom
    Merkes slik: en far leser på låseskjermen at barnet er registrert dødt.
    Gitt et barn som ingen andre prøver trenger
    Og pasienten har en time som alt står på Helsenorge
    Når en ansatt registrerer at barnet er dødt
    Så bør ikke beskjeden fortelle hva som har skjedd

  @ACC-F11 @bør @klasse-B @prosess:TJENESTEOVERSIKT @kilde:Husregel @kilde:KS-handbok
  Scenario: Helsekontakten avsluttes når et barn dør
    Merkes slik: foreldrene ser fortsatt barnet blant dem de kan skrive for på Helsenorge.
    Gitt et barn som ingen andre prøver trenger
    Når en ansatt registrerer at barnet er dødt
    Så bør ikke barnet ha noen helsekontakt lenger
