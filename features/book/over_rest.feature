# language: no
@krever:rest_push=ja
Egenskap: Timer som legges hos Helsenorge over REST
  Noen journaler legger timene rett hos Helsenorge, og sender dem ikke på meldingsbussen.

  Bakgrunn:
    Gitt en voksen innbygger

  @BOOK-N50 @skal @klasse-B @kilde:HNFHIR-2.5.5 @kilde:W-REST
  Scenario: En ny time ligger hos Helsenorge
    Merkes slik: innbyggeren ser ikke timen på Helsenorge, eller ser feil tid eller sted.
    Når en ansatt setter opp en time som legges hos Helsenorge
    Så ligger timen hos Helsenorge slik den står i journalen

  @BOOK-N51 @skal @klasse-B @kilde:HNFHIR-2.5.5 @kilde:W-REST
  Scenario: En flyttet time er den samme timen hos Helsenorge
    Merkes slik: innbyggeren ser to timer, eller møter til den gamle tiden.
    Gitt pasienten har en time som ligger hos Helsenorge
    Når en ansatt flytter timen
    Så ligger timen hos Helsenorge slik den står i journalen

  @BOOK-N52 @skal @klasse-B @kilde:HNFHIR-2.5.5
  Scenario: En avlyst time er avlyst hos Helsenorge
    Merkes slik: innbyggeren møter opp til en time som er avlyst.
    Gitt pasienten har en time som ligger hos Helsenorge
    Når en ansatt avlyser timen
    Så er timen avlyst hos Helsenorge, og det er den samme timen

  @BOOK-F50 @skal @klasse-A @kilde:HNFHIR-2.5.5
  Scenario: To pasienters timer blandes ikke hos Helsenorge
    Merkes slik: innbyggeren får se en annens time.
    Når en ansatt setter opp hver sin time til to pasienter
    Så ligger hver time hos Helsenorge på rett pasient, og nevner ikke den andre

  @BOOK-F51 @bør @klasse-C @kilde:HNFHIR-2.5.5
  Scenario: En time som ikke ble brukt, står ikke som planlagt hos Helsenorge
    Merkes slik: innbyggeren ser en gammel time som om den fortsatt gjelder.
    Gitt pasienten har en passert time som ligger hos Helsenorge
    Når en ansatt registrerer at pasienten ikke møtte
    Så bør timen ikke lenger stå som planlagt hos Helsenorge
