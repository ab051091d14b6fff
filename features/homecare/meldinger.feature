# language: no
@prosess:EKONTAKT @tjeneste:hjemmetjeneste
Egenskap: Meldinger mellom hjemmetjenesten, brukeren og fullmektigene
  Meldingen gjelder alltid brukeren, og journalen viser hvem som skrev den.

  @HOME-N11 @skal @klasse-A @kilde:MSG-S6 @kilde:HITS1217-2.5
  Scenario: Fullmektigen skriver på vegne av brukeren
    Merkes slik: meldingen havner på datteren og ikke på moren, eller ingen ser hvem som skrev.
    Gitt en bruker av hjemmetjenesten og en fullmektig
    Når fullmektigen skriver til hjemmetjenesten
    Så står meldingen ordrett i pasientens journal
    Og meldingen er ikke i journalen til den som skrev
    Og pasientens journal viser hvem som skrev på vegne av pasienten
    Når en ansatt svarer på meldingen
    Så får innbyggeren svaret, med kode 19
    Og svaret gjelder rett pasient og hører til rett melding

  @HOME-N12 @skal @klasse-B @kilde:MSG-S3 @kilde:HITS1217-2.5
  Scenario: Fullmektigen svarer når hjemmetjenesten har skrevet
    Merkes slik: svaret fra sønnen blir en løs melding, eller ser ut som om moren skrev det.
    Gitt en bruker av hjemmetjenesten og en fullmektig
    Når en ansatt skriver til innbyggeren, som kan svare
    Så får innbyggeren en ny melding med kode DI, ordrett slik den ble skrevet
    Når fullmektigen svarer i samtalen
    Så står meldingen ordrett i pasientens journal
    Og pasientens journal viser hvem som skrev på vegne av pasienten
    Og alle meldingene ligger i samme tråd i journalen

  @HOME-F18 @skal @klasse-B @kilde:HITS1217-2.5
  Scenario: To fullmektiger skriver hver for seg
    Merkes slik: hjemmetjenesten ringer feil datter.
    Gitt en bruker av hjemmetjenesten og to fullmektiger
    Når fullmektigen skriver til hjemmetjenesten
    Og den andre fullmektigen skriver til hjemmetjenesten
    Så viser journalen hvem av fullmektigene som skrev hva

  @HOME-F19 @skal @klasse-A @kilde:HITS1217-2.5
  Scenario: Fullmakten er trukket tilbake, og brukeren skriver selv videre
    Merkes slik: svaret går til en som brukeren ikke lenger vil dele noe med.
    Gitt en bruker av hjemmetjenesten og en fullmektig
    Når fullmektigen skriver til hjemmetjenesten
    Og en ansatt svarer på meldingen
    Så får innbyggeren svaret, med kode 19
    Når brukeren skriver selv i den samme samtalen
    Så viser pasientens journal at brukeren skrev selv
    Når en ansatt svarer på meldingen
    Så får innbyggeren svaret, med kode 19
    Og svaret gjelder rett pasient og hører til rett melding
