# language: no
@prosess:DIALOG
Egenskap: Meldingen følger barnet, ikke samtalen
  Den som skriver i en gammel samtale, kan mene et annet barn. Meldingen sier selv hvem den gjelder.

  @JRN-F05 @skal @klasse-A @kilde:HITS1217-2.3.6 @kilde:Helsepersonelloven-39
  Scenario: Forelderen skriver om søskenet i samtalen om det andre barnet
    Merkes slik: opplysninger om det ene barnet står i søskenets journal.
    Gitt to søsken og en forelder med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Når innbyggeren skriver om søskenet i samtalen om pasienten
    Så blir meldingen avvist, eller så står den bare i søskenets journal
