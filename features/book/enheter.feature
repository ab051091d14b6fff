# language: no
@prosess:AVTALEUTSENDING
Egenskap: Timer i flere enheter
  Flere enheter kan bruke den samme journalen. Avbestillingen fra forelderen går dit timen sier at den hører til.

  @BOOK-N08 @skal @klasse-A @tjeneste:skolehelsetjeneste @kilde:HITS1217-2.8 @kilde:KS-handbok
  Scenario: Time i skolehelsetjenesten
    Merkes slik: avbestillingen havner på helsestasjonen, og helsesykepleieren på skolen venter forgjeves.
    Gitt en ungdom på 13 til 15 år
    Når en helsesykepleier på skolen setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen

  @BOOK-N09 @skal @klasse-A @tjeneste:jordmor @kilde:HITS1217-2.8 @kilde:KS-handbok
  Scenario: Time hos jordmor
    Merkes slik: den gravide ser timen som om den var på helsestasjonen, og avbestillingen når ikke jordmoren.
    Gitt en gravid
    Når en jordmor setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen

  @BOOK-N21 @skal @klasse-A @tjeneste:skolehelsetjeneste @kilde:HITS1217-2.8
  Scenario: Timen i skolehelsetjenesten flyttes
    Merkes slik: timen skifter eier når den flyttes, og skolen får ikke avbestillingen.
    Gitt en ungdom på 13 til 15 år
    Når en helsesykepleier på skolen setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Når en ansatt flytter timen
    Så får Helsenorge nøyaktig én melding: timen er flyttet (kode 07)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen

  @BOOK-F22 @skal @klasse-A @tjeneste:jordmor @kilde:HITS1217-2.8
  Scenario: To enheter setter opp hver sin time til den samme
    Merkes slik: den gravide avbestiller hos jordmoren, og helsestasjonen stryker sin time.
    Gitt en gravid
    Når helsestasjonen og jordmoren setter opp hver sin time til pasienten
    Så får Helsenorge nøyaktig én melding om hver av timene
    Og hver melding har samme tid, sted og ansvarlig enhet som sin time i journalen
