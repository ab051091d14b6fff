# language: no
@prosess:DIALOG
Egenskap: Samtaler holdes fra hverandre
  En innbygger kan ha flere samtaler, skrive flere ganger på rad, og få svar fra flere ansatte.

  @MSG-N13 @skal @klasse-A @kilde:HITS1217-2.3.3 @kilde:TC-DIALOG-7
  Scenario: To samtaler om samme barn holdes fra hverandre
    Merkes slik: forelderen får svaret på det ene spørsmålet under det andre.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver til helsestasjonen
    Og innbyggeren skriver om noe annet i en ny samtale
    Og en ansatt svarer på den første meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding
    Og samtalene ligger i hver sin tråd i journalen

  @MSG-N14 @skal @klasse-A @kilde:HITS1217-2.3.6 @kilde:MSG-S5
  Scenario: En forelder skriver om begge søsknene og får svar på begge
    Merkes slik: svaret om det ene barnet står på søskenet.
    Gitt to søsken og en forelder med foreldreansvar
    Når innbyggeren skriver til helsestasjonen
    Og innbyggeren skriver om søskenet i en ny samtale
    Og en ansatt svarer på den første meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding
    Når en ansatt svarer på den andre meldingen
    Så får innbyggeren svaret på henvendelsen
    Og svaret gjelder rett pasient og hører til rett melding

  @MSG-N15 @skal @klasse-B @kilde:HITS1217-2.3.3
  Scenario: Innbyggeren skriver to ganger før noen svarer
    Merkes slik: det ser ut som helsestasjonen svarte på noe gammelt, og ikke så det siste.
    Gitt et barn og en forelder med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Når innbyggeren svarer i tråden
    Og innbyggeren skriver en gang til før noen har svart
    Og en ansatt svarer på meldingen
    Så får innbyggeren svaret på en av meldingene som venter
    Og svaret gjelder rett pasient og hører til rett melding
    Og alle meldingene ligger i samme tråd i journalen

  @MSG-N16 @skal @klasse-B @kilde:HITS1217-3.3 @kilde:HITS1217-3.13 @kilde:MSG-S3
  Scenario: En ansatt skriver, og innbyggeren svarer to ganger
    Merkes slik: det innbyggeren kom på etterpå, blir borte.
    Gitt en voksen innbygger
    Når en ansatt skriver til innbyggeren, som kan svare
    Så får innbyggeren en ny melding med kode DI, ordrett slik den ble skrevet
    Når innbyggeren svarer i tråden
    Og innbyggeren skriver en gang til før noen har svart
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og alle meldingene ligger i samme tråd i journalen

  @MSG-N17 @skal @klasse-B @kilde:HITS1217-2.3.3 @kilde:MSG-S2
  Scenario: En lang samtale holder sammen
    Merkes slik: de siste svarene dukker opp som løse meldinger.
    Gitt en voksen innbygger
    Når innbyggeren og en ansatt skriver til hverandre tre ganger
    Så viser hvert svar til meldingen det svarer på, og til den første i samtalen
    Og alle meldingene ligger i samme tråd i journalen

  @MSG-F18 @skal @klasse-B @kilde:HITS1217-3.3 @kilde:KS-handbok
  Scenario: To ansatte svarer på den samme meldingen
    Merkes slik: den ene helsesykepleieren tror at svaret er sendt, men forelderen får det aldri.
    Gitt et barn og en forelder med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Når enda en ansatt svarer på den samme meldingen
    Så får innbyggeren også det andre svaret, eller så får den ansatte vite at det alt er besvart

  @MSG-F19 @skal @klasse-B @kilde:HITS1168-4.2 @kilde:MSG-S4
  Scenario: Innbyggeren svarer på en beskjed som ikke kan besvares
    Merkes slik: innbyggeren får vite at svaret er mottatt, men ingen har det.
    Gitt en voksen innbygger
    Når en ansatt skriver til innbyggeren, som ikke kan svare
    Så får innbyggeren en ny melding med kode EKI, ordrett slik den ble skrevet
    Når innbyggeren svarer likevel
    Så blir svaret avvist, eller så ligger det i pasientens journal

  @MSG-F20 @skal @klasse-A @kilde:HITS1216-2.2.5
  Scenario: En meldings-id brukes om igjen med en annen tekst
    Merkes slik: det forelderen skrev først, er byttet ut med noe annet i journalen.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver til helsestasjonen
    Og det kommer en ny tekst med den samme meldings-id-en
    Så står meldingen ordrett i pasientens journal
    Og journalen har ikke kvittert som om begge var mottatt

  @MSG-F34 @bør @klasse-B @kilde:MSG-S17
  Scenario: Innbyggeren svarer på en melding som journalen ikke kjenner
    Merkes slik: det innbyggeren skriver, blir avvist fordi en gammel melding er ryddet bort.
    Gitt et barn og en forelder med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Når innbyggeren svarer på en melding som journalen ikke kjenner
    Så bør journalen ta imot meldingen, eller si fra hvorfor ikke

  @MSG-F36 @skal @klasse-B @kilde:HIS80415-3.3
  Scenario: Innbyggeren sender den samme teksten to ganger
    Merkes slik: innbyggeren får aldri vite om den andre meldingen kom fram.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver til helsestasjonen
    Og innbyggeren sender den samme teksten en gang til
    Så har journalen kvittert for begge meldingene, hver én gang
