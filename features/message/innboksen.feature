# language: no
@prosess:DIALOG
Egenskap: Rett tjeneste ser meldingen og svarer
  En melding ligger hos dem den er skrevet til, til noen der har sett den, og svaret kommer derfra.

  @MSG-N20 @bør @klasse-B @kilde:Husregel
  Scenario: Meldingen ligger ulest til noen har svart
    Merkes slik: ingen ser at det er kommet en melding, eller så ligger den der enda den er besvart.
    Gitt en voksen innbygger
    Når innbyggeren skriver til helsestasjonen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og meldingen ligger ulest i innboksen
    Når en ansatt svarer på meldingen
    Så ligger ikke meldingen ulest lenger

  @MSG-N21 @skal @klasse-A @tjeneste:skolehelsetjeneste @kilde:HITS1216-2.1.2 @kilde:HITS1217-2.3.4
  Scenario: Innbyggeren skriver til skolehelsetjenesten og får svar derfra
    Merkes slik: forelderen skriver til helsesykepleieren på skolen, og svaret kommer fra helsestasjonen.
    Gitt et barn og en forelder med foreldreansvar
    Og at henvendelsen gjelder skolehelsetjenesten
    Når innbyggeren skriver til tjenesten
    Og en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret kommer fra tjenesten som innbyggeren skrev til
    Og svaret gjelder rett pasient og hører til rett melding

  @MSG-N22 @skal @klasse-A @tjeneste:jordmor @kilde:HITS1216-2.1.2 @kilde:HITS1217-2.3.4
  Scenario: Samtalen med jordmoren fortsetter hos jordmoren
    Merkes slik: den gravide får svar fra noen andre enn jordmoren midt i samtalen.
    Gitt en gravid
    Og at henvendelsen gjelder jordmortjenesten
    Og innbyggeren har skrevet og fått svar
    Når innbyggeren svarer i tråden
    Og en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret kommer fra tjenesten som innbyggeren skrev til
    Og svaret gjelder rett pasient og hører til rett melding

  @MSG-N23 @kan @klasse-C @kilde:HITS1217-3.3 @kilde:HITS1217-3.13
  Scenario: Svaret viser hvem som svarte
    Merkes slik: forelderen vet ikke hvem på helsestasjonen hun har snakket med.
    Gitt en voksen innbygger
    Og innbyggeren har skrevet og fått svar
    Når innbyggeren svarer i tråden
    Og en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret kan vise hvem som svarte

  @MSG-N26 @bør @klasse-B @prosess:HELSEPERSONELL @kilde:HITS1217-3.13 @kilde:MSG-S18
  Scenario: Innbyggeren skriver til helsesykepleieren som svarte sist
    Merkes slik: meldingen til en bestemt helsesykepleier ligger på listen til en annen.
    Gitt et barn og en forelder med foreldreansvar
    Og innbyggeren har spurt en helsesykepleier og fått svar
    Når innbyggeren skriver til helsesykepleieren som svarte
    Så bør meldingen ligge på listen hennes eller på felleslisten

  @MSG-N27 @skal @klasse-A @tjeneste:helsestasjon @tjeneste:skolehelsetjeneste @kilde:HITS1216-2.1.2
  Scenario: Innbyggeren skriver til to tjenester og får svar fra begge
    Merkes slik: svaret fra helsestasjonen ser ut som det kommer fra skolen.
    Gitt et barn og en forelder med foreldreansvar
    Og at henvendelsen gjelder helsestasjonen
    Når innbyggeren skriver til helsestasjonen
    Og innbyggeren skriver til skolehelsetjenesten også
    Og en ansatt svarer på den første meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret kommer fra tjenesten som innbyggeren skrev til
    Når en ansatt svarer på den andre meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret kommer fra tjenesten som innbyggeren skrev til

  @MSG-F38 @bør @klasse-B @prosess:HELSEPERSONELL @krever:test_clock=ja @kilde:Husregel
  Scenario: Helsesykepleieren er borte, og ingen har lest meldingen på en uke
    Merkes slik: forelderen venter på svar fra en som har ferie, og ingen andre ser meldingen.
    Gitt et barn og en forelder med foreldreansvar
    Og innbyggeren har spurt en helsesykepleier og fått svar
    Når innbyggeren skriver til helsesykepleieren som svarte
    Og det går en uke uten at noen leser meldingen
    Så bør flere enn henne se at meldingen ligger ulest
