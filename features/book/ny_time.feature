# language: no
@prosess:AVTALEUTSENDING
Egenskap: Time settes opp
  En ansatt setter opp en time, og forelderen skal se den på Helsenorge.

  @BOOK-N01 @skal @klasse-B @kilde:HITS1217-3.4.1 @kilde:APP-S1
  Scenario: Barnet får en ny time
    Merkes slik: forelderen ser ikke timen på Helsenorge, eller møter opp til feil tid eller på feil sted.
    Gitt et barn som hører til helsestasjonen
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen
    Og journalen viser at Helsenorge har kvittert for meldingen

  @BOOK-N07 @skal @klasse-A @kilde:HITS1217-2.3.6
  Scenario: En ungdom over 16 år får en ny time
    Merkes slik: forelderen får lese det ungdommen har rett til å ha for seg selv.
    Gitt en ungdom som foreldrene ikke lenger handler for
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Og meldingen har samme tid, sted og ansvarlig enhet som timen i journalen

  @BOOK-F04 @bør @klasse-C @kilde:Husregel
  Scenario: To vil ha den samme timen
    Merkes slik: to familier møter til samme tid hos den samme helsesykepleieren.
    Gitt to søsken som hører til helsestasjonen
    Når en ansatt setter opp en time til pasienten hos en bestemt helsesykepleier
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)
    Når en ansatt prøver å sette opp søskenet hos den samme helsesykepleieren på samme tid
    Så bør ikke begge søsknene ha timen

  @BOOK-N06 @skal @klasse-A @kilde:HITS1217-2.3.6
  Scenario: To søsken får hver sin time samme dag
    Merkes slik: det ene barnets time vises på det andre barnet.
    Gitt to søsken som hører til helsestasjonen
    Når en ansatt setter opp en time til hvert av søsknene samme dag
    Så får Helsenorge én melding om hver time, på rett barn
    Og hver melding har samme tid og sted som barnets egen time i journalen
