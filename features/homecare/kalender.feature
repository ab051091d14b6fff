# language: no
@prosess:TIMERESERVASJON @tjeneste:hjemmetjeneste
Egenskap: Brukeren ser besøkene fra hjemmetjenesten i kalenderen
  Helsenorge spør journalen hver gang kalenderen åpnes, og den skal svare med en gang med det som står i planen.

  @HOME-N01 @skal @klasse-A @kilde:HITS1217-3.4.4 @kilde:APP-S9 @kilde:KS-handbok
  Scenario: Brukeren ser besøkene som er planlagt hver dag
    Merkes slik: brukeren vet ikke når hjemmetjenesten kommer, og går kanskje ut.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser hvert besøk i planen

  @HOME-N02 @skal @klasse-B @kilde:HITS1217-3.4.4
  Scenario: Brukeren ser besøkene på de ukedagene de er planlagt
    Merkes slik: brukeren venter på noen som ikke kommer den dagen.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt besøk hver mandag og torsdag
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser hvert besøk i planen
    Og kalenderen viser ingen besøk på de andre dagene

  @HOME-N03 @skal @klasse-B @kilde:HITS1217-3.4.4
  Scenario: Et bekreftet besøk vises én gang, som bekreftet
    Merkes slik: brukeren ser det samme besøket to ganger, eller ser ikke at det er bekreftet.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med en ansatt
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser det bekreftede besøket én gang, som bekreftet

  @HOME-N04 @bør @klasse-C @kilde:HITS1217-3.4.4 @kilde:KS-handbok
  Scenario: Kalenderen viser navnet på begge som kommer
    Merkes slik: brukeren vet ikke hvem hun slipper inn.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med to ansatte
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen bør vise navnet på alle som kommer

  @HOME-N05 @bør @klasse-C @kilde:HITS1217-2.8.2.1
  Scenario: Et tidsvindu vises som et vindu
    Merkes slik: det ser ut som om besøket varer i tre timer.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk i et tidsvindu hver dag
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen bør vise besøkene som et tidsvindu

  @HOME-N06 @skal @klasse-A @kilde:HITS1217-2.5
  Scenario: Fullmektigen ser besøkene til brukeren
    Merkes slik: datteren ser ingen besøk, eller sine egne timer i stedet for farens.
    Gitt en bruker av hjemmetjenesten og en fullmektig
    Og hjemmetjenesten har planlagt et besøk hver dag
    Når fullmektigen ser i kalenderen til brukeren på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser hvert besøk i planen

  @HOME-F01 @skal @klasse-A @kilde:HITS1216-2.2.2 @kilde:APP-S11
  Scenario: Svaret går dit Helsenorge venter på det, uten kvittering
    Merkes slik: brukeren ser en feilmelding, selv om journalen har svart.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og journalen kvitterer ikke for spørsmålet

  @HOME-F02 @skal @klasse-A @kilde:Helsepersonelloven-21 @kilde:HITS1217-3.4.4
  Scenario: Kalenderen viser bare brukerens egne besøk
    Merkes slik: brukeren ser når naboen får hjelp, og hva slags.
    Gitt to brukere av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag hos dem begge
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser hvert besøk i planen
    Og kalenderen viser ingen av besøkene til den andre

  @HOME-F03 @skal @klasse-A @kilde:Personopplysningsloven-12
  Scenario: Kalenderen røper ikke fødselsnummeret til den som kommer
    Merkes slik: fødselsnummeret til en ansatt ligger på mobilen til brukeren.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med en ansatt
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og svaret har ingen andres fødselsnummer

  @HOME-F04 @skal @klasse-B @kilde:HITS1217-3.4.4
  Scenario: En innbygger uten hjemmetjeneste får ingen besøk å se
    Merkes slik: innbyggeren ser besøk som ikke er hennes, eller en tom side uten forklaring.
    Gitt en voksen uten hjemmetjeneste
    Og en annen innbygger har besøk hver dag
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med en av kodene 01, 02, 26 eller 30
    Og kalenderen har ingen besøk som står

  @HOME-F05 @skal @klasse-B @kilde:HITS1217-2.8
  Scenario: Brukeren ser i kalenderen to ganger
    Merkes slik: besøket som brukeren vil avbestille, finnes ikke når journalen leter etter det.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Når brukeren ser i kalenderen på Helsenorge en gang til
    Så kommer svaret med en gang, med kode 01
    Og kalenderen har de samme besøkene som sist, med samme kjennemerke

  @HOME-F06 @skal @klasse-B @kilde:HITS1217-2.8
  Scenario: Nattbesøket varer over midnatt
    Merkes slik: kalenderen viser at besøket slutter før det begynner, eller på feil dag.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk over midnatt hver natt
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser hvert besøk i planen
    Og hvert besøk slutter dagen etter, slik planen sier

  @HOME-F07 @skal @klasse-A @kilde:HITS1216-2.2.1 @kilde:HIS80415-3.3.4
  Scenario: Et spørsmål til en annen mottaker gir ingen kalender
    Merkes slik: opplysninger om brukeren sendes til noen som ikke skulle hatt dem.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Når det kommer et spørsmål om kalenderen til en annen mottaker
    Så får ingen se besøkene til brukeren

  @HOME-F08 @skal @klasse-B @kilde:HIS80415-3.3.4
  Scenario: Et spørsmål med feil i innholdet gir ingen kalender
    Merkes slik: journalen gjetter hva som ble spurt om, og viser noe annet enn det brukeren ba om.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Når det kommer et spørsmål om kalenderen med feil i innholdet
    Så får ingen se besøkene til brukeren

  @HOME-N14 @skal @klasse-C @kilde:HITS1217-3.4.4
  Scenario: Et besøk som har begynt, står til det er registrert
    Merkes slik: besøket blir borte fra kalenderen før noen har vært der.
    Gitt en bruker av hjemmetjenesten
    Og brukeren har hatt et besøk i dag
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser det bekreftede besøket én gang, som bekreftet

  @HOME-F13 @skal @klasse-B @kilde:HITS1217-3.4.4
  Scenario: Besøket som er utført, står ikke lenger som ventet
    Merkes slik: brukeren tror at noen skal komme en gang til i dag.
    Gitt en bruker av hjemmetjenesten
    Og brukeren har hatt et besøk i dag
    Når en ansatt registrerer at besøket er utført
    Og brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser ikke besøkene som er falt bort
    Og kalenderen viser resten av besøkene

  @HOME-F14 @skal @klasse-A @kilde:HITS1217-3.4.4
  Scenario: Ett besøk er avlyst, og resten av planen står
    Merkes slik: brukeren mister alle besøkene når bare ett er avlyst, eller ser fortsatt det som er avlyst.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med en ansatt
    Når en ansatt avlyser besøket
    Og brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser ikke besøkene som er falt bort
    Og kalenderen viser resten av besøkene

  @HOME-F25 @skal @klasse-B @kilde:HITS1217-3.4.4
  Scenario: Én av to planer avsluttes
    Merkes slik: kveldsbesøket blir borte fra kalenderen når morgenbesøket tar slutt.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt ett besøk om morgenen og ett om kvelden hver dag
    Når en ansatt avslutter besøkene om morgenen
    Og brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser ikke besøkene som er falt bort
    Og kalenderen viser resten av besøkene
