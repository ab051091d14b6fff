# language: no
@prosess:DIALOG
Egenskap: Alle slags navn og nummer, og meldinger som ikke sier hvem det gjelder
  Alle skal kunne skrive og få svar, hva de enn heter og hvilket nummer de har. Er det uklart hvem meldingen gjelder, skal
  den ikke havne hos en annen.

  @MSG-N63 @skal @klasse-B @kilde:HITS1217-2.3.6
  Scenario: En med bare ett navn skriver og får svar
    Merkes slik: en innbygger med ett navn får aldri kontakt med helsestasjonen.
    Gitt en innbygger med bare ett navn
    Når innbyggeren skriver til helsestasjonen
    Så står meldingen ordrett i pasientens journal
    Når en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding

  @MSG-N64 @skal @klasse-B @kilde:HITS1217-2.3.6
  Scenario: En med samisk navn skriver og får svar
    Merkes slik: navnet er stavet feil eller har spørsmålstegn i seg, og meldingen kan bli avvist.
    Gitt en innbygger med samisk navn
    Når innbyggeren skriver til helsestasjonen
    Så står meldingen ordrett i pasientens journal
    Når en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding
    Og svaret har pasientens navn slik Helsenorge skrev det

  @MSG-N65 @skal @klasse-A @kilde:HITS1217-2.3.6 @kilde:HIS80415-3.3.4
  Scenario: En med D-nummer skriver og får svar
    Merkes slik: familier som nettopp er kommet til landet, får ikke skrevet til helsestasjonen.
    Gitt en innbygger med D-nummer
    Når innbyggeren skriver til helsestasjonen
    Så står meldingen ordrett i pasientens journal
    Når en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding

  @MSG-N70 @skal @klasse-A @kilde:HITS1217-2.3.6 @kilde:KS-handbok
  Scenario: Forelderen skriver om et nyfødt barn og får svar
    Merkes slik: de som trenger helsestasjonen mest, får ikke svar, fordi barnet er for nytt for journalen.
    Gitt et nyfødt barn og en forelder med foreldreansvar
    Når innbyggeren skriver til helsestasjonen
    Så står meldingen ordrett i pasientens journal
    Og meldingen er ikke i journalen til den som skrev
    Når en ansatt svarer på meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding

  @MSG-F66 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:TC-DIALOG-14
  Scenario: Pasientens navn og nummer er tomme
    Merkes slik: en melding om et barn blir liggende uten eier, eller føres på feil person.
    Gitt et barn og en forelder med foreldreansvar
    Når det kommer en melding der pasientens navn og nummer er tomme
    Så blir meldingen avvist med feilmelding eller med kvittering E36 eller en annen feilkode
    Og meldingen er ikke i pasientens journal
    Og meldingen er ikke i journalen til den som skrev

  @MSG-F67 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:TC-DIALOG-14
  Scenario: Pasienten har et hjelpenummer, og meldingen føres ikke på noen andre i familien
    Merkes slik: det som gjelder det ene barnet, står i journalen til søskenet.
    Gitt to søsken og en forelder med foreldreansvar
    Når det kommer en melding der pasienten har et hjelpenummer fra et sykehus
    Så svarer journalen på meldingen, med avvisning eller kvittering
    Og meldingen er ikke i søskenets journal
    Og meldingen er ikke i journalen til den som skrev

  @MSG-F68 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:TC-DIALOG-14
  Scenario: Et nyfødt barn har ikke nummer ennå, og meldingen føres ikke på noen andre i familien
    Merkes slik: det som gjelder den nyfødte, står i journalen til søskenet eller moren.
    Gitt to søsken og en forelder med foreldreansvar
    Når det kommer en melding der pasienten bare har navn, fødselsdato og kjønn
    Så svarer journalen på meldingen, med avvisning eller kvittering
    Og meldingen er ikke i søskenets journal
    Og meldingen er ikke i journalen til den som skrev

  @MSG-F69 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:TC-DIALOG-17
  Scenario: Pasientens nummer er tomt
    Merkes slik: to barn med samme navn blandes sammen.
    Gitt et barn og en forelder med foreldreansvar
    Når det kommer en melding der pasientens nummer er tomt
    Så blir meldingen avvist med feilmelding eller med kvittering E36 eller en annen feilkode
    Og meldingen er ikke i pasientens journal

  @MSG-F70 @skal @klasse-A @kilde:HIS80415-3.3.4 @kilde:TC-DIALOG-17
  Scenario: Pasienten har navn, men ikke nummer
    Merkes slik: to barn med samme navn blandes sammen.
    Gitt et barn og en forelder med foreldreansvar
    Når det kommer en melding der pasienten har navn, men ikke nummer
    Så blir meldingen avvist med feilmelding eller med kvittering E36 eller en annen feilkode
    Og meldingen er ikke i pasientens journal

  @MSG-F71 @skal @klasse-B @kilde:HITS1216-2.2.3 @kilde:TC-DIALOG-16
  Scenario: Avsenderens navn og nummer er tomme
    Merkes slik: ingen vet hvem som sendte det som står i journalen.
    Gitt et barn og en forelder med foreldreansvar
    Når det kommer en melding der avsenderens navn og nummer er tomme
    Så blir meldingen avvist med feilmelding eller med kvittering E10 eller en annen feilkode
    Og meldingen er ikke i pasientens journal

  @MSG-F72 @skal @klasse-B @kilde:HITS1216-2.2.3 @kilde:TC-DIALOG-16
  Scenario: Avsenderen er tom
    Merkes slik: ingen vet hvem som sendte det som står i journalen.
    Gitt et barn og en forelder med foreldreansvar
    Når det kommer en melding der avsenderen er tom
    Så blir meldingen avvist med feilmelding eller med kvittering E10 eller en annen feilkode
    Og meldingen er ikke i pasientens journal

  @MSG-F73 @skal @klasse-B @kilde:HITS1216-2.2.3 @kilde:TC-DIALOG-16
  Scenario: Meldingen har ingen avsender
    Merkes slik: ingen vet hvem som sendte det som står i journalen.
    Gitt et barn og en forelder med foreldreansvar
    Når det kommer en melding uten avsender
    Så blir meldingen avvist med feilmelding eller med kvittering E10 eller en annen feilkode
    Og meldingen er ikke i pasientens journal

  @MSG-F74 @bør @klasse-A @kilde:HITS1217-2.3.6 @kilde:Husregel
  Scenario: Meldingen har nummeret til det ene barnet og navnet til søskenet
    Merkes slik: opplysninger om det ene barnet står i søskenets journal, uten at noen merker det.
    Gitt to søsken og en forelder med foreldreansvar
    Når det kommer en melding med nummeret til det ene barnet og navnet til det andre
    Så bør meldingen være avvist, eller bare stå på barnet som har nummeret

  @JRN-F06 @skal @klasse-A @kilde:HITS1168-4.2 @kilde:HITS1217-2.3.6
  Scenario: En med D-nummer har fått fødselsnummer, og meldingen avvises eller føres på ett av numrene
    Merkes slik: familien får vite at meldingen er mottatt, men den ligger ikke i noen journal.
    Gitt en innbygger med D-nummer
    Når innbyggeren skriver med fødselsnummeret hun nettopp har fått
    Så blir meldingen avvist, eller så står den på det gamle eller det nye nummeret
