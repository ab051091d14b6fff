# language: no
@prosess:DIALOG
Egenskap: Meldinger som ikke skal føres i journalen
  Avviste meldinger og doble meldinger hører ikke hjemme i pasientens journal.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar

  @JRN-F01 @skal @klasse-B @kilde:HIS80415-3.3.4 @kilde:TC-DIALOG-6
  Scenario: En avvist melding står bare i transportloggen
    Merkes slik: journalen viser opplysninger som innbyggeren har fått vite at ikke kom fram.
    Når det kommer en melding med feil i innholdet
    Så blir meldingen avvist med kvittering T02 eller T01
    Og meldingen står bare i transportloggen, ikke i journalen

  @JRN-F02 @skal @klasse-B @kilde:HITS1216-2.2.5
  Scenario: En melding som kommer to ganger, føres én gang
    Merkes slik: journalen viser samme melding to ganger, og helsesykepleieren svarer to ganger.
    Når den samme meldingen kommer to ganger
    Så står meldingen i pasientens journal nøyaktig én gang
