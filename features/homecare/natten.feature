# language: no
@prosess:TIMERESERVASJON @tjeneste:hjemmetjeneste @krever:test_clock=ja
Egenskap: Natten går, og kalenderen følger med
  Vaktlister endres om natten, og en ny dag har andre besøk enn gårsdagen.

  Bakgrunn:
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk tidlig hver morgen

  @HOME-F22 @skal @klasse-B @kilde:HITS1217-3.4.4
  Scenario: Vaktlisten endres etter midnatt
    Merkes slik: den som står på døren om morgenen, er en annen enn kalenderen sier.
    Gitt det første besøket er bekreftet med en ansatt
    Når klokken passerer midnatt
    Og en ansatt bytter hvem som kommer
    Og brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser det bekreftede besøket én gang, som bekreftet
    Og kalenderen viser ikke lenger navnet på den som skulle ha kommet

  @HOME-F23 @bør @klasse-C @kilde:HITS1217-3.4.4
  Scenario: Besøkene fra i går er borte i dag
    Merkes slik: brukeren må lete blant gamle besøk for å finne det neste.
    Når klokken passerer midnatt to ganger
    Og brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen bør ikke vise besøket som har vært
    Og kalenderen viser resten av besøkene
