# language: no
@prosess:AVTALEAVBESTILLING @krever:cancel_approval=nei
Egenskap: Avbestilling uten godkjenning
  Kommunen har valgt at avbestillinger fra Helsenorge gjelder med en gang.

  Bakgrunn:
    Gitt et barn og to foreldre med foreldreansvar
    Og at avbestillinger gjelder med en gang

  @CANCEL-N01 @skal @klasse-B @kilde:HITS1217-3.7
  Scenario: Forelderen avbestiller timen
    Merkes slik: forelderen vet ikke om timen er avbestilt, og plassen kan ikke gis til andre.
    Gitt pasienten har en time som alt står på Helsenorge
    Når forelderen avbestiller timen
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og timen er avbestilt i journalen og plassen er ledig
    Og Helsenorge får ikke flere meldinger om timen

  @CANCEL-F01 @skal @klasse-B @kilde:HITS1217-3.7
  Scenario: Timen som avbestilles, finnes ikke
    Merkes slik: forelderen får beskjed om at en time er avbestilt, men journalen har ingen slik time.
    Når forelderen avbestiller en time som ikke finnes
    Så blir avbestillingen ikke bekreftet
    Og journalen har ingen avbestilt time for pasienten fra denne avbestillingen
