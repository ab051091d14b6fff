# language: no
@prosess:AVTALEUTSENDING
Egenskap: Flere timer, og hver for seg
  Det som skjer med én time, skal ikke røre de andre, og hver beskjed skal bare handle om én.

  @BOOK-N10 @skal @klasse-B @prosess:DIGITALBRUKER @kilde:HITS1217-3.4.1 @kilde:KS-handbok
  Scenario: Innbyggeren har tre timer fra før når Helsenorge tas i bruk
    Merkes slik: forelderen får en storm av like varsler den dagen helsestasjonen tar i bruk Helsenorge.
    Gitt et barn som hører til helsestasjonen
    Og Helsenorge har meldt at innbyggeren ikke er digitalt aktiv
    Når en ansatt setter opp tre timer til pasienten
    Og Helsenorge melder at innbyggeren er tilbake
    Så får Helsenorge høyst én melding om hver av timene

  @BOOK-N12 @skal @klasse-A @kilde:HITS1217-3.4.1 @kilde:Helsepersonelloven-21
  Scenario: Tre barn skal vaksineres samtidig
    Merkes slik: en forelder ser navnet på et annet barn, eller timen står på feil barn.
    Gitt tre barn som skal vaksineres samtidig
    Når en ansatt setter opp den samme timen til hvert av barna
    Så får Helsenorge nøyaktig én melding om hver av timene
    Og hver melding har samme tid, sted og ansvarlig enhet som sin time i journalen
    Og ingen av meldingene har med opplysninger om et av de andre barna

  @BOOK-F13 @skal @klasse-A @kilde:HITS1217-3.4.1 @kilde:Helsepersonelloven-42
  Scenario: Timen var satt opp på feil barn
    Merkes slik: den ene familien ser en time som ikke er deres, og den andre vet ikke at barnet skal møte.
    Gitt to søsken som hører til helsestasjonen
    Og pasienten har en time som alt står på Helsenorge
    Når en ansatt retter at timen skulle stått på søskenet
    Så får Helsenorge vite at pasientens time er avlyst, og at søskenet har den
    Og timen står på søskenet i journalen, og ikke på pasienten

  @BOOK-F14 @skal @klasse-B @kilde:HITS1217-2.8 @kilde:HITS1217-3.4.1
  Scenario: Pasienten har to timer, og den ene avlyses
    Merkes slik: feil time blir avlyst, og familien møter til den som ikke finnes.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har to timer som alt står på Helsenorge
    Når en ansatt avlyser den ene timen
    Så får Helsenorge bare vite at den ene timen er avlyst
    Og den andre timen står fortsatt i journalen

  @BOOK-F16 @skal @klasse-A @kilde:HITS1217-2.3.6 @kilde:HITS1217-3.4.1
  Scenario: Det ene av to søsken får timen avlyst
    Merkes slik: søskenet mister timen sin fordi broren er syk.
    Gitt to søsken som hører til helsestasjonen
    Når en ansatt setter opp en time til hvert av søsknene samme dag
    Så får Helsenorge én melding om hver time, på rett barn
    Når en ansatt avlyser den ene timen
    Så får Helsenorge bare vite at den ene timen er avlyst
    Og den andre timen står fortsatt i journalen
