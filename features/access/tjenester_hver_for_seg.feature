# language: no
Egenskap: Tjenestene i kommunen ser hvert sitt
  Jordmor, helsestasjon og skolehelsetjeneste bruker den samme journalen, men ikke alle skal se alt.

  @ACC-F09 @bør @klasse-A @tjeneste:jordmor @tjeneste:skolehelsetjeneste @prosess:DIALOG @kilde:Pasientjournalloven-16 @kilde:Husregel
  Scenario: Skolehelsetjenesten vil lese det som er skrevet til jordmor
    Merkes slik: helsesykepleieren på skolen leser det den gravide skrev til jordmor i fortrolighet.
    Gitt en gravid
    Når den gravide skriver til jordmor
    Og en ansatt i skolehelsetjenesten prøver å lese samtalen
    Så bør ikke skolehelsetjenesten få lese det som er skrevet til jordmor

  @ACC-F10 @bør @klasse-A @tjeneste:jordmor @tjeneste:skolehelsetjeneste @prosess:AVTALEUTSENDING @kilde:Pasientjournalloven-16 @kilde:Husregel
  Scenario: Skolehelsetjenesten vil se timene hos jordmor
    Merkes slik: en som ikke følger opp den gravide, ser når hun skal til jordmor.
    Gitt en gravid
    Og den gravide har en time hos jordmor som alt står på Helsenorge
    Når en ansatt i skolehelsetjenesten prøver å se timene til den gravide
    Så bør ikke skolehelsetjenesten få se timen hos jordmor
