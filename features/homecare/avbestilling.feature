# language: no
@prosess:TIMERESERVASJON @tjeneste:hjemmetjeneste
Egenskap: Brukeren eller fullmektigen avbestiller et besøk
  En avbestilling gjelder bare det ene besøket, og den som avbestilte, får svar.

  @HOME-N10 @skal @klasse-A @kilde:HITS1217-3.7 @kilde:APP-S5
  Scenario: Brukeren avbestiller ett besøk, og resten står
    Merkes slik: alle besøkene forsvinner når brukeren bare avbestiller ett, eller noen kommer likevel.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med en ansatt
    Når brukeren avbestiller det bekreftede besøket
    Og en ansatt godtar avbestillingen av besøket hvis den venter
    Så svarer hjemmetjenesten på avbestillingen: godtatt (kode 08)
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser ikke besøkene som er falt bort
    Og kalenderen viser resten av besøkene

  @HOME-F15 @skal @klasse-B @kilde:HITS1217-2.5
  Scenario: Fullmektigen avbestiller for brukeren
    Merkes slik: sønnen får ikke avbestilt for moren, eller ingen ser at det var han.
    Gitt en bruker av hjemmetjenesten og en fullmektig
    Og hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med en ansatt
    Når fullmektigen avbestiller det bekreftede besøket
    Og en ansatt godtar avbestillingen av besøket hvis den venter
    Så svarer hjemmetjenesten på avbestillingen: godtatt (kode 08)
    Og pasientens journal viser hvem som avbestilte

  @HOME-F16 @skal @klasse-A @krever:cancel_approval=ja @kilde:HITS1217-3.7
  Scenario: Hjemmetjenesten avslår, og besøket står
    Merkes slik: brukeren ser ikke at noen kommer, og døren er låst når medisinene skal gis.
    Gitt en bruker av hjemmetjenesten
    Og at en ansatt må ta stilling til avbestillinger
    Og hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med en ansatt
    Når brukeren avbestiller det bekreftede besøket
    Og en ansatt avslår avbestillingen av besøket
    Så svarer hjemmetjenesten på avbestillingen: avslått (kode 09)
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser resten av besøkene

  @HOME-F17 @skal @klasse-A @kilde:HITS1217-3.7
  Scenario: En annen bruker kan ikke avbestille besøket
    Merkes slik: et besøk blir borte fordi en annen avbestilte det.
    Gitt to brukere av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med en ansatt
    Når den andre brukeren prøver å avbestille det bekreftede besøket
    Og en ansatt godtar avbestillingen av besøket hvis den venter
    Så blir ikke avbestillingen av den andres besøk bekreftet
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser hvert besøk i planen

  @HOME-F26 @bør @klasse-A @kilde:Husregel
  Scenario: Brukeren avbestiller det første besøket i en plan
    Merkes slik: alle besøkene blir borte fordi brukeren avbestilte ett av dem.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Når brukeren avbestiller det første besøket, som ikke er bekreftet
    Og en ansatt godtar avbestillingen av besøket hvis den venter
    Så svarer hjemmetjenesten på avbestillingen med en av kodene 08, 09, 26 eller 30
    Når brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med en av kodene 01 eller 02
    Og resten av planen bør stå i kalenderen
