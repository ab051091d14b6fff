# language: no
@prosess:DIALOG
Egenskap: Tegn og skrivemåter endrer ikke det som blir sagt
  Det innbyggeren skriver, skal leses likt i journalen, uansett hvilke tegn hun bruker og hvordan meldingen er pakket.

  Bakgrunn:
    Gitt et barn og en forelder med foreldreansvar

  @MSG-N60 @skal @klasse-B @kilde:HITS1217-2.4 @kilde:Helsepersonelloven-39
  Scenario: Tegn som datamaskiner bruker selv, kommer fram begge veier
    Merkes slik: «under 3 år» blir borte, eller det står &lt; og &amp; midt i teksten.
    Når innbyggeren skriver en tekst med større enn, mindre enn, og-tegn og anførselstegn
    Så står meldingen ordrett i pasientens journal
    Når en ansatt svarer med de samme tegnene
    Så får innbyggeren svaret på henvendelsen
    Og svaret er ordrett det den ansatte skrev

  @MSG-N61 @skal @klasse-B @kilde:HITS1217-2.4
  Scenario: Fet skrift og punktliste kan leses
    Merkes slik: helsesykepleieren ser en tom melding, eller bare den første linjen.
    Når innbyggeren skriver med fet skrift og punktliste
    Så står ordene i meldingen i pasientens journal

  @MSG-N62 @skal @klasse-B @kilde:HITS1217-2.4 @kilde:TC-DIALOG-4
  Scenario: Bokstaver som noen telefoner setter sammen av to tegn, er de samme
    Merkes slik: å og á blir til a, og navnet på barnet er et annet.
    Når innbyggeren skriver bokstaver som er satt sammen av to tegn
    Så står meldingen i pasientens journal med de samme bokstavene

  @MSG-F60 @skal @klasse-A @kilde:Helsepersonelloven-39
  Scenario: Tekst som ser ut som programkode, føres ordrett eller avvises
    Merkes slik: en del av meldingen er borte, eller skjermen til helsesykepleieren oppfører seg rart.
    Når innbyggeren skriver noe som ser ut som programkode
    Så blir meldingen avvist, eller så står den ordrett i pasientens journal
    Og den neste meldingen kommer fram som vanlig

  @MSG-F61 @skal @klasse-B @kilde:TC-DIALOG-1 @kilde:TC-DIALOG-5
  Scenario: Teksten er pakket inn på en annen lovlig måte
    Merkes slik: helsesykepleieren ser en tom melding.
    Når det kommer en melding der teksten er pakket inn på en annen lovlig måte
    Så står meldingen ordrett i pasientens journal

  @MSG-F62 @bør @klasse-C @kilde:TC-DIALOG-1 @kilde:TC-DIALOG-5
  Scenario: Meldingen har merknader som bare er til datamaskiner
    Merkes slik: forelderen får vite at meldingen er avvist, enda det ikke er noe galt med den.
    Når det kommer en melding med merknader som bare er til datamaskiner
    Så bør journalen ta imot meldingen, eller si fra hvorfor ikke
    Og blir meldingen avvist, eller så står den ordrett i pasientens journal

  @MSG-F63 @skal @klasse-B @kilde:TC-DIALOG-3
  Scenario: Meldingen bruker andre interne forkortelser enn vanlig
    Merkes slik: en dag slutter alle meldinger å komme fram, fordi Helsenorge har fått ny programvare.
    Når det kommer en melding med andre interne forkortelser enn vanlig
    Så står meldingen ordrett i pasientens journal
    Og journalen har kvittert én gang for at meldingen er mottatt

  @MSG-F64 @skal @klasse-B @kilde:TC-DIALOG-4
  Scenario: Meldingen er i et eldre tegnsett, og leses rett eller avvises
    Merkes slik: æ, ø og å vises som rare tegn, og navnet kan være en annens.
    Når det kommer en melding i et eldre tegnsett
    Så blir meldingen avvist, eller så står den ordrett i pasientens journal

  @MSG-F65 @bør @klasse-C @kilde:TC-DIALOG-4
  Scenario: Meldingen har et usynlig merke foran
    Merkes slik: meldinger fra noen systemer blir avvist, og ingen kan se hva som er galt.
    Når det kommer en melding med et usynlig merke foran
    Så bør journalen ta imot meldingen, eller si fra hvorfor ikke
