# language: no
@prosess:DIALOG_HELSEFAGLIG
Egenskap: Svaret til fastlegen
  Legens system skal kunne lese svaret, føre det på rett pasient og vise hvem som skrev det.

  Bakgrunn:
    Gitt et barn som hører til helsestasjonen
    Når fastlegen skriver til helsestasjonen

  @MSG-N47 @skal @klasse-B @kilde:HIS80603 @kilde:TC-DIALOG-S4 @kilde:TC-DIALOG-S5 @kilde:TC-DIALOG-S6 @kilde:TC-DIALOG-S7 @kilde:TC-DIALOG-S8 @kilde:TC-DIALOG-S10 @kilde:TC-DIALOG-S11 @kilde:TC-DIALOG-S12 @kilde:TC-DIALOG-S15 @kilde:TC-DIALOG-S17 @kilde:TC-DIALOG-S18
  Scenario: Svaret kan leses i legens system
    Merkes slik: legen ser at noe har kommet, men får det ikke opp på skjermen.
    Når en ansatt svarer på meldingen
    Så får fastlegen svaret
    Og kan svaret leses i legens system

  @MSG-N48 @skal @klasse-A @kilde:HIS80603 @kilde:TC-DIALOG-S9 @kilde:TC-DIALOG-S14
  Scenario: Svaret har det som trengs for å føre det på rett pasient
    Merkes slik: legesekretæren må ringe for å spørre hvilket barn svaret gjelder.
    Når en ansatt svarer på meldingen
    Så får fastlegen svaret
    Og svaret har det legen trenger for å føre det på rett pasient

  @MSG-N49 @skal @klasse-B @kilde:HIS80601 @kilde:TC-DIALOG-S13
  Scenario: To svar har hver sin meldings-id
    Merkes slik: det siste svaret blir borte hos legen, som om det var kommet før.
    Når en ansatt svarer på meldingen
    Så får fastlegen svaret
    Når en ansatt svarer fastlegen en gang til
    Så får fastlegen det nye svaret, med en egen meldings-id

  @MSG-N50 @skal @klasse-B @kilde:HIS80603-5.1.5 @kilde:TC-DIALOG-S20 @kilde:TC-DIALOG-S21 @kilde:TC-DIALOG-S22
  Scenario: Svaret har en tekst, og sier hvem de som nevnes, er
    Merkes slik: legen får et tomt svar, eller vet ikke hvem hun kan ringe til.
    Når en ansatt svarer på meldingen
    Så får fastlegen svaret
    Og svaret har en tekst, og navn og rolle på den det nevner

  @MSG-N51 @skal @klasse-B @kilde:HIS1036-4.2 @kilde:TC-DIALOG-S19
  Scenario: En ansatt legger ved et dokument til fastlegen
    Merkes slik: legen får et svar som viser til et dokument som ikke er der.
    Når en ansatt svarer fastlegen og legger ved et PDF-dokument
    Så får fastlegen svaret
    Og dokumentet følger med svaret, uendret
