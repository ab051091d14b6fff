# language: no
@prosess:DIALOG
Egenskap: Avvisninger som kan forstås
  Den som får en melding i retur, skal kunne se hvilken melding det var og hva som var galt.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar

  @TRP-F16 @bør @klasse-C @kilde:HIS80415-3.3.4 @kilde:TC-APPREC-26 @kilde:TC-APPREC-U7
  Scenario: Meldingen har to feil, og begge nevnes
    Merkes slik: feilene må rettes én om gangen, og det tar dager før meldingen kommer fram.
    Når det kommer en melding med både ugyldig meldings-id og uten pasient
    Så blir meldingen avvist med kvittering E10 eller E36
    Og kvitteringen nevner begge feilene
    Og meldingen er ikke i pasientens journal

  @TRP-F17 @bør @klasse-C @kilde:HIS80415-3.3.4 @kilde:TC-APPREC-U6 @kilde:TC-APPREC-U8
  Scenario: Avvisningen sier med ord hva som er galt
    Merkes slik: ingen forstår hvorfor meldingen ble avvist, og feilen blir ikke rettet.
    Når det kommer en melding uten pasient
    Så blir meldingen avvist med kvittering E36
    Og avvisningen sier med ord hva som er galt

  @TRP-F18 @skal @klasse-B @kilde:HITS1216-2.2.6
  Scenario: Feilmeldingen viser hvilken melding den gjelder
    Merkes slik: Helsenorge vet at noe gikk galt, men ikke hvilken innbygger som må skrive på nytt.
    Når det kommer en melding med ødelagt hode
    Så blir meldingen avvist med feilmelding
    Og feilmeldingen viser hvilken melding den gjelder, og hvorfor den ble avvist
