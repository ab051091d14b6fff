# language: no
Egenskap: Ungdom på 16 år og mer skriver selv
  Fra 16 år bestemmer ungdommen selv. Det hun skriver, og svaret hun får, er hennes alene.

  @YOUTH-N05 @skal @klasse-A @prosess:EKONSULTASJON @kilde:HITS1217-3.2 @kilde:KS-ungdom
  Scenario: Ungdommen spør i en e-konsultasjon og får svar
    Merkes slik: svaret havner et annet sted enn der ungdommen spurte, eller hos noen andre.
    Gitt en ungdom som foreldrene ikke lenger handler for
    Når ungdommen starter en e-konsultasjon
    Og en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding
    Og svaret er ordrett det den ansatte skrev

  @YOUTH-N06 @skal @klasse-B @prosess:EKONSULTASJON @kilde:HITS1217-3.2
  Scenario: E-konsultasjonen avsluttes, men ungdommen har noe mer å si
    Merkes slik: ungdommen får avslag på den siste meldingen sin, eller ingen leser den.
    Gitt en ungdom som foreldrene ikke lenger handler for
    Når ungdommen starter en e-konsultasjon
    Og en ansatt svarer og avslutter dialogen
    Så får innbyggeren svaret, med kode 13
    Når innbyggeren svarer i tråden
    Og en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding

  @YOUTH-N07 @skal @klasse-B @prosess:DIALOG @tjeneste:ungdom @kilde:KS-ungdom @kilde:HITS1216-2.1.2
  Scenario: Ungdommen skriver til helsestasjon for ungdom
    Merkes slik: svaret ser ut til å komme fra en annen tjeneste enn den ungdommen skrev til.
    Gitt en ungdom som foreldrene ikke lenger handler for
    Når ungdommen skriver til helsestasjon for ungdom
    Og en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding

  @YOUTH-F06 @skal @klasse-B @prosess:EKONSULTASJON @kilde:HITS1217-2.4.3
  Scenario: E-konsultasjonen hører ikke hjemme hos denne tjenesten
    Merkes slik: ungdommen får aldri vite at hun må spørre et annet sted.
    Gitt en ungdom som foreldrene ikke lenger handler for
    Når ungdommen starter en e-konsultasjon
    Og en ansatt avviser henvendelsen
    Så får innbyggeren svaret, med en av kodene 26 eller 30
    Og svaret gjelder rett pasient og hører til rett melding
