# language: no
@prosess:DIGITALBRUKER
Egenskap: Hvem som bruker Helsenorge
  Helsenorge melder fra når en innbygger begynner å bruke Helsenorge og når hun slutter. Journalen skal rette seg etter det.

  @NOTE-N01 @skal @klasse-B @prosess:AVTALEUTSENDING @kilde:HITS1217-3.4.1 @kilde:HITS1217-3.9 @kilde:MSG-S16
  Scenario: Innbyggeren slutter å bruke Helsenorge
    Merkes slik: helsestasjonen tror at innbyggeren får beskjed om timen på Helsenorge, men hun er ikke der.
    Gitt et barn som hører til helsestasjonen
    Og Helsenorge har meldt at innbyggeren ikke er digitalt aktiv
    Når en ansatt setter opp en time til pasienten
    Så sender journalen ingenting til innbyggeren

  @NOTE-N02 @skal @klasse-B @prosess:AVTALEUTSENDING @kilde:HITS1217-3.9 @kilde:MSG-S16
  Scenario: Innbyggeren slutter å bruke Helsenorge, og kommer tilbake
    Merkes slik: innbyggeren bruker Helsenorge igjen, men får aldri beskjed om nye timer.
    Gitt et barn som hører til helsestasjonen
    Og Helsenorge har meldt at innbyggeren ikke er digitalt aktiv
    Når Helsenorge melder at innbyggeren er tilbake
    Og en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)

  @NOTE-N03 @bør @klasse-B @kilde:Husregel @kilde:KS-handbok
  Scenario: Mange innbyggere blir digitalt aktive samme dag
    Merkes slik: den første dagen får alle foreldre i kommunen en bunke varsler om ingenting.
    Når Helsenorge melder flere av testpersonene som digitalt aktive, én etter én
    Så får ingen av dem andre meldinger enn om timer de har

  @NOTE-F01 @skal @klasse-C @kilde:HITS1217-3.9 @kilde:HIS80415-3.3
  Scenario: Meldingen gjelder en innbygger som journalen ikke kjenner
    Merkes slik: det opprettes journaler for folk som aldri har vært på helsestasjonen.
    Når Helsenorge melder at en innbygger uten journal er digitalt aktiv
    Så har journalen svart på statusmeldingen nøyaktig én gang
    Og personen har fortsatt ingen journal

  @NOTE-F02 @skal @klasse-C @kilde:HITS1216-2.2.5
  Scenario: Den samme meldingen om digital status kommer to ganger
    Merkes slik: Helsenorge får to svar på én melding, og noen må finne ut hvilket som gjelder.
    Gitt et barn som hører til helsestasjonen
    Når den samme meldingen om digital status kommer to ganger
    Så har journalen kvittert for statusmeldingen nøyaktig én gang

  @NOTE-F05 @skal @klasse-B @prosess:AVTALEUTSENDING @kilde:HITS1217-2.13 @kilde:HIS80415-3.3.4
  Scenario: En melding om digital status har feil i innholdet
    Merkes slik: innbyggeren slutter å få beskjeder på grunn av en melding som skulle vært avvist.
    Gitt et barn som hører til helsestasjonen
    Når det kommer en melding om digital status med feil i innholdet
    Så blir statusmeldingen avvist med kvittering T02 eller T01
    Når en ansatt setter opp en time til pasienten
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)

  @NOTE-F09 @skal @klasse-A @prosess:AVTALEUTSENDING @kilde:HITS1217-3.9 @kilde:HITS1217-3.4.1
  Scenario: Bare det ene av to søsken er ikke digitalt aktivt
    Merkes slik: det ene søskenet mister beskjedene sine fordi det andre ikke er på Helsenorge.
    Gitt to søsken som hører til helsestasjonen
    Og Helsenorge har meldt at innbyggeren ikke er digitalt aktiv
    Når en ansatt setter opp en time til søskenet
    Så får Helsenorge nøyaktig én melding: ny time (kode 05)

  @NOTE-F10 @bør @klasse-B @prosess:DIALOG @kilde:HITS1217-3.9
  Scenario: En ansatt vil skrive til en som har sluttet å bruke Helsenorge
    Merkes slik: den ansatte tror at meldingen er levert, men ingen kan lese den.
    Gitt et barn som hører til helsestasjonen
    Og Helsenorge har meldt at innbyggeren ikke er digitalt aktiv
    Når en ansatt prøver å skrive til innbyggeren
    Så bør journalen ikke sende meldingen
