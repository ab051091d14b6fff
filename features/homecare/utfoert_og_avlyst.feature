# language: no
@prosess:AVTALEUTSENDING @tjeneste:hjemmetjeneste
Egenskap: Besøk som er utført eller avlyst, meldes til Helsenorge
  Brukeren og de pårørende skal se hva det ble av besøket.

  @HOME-N08 @skal @klasse-B @kilde:HITS1217-5.1 @kilde:KS-handbok
  Scenario: Besøket er utført
    Merkes slik: datteren vet ikke om noen har vært hos moren i dag.
    Gitt en bruker av hjemmetjenesten
    Og brukeren har hatt et besøk i dag
    Når en ansatt registrerer at besøket er utført
    Så får Helsenorge nøyaktig én melding om at besøket er utført

  @HOME-N09 @skal @klasse-A @kilde:HITS1217-3.4.1
  Scenario: Hjemmetjenesten avlyser et besøk
    Merkes slik: brukeren venter hele formiddagen på noen som ikke kommer.
    Gitt en bruker av hjemmetjenesten
    Og hjemmetjenesten har planlagt et besøk hver dag
    Og et av besøkene er bekreftet med en ansatt
    Når en ansatt avlyser besøket
    Så får Helsenorge nøyaktig én melding om at besøket er avlyst

  @HOME-F12 @skal @klasse-B @kilde:HITS1217-2.8
  Scenario: Bomtur, brukeren var ikke hjemme
    Merkes slik: det ser ut som om hjemmetjenesten avlyste, når det var brukeren som ikke var hjemme.
    Gitt en bruker av hjemmetjenesten
    Og brukeren har hatt et besøk i dag
    Når en ansatt registrerer at brukeren ikke var hjemme
    Så får Helsenorge nøyaktig én melding om at besøket er avlyst
