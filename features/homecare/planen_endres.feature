# language: no
@prosess:TIMERESERVASJON @tjeneste:hjemmetjeneste
Egenskap: Planen endres, og kalenderen følger med
  Sykehusopphold, vikarer og avsluttede tjenester skal vises riktig neste gang brukeren ser i kalenderen.

  Bakgrunn:
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag

  @HOME-N07 @skal @klasse-A @kilde:HITS1217-3.4.4
  Scenario: Brukeren er på sykehus, og besøkene er borte så lenge
    Merkes slik: de pårørende tror at hjemmetjenesten står utenfor en låst dør.
    Når en ansatt setter besøkene på pause fordi brukeren er på sykehus
    Og brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser ikke besøkene som er falt bort
    Og kalenderen viser resten av besøkene

  @HOME-F09 @skal @klasse-A @kilde:HITS1217-3.4.4
  Scenario: Brukeren kommer hjem fra sykehuset før tiden
    Merkes slik: brukeren er hjemme, men kalenderen sier at ingen kommer.
    Når en ansatt setter besøkene på pause fordi brukeren er på sykehus
    Og brukeren kommer hjem før tiden, og en ansatt starter besøkene igjen
    Og brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser ikke besøkene som er falt bort
    Og kalenderen viser resten av besøkene

  @HOME-F10 @skal @klasse-B @kilde:HITS1217-3.4.4
  Scenario: Tjenesten er avsluttet, og besøkene slutter
    Merkes slik: brukeren venter på besøk etter at tjenesten er slutt.
    Når en ansatt avslutter besøkene etter tre dager
    Og brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser ikke besøkene som er falt bort
    Og kalenderen viser resten av besøkene

  @HOME-F11 @skal @klasse-B @kilde:HITS1217-3.4.4 @kilde:KS-handbok
  Scenario: En vikar kommer i stedet
    Merkes slik: brukeren åpner for en annen enn den hun venter, eller tør ikke åpne.
    Gitt et av besøkene er bekreftet med en ansatt
    Når en ansatt bytter hvem som kommer
    Og brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen viser det bekreftede besøket én gang, som bekreftet
    Og kalenderen viser ikke lenger navnet på den som skulle ha kommet

  @HOME-F24 @bør @klasse-A @kilde:Husregel
  Scenario: Et bekreftet besøk faller bort mens brukeren er på sykehus
    Merkes slik: en ansatt er satt opp, og kalenderen sier fortsatt at hun kommer.
    Gitt et besøk midt i uken er bekreftet med en ansatt
    Når en ansatt setter besøkene på pause fordi brukeren er på sykehus
    Og brukeren ser i kalenderen på Helsenorge
    Så kommer svaret med en gang, med kode 01
    Og kalenderen bør ikke vise det bekreftede besøket som falt bort
    Og kalenderen viser resten av besøkene
