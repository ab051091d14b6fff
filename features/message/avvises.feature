# language: no
@prosess:DIALOG
Egenskap: Meldinger med feil avvises
  Journalen skal si nei på rett måte når en melding har feil, og ikke ta den inn i journalen.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar

  @MSG-F02 @skal @klasse-B @kilde:HIS80415-3.3.4 @kilde:MSG-S8
  Scenario: Meldingen har ugyldig meldings-id
    Merkes slik: meldingen kan ikke spores, og ingen vet om den kom fram.
    Når det kommer en melding med ugyldig meldings-id
    Så blir meldingen avvist med kvittering E10
    Og meldingen er ikke i pasientens journal

  @MSG-F03 @skal @klasse-B @kilde:HITS1216-2.2.3 @kilde:MSG-S8 @kilde:TC-APPREC-32 @kilde:TC-DIALOG-2
  Scenario: Innholdet i meldingen er bygget feil
    Merkes slik: helsesykepleieren ser en halv eller tom melding, og forelderen tror at alt kom fram.
    Når det kommer en melding med feil i innholdet
    Så blir meldingen avvist med kvittering T02 eller T01
    Og meldingen er ikke i pasientens journal

  @MSG-F04 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:MSG-S8 @kilde:TC-DIALOG-14
  Scenario: Meldingen mangler pasient
    Merkes slik: en melding om et barn blir liggende uten eier, eller føres på feil person.
    Når det kommer en melding uten pasient
    Så blir meldingen avvist med kvittering E36
    Og meldingen er ikke i pasientens journal
    Og meldingen er ikke i journalen til den som skrev

  @MSG-F05 @skal @klasse-B @kilde:HITS1216-2.2.3 @kilde:MSG-S8
  Scenario: Meldingen har ødelagt hode
    Merkes slik: meldingen forsvinner uten at noen får vite det.
    Når det kommer en melding med ødelagt hode
    Så blir meldingen avvist med feilmelding
    Og meldingen er ikke i pasientens journal

  @MSG-F07 @skal @klasse-A @kilde:HITS1216-2.2.3 @kilde:MSG-S12
  Scenario: Avsenderen er ikke den som sendte meldingen
    Merkes slik: noen kan utgi seg for å være Helsenorge.
    Når det kommer en melding med falsk avsender
    Så blir meldingen avvist med feilmelding eller med kvittering E10
    Og meldingen er ikke i pasientens journal

  @MSG-F08 @skal @klasse-A @kilde:HITS1217-2.13 @kilde:TC-APPREC-20
  Scenario: Meldingen er til en annen enhet
    Merkes slik: opplysninger om et barn leses av feil helsestasjon.
    Når det kommer en melding til en annen mottaker
    Så blir meldingen avvist med kvittering E10
    Og meldingen er ikke i pasientens journal

  @MSG-F09 @skal @klasse-B @kilde:HITS1216-2.2.6
  Scenario: Meldingen er av en type journalen ikke kjenner
    Merkes slik: innbyggeren tror at meldingen er mottatt, men ingen kan lese den.
    Når det kommer en melding av ukjent type
    Så blir meldingen avvist med feilmelding
    Og meldingen er ikke i pasientens journal

  @MSG-F10 @bør @klasse-B @kilde:HITS1168-4.3 @kilde:MSG-S14
  Scenario: Vedlegget er av en filtype som ikke er tillatt
    Merkes slik: vedlegget blir borte uten at forelderen får vite det.
    Når det kommer en melding med vedlegg som ikke er tillatt
    Så blir meldingen avvist, eller så ligger vedlegget uendret i pasientens journal
