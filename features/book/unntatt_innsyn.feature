# language: no
@prosess:AVTALEUTSENDING @krever:exempt=ja
Egenskap: Timer som foreldrene ikke skal se
  Noen ganger har en ungdom under 16 år rett til å gå til helsesykepleier uten at foreldrene vet det.
  Ingen kilde sier hvordan meldingen om en slik time skal merkes, så det tryggeste er at den ikke sendes.

  Bakgrunn:
    Gitt en ungdom på 13 til 15 år

  @BOOK-N13 @bør @klasse-A @kilde:KS-handbok @kilde:PBRL-4-4
  Scenario: Ungdommen får en time som er unntatt foreldreinnsyn
    Merkes slik: forelderen ser på Helsenorge at ungdommen skal til helsesykepleier.
    Når en ansatt setter opp en time som foreldrene ikke skal se
    Så bør Helsenorge ikke få melding om timen
    Og timen står fortsatt i journalen

  @BOOK-F21 @bør @klasse-A @kilde:KS-handbok @kilde:PBRL-4-4
  Scenario: Timen som er unntatt foreldreinnsyn, flyttes og avlyses
    Merkes slik: forelderen får varsel om endringen av en time hun ikke skulle vite om.
    Gitt pasienten har en time som foreldrene ikke skal se
    Når en ansatt flytter timen
    Og en ansatt avlyser timen
    Så bør Helsenorge ikke få melding om timen
