# language: no
@prosess:DIALOG_HELSEFAGLIG
Egenskap: Fastlegen skriver til helsestasjonen
  Helsefaglig dialog mellom helseaktører går utenom Helsenorge, og er en del av pasientens journal.

  Bakgrunn:
    Gitt et barn som hører til helsestasjonen

  @MSG-N09 @skal @klasse-A @kilde:HIS80603 @kilde:TC-APPREC-1 @kilde:TC-DIALOG-9
  Scenario: Fastlegen spør om et barn
    Merkes slik: legen venter på helsestasjonen, men spørsmålet står ikke i journalen til barnet.
    Når fastlegen skriver til helsestasjonen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og meldingen står ordrett i pasientens journal

  @MSG-N10 @skal @klasse-A @kilde:HIS80603 @kilde:TC-DIALOG-7
  Scenario: En ansatt svarer fastlegen
    Merkes slik: legen får ikke svar, eller ser ikke hvilket barn og hvilket spørsmål svaret gjelder.
    Når fastlegen skriver til helsestasjonen
    Og en ansatt svarer på meldingen
    Så får fastlegen svaret
    Og svaret gjelder rett pasient og hører til rett melding
    Og svaret er ordrett det den ansatte skrev
    Og transportloggen viser at fastlegen har kvittert for svaret

  @MSG-F11 @skal @klasse-B @kilde:HITS1216-2.2.5 @kilde:TC-APPREC-12
  Scenario: Den samme meldingen fra fastlegen kommer to ganger
    Merkes slik: legens spørsmål behandles to ganger.
    Når den samme meldingen fra fastlegen kommer to ganger
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og meldingen står i pasientens journal nøyaktig én gang

  @MSG-F12 @skal @klasse-B @kilde:HIS80415-3.3.4 @kilde:TC-APPREC-28
  Scenario: Meldingen fra fastlegen har ugyldig meldings-id
    Merkes slik: meldingen kan ikke spores, og legen vet ikke om den kom fram.
    Når det kommer en melding fra fastlegen med ugyldig meldings-id
    Så blir meldingen avvist med kvittering E10
    Og meldingen er ikke i pasientens journal

  @MSG-F13 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:TC-APPREC-24 @kilde:TC-DIALOG-14 @kilde:TC-DIALOG-17
  Scenario: Meldingen fra fastlegen har ikke nummer på pasienten
    Merkes slik: opplysninger om et barn føres på feil barn med samme navn.
    Når det kommer en melding fra fastlegen uten nummer på pasienten
    Så blir meldingen avvist med kvittering E36
    Og meldingen er ikke i pasientens journal

  @MSG-F14 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:TC-APPREC-20 @kilde:TC-APPREC-22
  Scenario: Meldingen fra fastlegen er til en annen enhet
    Merkes slik: opplysninger om et barn leses av feil helsestasjon.
    Når det kommer en melding fra fastlegen til en annen mottaker
    Så blir meldingen avvist med kvittering E10 eller E21
    Og meldingen er ikke i pasientens journal
