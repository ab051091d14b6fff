# language: no
@prosess:AVTALEAVBESTILLING
Egenskap: Avbestilling, med eller uten godkjenning
  Det som gjelder hver avbestilling, enten den gjelder med en gang eller en ansatt må ta stilling først.

  Bakgrunn:
    Gitt et barn og to foreldre med foreldreansvar

  @CANCEL-N04 @bør @klasse-B @kilde:HITS1217-3.7
  Scenario: Journalen viser hvem som avbestilte og hvorfor
    Merkes slik: helsesykepleieren ser ikke hvorfor timen ble avbestilt, eller hvem av foreldrene som gjorde det.
    Gitt pasienten har en time som alt står på Helsenorge
    Når forelderen avbestiller timen
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og pasientens journal viser hvorfor timen ble avbestilt
    Og pasientens journal viser hvem som avbestilte

  @CANCEL-F02 @bør @klasse-B @kilde:HITS1217-3.7
  Scenario: Timen som avbestilles, er passert
    Merkes slik: en time som alt er brukt, blir stående som avbestilt.
    Gitt pasienten har en time som er passert
    Når forelderen avbestiller timen
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30
    Og journalen bør ikke si at den passerte timen er avbestilt

  @CANCEL-F03 @skal @klasse-B @kilde:HITS1217-3.7
  Scenario: Forelderen avbestiller samme time to ganger
    Merkes slik: timen dukker opp igjen, eller den andre avbestillingen blir aldri besvart.
    Gitt pasienten har en time som alt står på Helsenorge
    Når forelderen avbestiller timen
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Når forelderen avbestiller timen en gang til
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30
    Og timen er avbestilt i journalen og plassen er ledig

  @CANCEL-F04 @skal @klasse-B @kilde:HITS1216-2.2.5
  Scenario: Den samme avbestillingen kommer to ganger
    Merkes slik: forelderen får to svar på én avbestilling, eller journalen fører den to ganger.
    Gitt pasienten har en time som alt står på Helsenorge
    Når den samme avbestillingen kommer to ganger
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og journalen har kvittert én gang for at meldingen er mottatt
    Og avbestillingen står ikke flere ganger i pasientens journal
    Og timen er avbestilt i journalen og plassen er ledig

  @CANCEL-F06 @skal @klasse-B @kilde:HITS1217-2.5
  Scenario: Den andre forelderen avbestiller
    Merkes slik: bare den ene av foreldrene kan avbestille, eller journalen viser feil forelder.
    Gitt pasienten har en time som alt står på Helsenorge
    Når den andre forelderen avbestiller timen
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og timen er avbestilt i journalen og plassen er ledig
    Og pasientens journal viser hvem som avbestilte
