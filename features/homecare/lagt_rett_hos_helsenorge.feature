# language: no
@prosess:TIMERESERVASJON @krever:rest_push=ja @tjeneste:hjemmetjeneste
Egenskap: Besøk som legges rett hos Helsenorge
  Noen journaler legger besøkene rett hos Helsenorge, og sender dem ikke på meldingsbussen.

  Bakgrunn:
    Gitt en bruker av hjemmetjenesten
    Og at besøkene legges rett hos Helsenorge

  @HOME-N13 @bør @klasse-C @kilde:KS-handbok @kilde:HNFHIR-2.5.5
  Scenario: Et besøk som er utført, står som utført hos Helsenorge
    Merkes slik: datteren ser ikke om noen har vært hos faren i dag.
    Gitt brukeren har hatt et besøk i dag
    Når en ansatt registrerer at besøket er utført
    Så bør besøket stå som utført hos Helsenorge

  @HOME-F20 @skal @klasse-A @kilde:HNFHIR-2.5.5
  Scenario: Et besøk som er avlyst, er avlyst hos Helsenorge
    Merkes slik: brukeren venter på et besøk som er avlyst.
    Gitt hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med en ansatt
    Når en ansatt avlyser besøket
    Så er besøket avlyst hos Helsenorge

  @HOME-F21 @skal @klasse-B @kilde:HNFHIR-2.5.5
  Scenario: Brukeren får ingen påminnelse om hjemmebesøk
    Merkes slik: mobilen piper foran hvert besøk, flere ganger om dagen.
    Gitt hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med en ansatt
    Når en ansatt avlyser besøket
    Så ber ikke journalen Helsenorge om å varsle eller minne om besøket
