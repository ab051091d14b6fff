# language: no
@prosess:DIALOG
Egenskap: Meldinger som ikke kan leses
  En melding som ikke kan leses, skal den som sendte få vite om. Den skal ikke stanse de andre.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar

  @TRP-F09 @skal @klasse-B @kilde:HITS1216-2.2.3 @kilde:TC-APPREC-16 @kilde:TC-APPREC-34 @kilde:TC-DIALOG-2
  Scenario: Meldingen er avkuttet
    Merkes slik: halve meldingen forsvinner uten at noen får vite det.
    Når det kommer en melding som er avkuttet
    Så blir meldingen avvist med feilmelding
    Og meldingen er ikke i pasientens journal
    Og den neste meldingen kommer fram som vanlig

  @TRP-F10 @skal @klasse-B @kilde:HITS1216-2.2.6 @kilde:TC-DIALOG-4
  Scenario: Bokstavene er ikke skrevet slik meldingen sier
    Merkes slik: navn og ord med æ, ø og å blir uleselige i journalen.
    Når det kommer en melding der bokstavene ikke er skrevet slik den sier
    Så blir meldingen avvist med feilmelding
    Og meldingen er ikke i pasientens journal
    Og den neste meldingen kommer fram som vanlig

  @TRP-F11 @skal @klasse-B @kilde:HITS1217-2.13 @kilde:TC-APPREC-33 @kilde:TC-DIALOG-3
  Scenario: Innholdet er i et format som journalen ikke kjenner
    Merkes slik: helsesykepleieren får en tom melding, og forelderen tror at alt kom fram.
    Når det kommer en melding med innhold i et ukjent format
    Så blir meldingen avvist med feilmelding eller med kvittering T10, T02, T01 eller T99
    Og meldingen er ikke i pasientens journal
