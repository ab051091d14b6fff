# language: no
@prosess:DIALOG
Egenskap: Det den ansatte skriver, kommer ikke fram
  Både innbygger og ansatt skal få vite det som den andre ikke fikk.

  @MSG-F22 @skal @klasse-B @prosess:DIGITALBRUKER @kilde:HITS1217-2.13 @kilde:HIS80415-3.3.5 @kilde:MSG-S9
  Scenario: Innbyggeren er ikke lenger på Helsenorge når en ansatt skriver
    Merkes slik: helsesykepleieren venter på svar fra en som aldri har fått meldingen.
    Gitt en innbygger som har sluttet å bruke Helsenorge
    Og Helsenorge har meldt at innbyggeren er digitalt aktiv
    Og Helsenorge svarer fra nå av at innbyggeren ikke er digitalt aktiv
    Når en ansatt skriver til innbyggeren, som kan svare
    Så sender journalen meldingen nøyaktig én gang
    Og en ansatt kan se at Helsenorge avviste meldingen fordi innbyggeren ikke er aktiv
    Når en ansatt prøver å skrive til innbyggeren en gang til
    Så skriver ikke journalen mer til innbyggeren

  @MSG-F23 @skal @klasse-B @kilde:HIS80415-3.3.5 @kilde:HITS1216-2.2.5 @kilde:MSG-S20
  Scenario: Helsenorge avviser meldingen og forklarer hvorfor
    Merkes slik: helsesykepleieren ser at noe gikk galt, men ikke hva, og får ikke sendt på nytt.
    Gitt en voksen innbygger
    Og Helsenorge avviser den neste meldingen fra journalen, med en forklaring
    Når en ansatt skriver til innbyggeren, som kan svare
    Så sender journalen meldingen nøyaktig én gang
    Og en ansatt kan se hvorfor Helsenorge avviste meldingen
    Når en ansatt skriver til innbyggeren en gang til
    Så sender journalen en ny melding med en ny meldings-id

  @MSG-F24 @skal @klasse-B @kilde:HITS1217-3.3 @kilde:HITS1217-3.13
  Scenario: Helsenorge tar imot meldingen, men kan ikke vise den
    Merkes slik: helsesykepleieren får aldri vite at innbyggeren ikke kunne lese meldingen.
    Gitt en voksen innbygger
    Når en ansatt skriver til innbyggeren, som kan svare
    Så får innbyggeren en ny melding med kode DI, ordrett slik den ble skrevet
    Når Helsenorge melder at innbyggeren ikke kan få meldingen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og alle meldingene ligger i samme tråd i journalen

  @MSG-F25 @skal @klasse-B @kilde:HITS1217-2.4.3 @kilde:HIS80415-3.3.4 @kilde:MSG-S7
  Scenario: Innbyggeren har ikke tilgang til tjenesten
    Merkes slik: innbyggeren får først vite at meldingen er mottatt, og så at den ikke er det.
    Gitt en voksen innbygger
    Når innbyggeren skriver til helsestasjonen
    Og en ansatt melder at innbyggeren ikke har tilgang til tjenesten
    Så får innbyggeren svaret, med en av kodene 26 eller 30
    Og svaret gjelder rett pasient og hører til rett melding
    Og journalen har kvittert én gang for at meldingen er mottatt

  @MSG-F32 @skal @klasse-B @prosess:DIGITALBRUKER @kilde:HITS1217-2.13 @kilde:HIS80415-3.3.5 @kilde:MSG-S9
  Scenario: Innbyggeren slutter på Helsenorge før svaret kommer
    Merkes slik: helsesykepleieren tror at forelderen har fått svar.
    Gitt en innbygger som har sluttet å bruke Helsenorge
    Og Helsenorge har meldt at innbyggeren er digitalt aktiv
    Når innbyggeren skriver til helsestasjonen
    Og innbyggeren slutter på Helsenorge før noen har svart
    Og en ansatt svarer på meldingen
    Så sender journalen svaret nøyaktig én gang
    Og en ansatt kan se at Helsenorge avviste meldingen fordi innbyggeren ikke er aktiv

  @MSG-F33 @skal @klasse-B @kilde:HIS80415-3.3.5 @kilde:HITS1216-2.2.5 @kilde:MSG-S20
  Scenario: Helsenorge avviser svaret, og den ansatte svarer på nytt
    Merkes slik: innbyggeren venter på et svar som aldri kommer, fordi det nye svaret ser ut som det gamle.
    Gitt en voksen innbygger
    Og Helsenorge avviser den neste meldingen fra journalen, med en forklaring
    Når innbyggeren skriver til helsestasjonen
    Og en ansatt svarer på meldingen
    Så sender journalen svaret nøyaktig én gang
    Og en ansatt kan se hvorfor Helsenorge avviste meldingen
    Når en ansatt svarer på meldingen en gang til
    Så sender journalen et nytt svar med en ny meldings-id, på den samme meldingen
