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
    Gitt pasienten har en time som Helsenorge kjenner
    Når forelderen avbestiller timen
    Så svarer journalen på avbestillingen med kode 08
    Og timen er avbestilt i journalen og plassen er ledig
    Og Helsenorge får ikke flere meldinger om timen

  @CANCEL-N04 @bør @klasse-B @kilde:HITS1217-3.7
  Scenario: Journalen viser hvem som avbestilte og hvorfor
    Merkes slik: helsesykepleieren ser ikke hvorfor timen ble avbestilt, eller hvem av foreldrene som gjorde det.
    Gitt pasienten har en time som Helsenorge kjenner
    Når forelderen avbestiller timen
    Så svarer journalen på avbestillingen med kode 08
    Og pasientens journal viser hvorfor timen ble avbestilt
    Og pasientens journal viser hvem som avbestilte

  @CANCEL-F01 @skal @klasse-B @kilde:HITS1217-3.7
  Scenario: Timen som avbestilles, finnes ikke
    Merkes slik: forelderen får beskjed om at en time er avbestilt, men journalen har ingen slik time.
    Når forelderen avbestiller en time som ikke finnes
    Så blir avbestillingen ikke bekreftet
    Og journalen har ingen avbestilt time for pasienten fra denne avbestillingen

  @CANCEL-F02 @bør @klasse-B @kilde:HITS1217-3.7
  Scenario: Timen som avbestilles, er passert
    Merkes slik: en time som alt er brukt, blir stående som avbestilt.
    Gitt pasienten har en time som er passert
    Når forelderen avbestiller timen
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30
    Og journalen bør ikke si at den passerte timen er avbestilt

  @CANCEL-F03 @skal @klasse-B @kilde:HITS1217-3.7
  Scenario: Forelderen avbestiller samme time to ganger
    Merkes slik: timen dukker opp igjen, eller den andre avbestillingen blir aldri besvart.
    Gitt pasienten har en time som Helsenorge kjenner
    Når forelderen avbestiller timen
    Så svarer journalen på avbestillingen med kode 08
    Når forelderen avbestiller timen en gang til
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30
    Og timen er avbestilt i journalen og plassen er ledig

  @CANCEL-F04 @skal @klasse-B @kilde:HITS1216-2.2.5
  Scenario: Den samme avbestillingen kommer to ganger
    Merkes slik: forelderen får to svar på én avbestilling, eller journalen fører den to ganger.
    Gitt pasienten har en time som Helsenorge kjenner
    Når den samme avbestillingen kommer to ganger
    Så svarer journalen på avbestillingen med kode 08
    Og journalen har kvittert for meldingen nøyaktig én gang
    Og timen er avbestilt i journalen og plassen er ledig

  @CANCEL-F06 @skal @klasse-B @kilde:HITS1217-2.5
  Scenario: Den andre forelderen avbestiller
    Merkes slik: bare den ene av foreldrene kan avbestille, eller journalen viser feil forelder.
    Gitt pasienten har en time som Helsenorge kjenner
    Når den andre forelderen avbestiller timen
    Så svarer journalen på avbestillingen med kode 08
    Og timen er avbestilt i journalen og plassen er ledig
    Og pasientens journal viser hvem som avbestilte
