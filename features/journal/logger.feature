# language: no
Egenskap: Loggene viser hva som er lest, og hva som er sendt og mottatt
  Innbyggeren har rett til å vite hvem som har lest om henne, og ingen melding skal kunne bli borte uten spor.

  @JRN-N11 @skal @klasse-B @prosess:DIALOG @kilde:Pasientjournalloven-22
  Scenario: Den som leser en samtale, står i innsynsloggen
    Merkes slik: ingen kan se hvem som har lest det forelderen skrev.
    Gitt et barn og en forelder med foreldreansvar
    Når innbyggeren skriver til helsestasjonen
    Og en ansatt leser samtalen
    Så viser innsynsloggen hvem som leste, når, og hvilken pasient det gjaldt

  @JRN-N12 @bør @klasse-B @prosess:AVTALEUTSENDING @kilde:Pasientjournalloven-22
  Scenario: Den som ser på timene til et barn, står i innsynsloggen
    Merkes slik: noen kan følge med på når familien er på helsestasjonen, uten at det synes.
    Gitt et barn som hører til helsestasjonen
    Når en ansatt ser på timene til pasienten
    Så bør innsynsloggen vise hvem som så på timene

  @JRN-N13 @skal @klasse-B @prosess:DIALOG @kilde:TC-DIALOG-6 @kilde:TC-DIALOG-9
  Scenario: Transportloggen har hver melding, inn og ut
    Merkes slik: ingen kan vise om meldingen kom fram, eller om svaret ble sendt.
    Gitt et barn og en forelder med foreldreansvar
    Og innbyggeren har skrevet og fått svar
    Når innbyggeren svarer i tråden
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og transportloggen viser hver melding inn og ut, med utfallet

  @JRN-F03 @skal @klasse-B @prosess:DIALOG @kilde:Pasientjournalloven-22
  Scenario: Den som leser søskenets journal, står bare i innsynsloggen til søskenet
    Merkes slik: loggen viser et oppslag på feil barn, og det riktige oppslaget er borte.
    Gitt to søsken som hører til helsestasjonen
    Når en ansatt leser søskenets journal
    Så viser innsynsloggen til søskenet hvem som leste, og når
    Og innsynsloggen til pasienten bør ikke ha noe nytt oppslag
