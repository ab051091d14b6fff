# language: no
@prosess:AVTALEUTSENDING
Egenskap: Beskjeder om timer til rett tid
  Innbyggeren skal ha beskjed om timen én gang, og ingen beskjed når hun ikke kan lese den.

  @NOTE-F03 @skal @klasse-B @prosess:DIGITALBRUKER @kilde:HITS1217-2.13 @kilde:APP-S10
  Scenario: Innbyggeren har sluttet å bruke Helsenorge når timen flyttes
    Merkes slik: helsestasjonen fortsetter å sende beskjeder som ingen leser.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time som alt står på Helsenorge
    Og innbyggeren har sluttet å bruke Helsenorge uten at journalen vet det
    Når en ansatt flytter timen
    Så får Helsenorge nøyaktig én melding: timen er flyttet (kode 07)
    Når en ansatt setter opp enda en time til pasienten
    Så får Helsenorge ingen melding om den nye timen

  @NOTE-F04 @skal @klasse-B @prosess:DIGITALBRUKER @kilde:HITS1217-2.13 @kilde:APP-S10
  Scenario: Innbyggeren har sluttet å bruke Helsenorge når timen avlyses
    Merkes slik: helsestasjonen fortsetter å sende beskjeder som ingen leser.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time som alt står på Helsenorge
    Og innbyggeren har sluttet å bruke Helsenorge uten at journalen vet det
    Når en ansatt avlyser timen
    Så får Helsenorge nøyaktig én melding: timen er avlyst (kode 08)
    Når en ansatt setter opp enda en time til pasienten
    Så får Helsenorge ingen melding om den nye timen

  @NOTE-F06 @bør @klasse-C @prosess:DIGITALBRUKER @kilde:Husregel
  Scenario: Helsenorge sier en gang til at innbyggeren er digitalt aktiv
    Merkes slik: forelderen får varsel på nytt om en time hun alt kjenner, og tror den er ny.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time som alt står på Helsenorge
    Når Helsenorge melder en gang til at innbyggeren er digitalt aktiv
    Så får innbyggeren ikke beskjed om den samme timen på nytt

  @NOTE-F07 @bør @klasse-C @prosess:DIGITALBRUKER @kilde:Husregel
  Scenario: Timen ble satt opp mens innbyggeren ikke brukte Helsenorge
    Merkes slik: innbyggeren får en bunke like varsler om den samme timen når hun kommer tilbake.
    Gitt et barn som hører til helsestasjonen
    Og Helsenorge har meldt at innbyggeren ikke er digitalt aktiv
    Når en ansatt setter opp en time til pasienten
    Og Helsenorge melder at innbyggeren er tilbake
    Så får innbyggeren høyst én beskjed om timen

  @NOTE-F08 @skal @klasse-A @prosess:DIGITALBRUKER @kilde:HITS1217-3.4.1
  Scenario: Timen ble avlyst mens innbyggeren ikke brukte Helsenorge
    Merkes slik: familien møter opp til en time som er avlyst.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time som alt står på Helsenorge
    Og Helsenorge har meldt at innbyggeren ikke er digitalt aktiv
    Når en ansatt avlyser timen
    Og Helsenorge melder at innbyggeren er tilbake
    Så får ikke innbyggeren beskjed om at den avlyste timen står

  @NOTE-F11 @skal @klasse-A @krever:test_clock=ja @kilde:HITS1217-3.4.1 @kilde:KS-handbok
  Scenario: Timen er avlyst, og ingen minner om den
    Merkes slik: familien får en påminnelse og møter opp til en time som er avlyst.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time om noen dager som alt står på Helsenorge
    Når en ansatt avlyser timen
    Og det går mer enn fire døgn
    Så får ikke innbyggeren beskjed om at den avlyste timen står

  @NOTE-F12 @bør @klasse-C @krever:test_clock=ja @kilde:KS-handbok @kilde:Husregel
  Scenario: Bare Helsenorge minner om timen
    Merkes slik: forelderen får to påminnelser om den samme timen, og tror det er to timer.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time om noen dager som alt står på Helsenorge
    Når det går mer enn fire døgn
    Så bør ikke journalen minne om timen selv
