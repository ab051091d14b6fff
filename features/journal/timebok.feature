# language: no
@prosess:AVTALEUTSENDING
Egenskap: Timene står i journalen på rett barn
  Timeboken er det de ansatte ser. Den skal vise hva som ble avtalt, og hva som skjedde.

  @JRN-N14 @skal @klasse-A @kilde:Helsepersonelloven-39
  Scenario: Timen til det ene barnet står ikke på søskenet
    Merkes slik: feil barn blir ropt opp, og vaksinen føres i søskenets journal.
    Gitt to søsken som hører til helsestasjonen
    Når en ansatt setter opp en time til pasienten
    Så står timen i timeboken til pasienten
    Og timen er ikke i søskenets timebok

  @JRN-N15 @skal @klasse-B @kilde:Helsepersonelloven-39
  Scenario: Timeboken viser at barnet ikke møtte
    Merkes slik: ingen på helsestasjonen ser at et barn ikke har vært til kontroll.
    Gitt et barn som hører til helsestasjonen
    Og pasienten har en time som er passert
    Når en ansatt registrerer at pasienten ikke møtte
    Så viser timeboken at pasienten ikke møtte

  @JRN-F04 @bør @klasse-B @prosess:AVTALEAVBESTILLING @krever:cancel_approval=ja @kilde:HITS1217-3.7
  Scenario: En avslått avbestilling står i journalen med begrunnelsen
    Merkes slik: forelderen skrev hvorfor de ikke kunne komme, men etterpå finnes det ingen steder.
    Gitt et barn og en forelder med foreldreansvar
    Og at en ansatt må ta stilling til avbestillinger
    Og pasienten har en time som alt står på Helsenorge
    Når forelderen avbestiller timen
    Og en ansatt avslår avbestillingen med en begrunnelse
    Så svarer journalen på avbestillingen med en av kodene 09, 26 eller 30
    Og pasientens journal viser hvorfor timen ble avbestilt
    Og pasientens journal viser hvem som avbestilte
