# language: no
@prosess:TIMEONSKEUNGDOM
Egenskap: Ungdommen ber om time selv
  Fra 13 år kan en ungdom be helsesykepleieren om time uten at foreldrene er med. Det skal de kunne stole på.

  @YOUTH-N01 @skal @klasse-B @kilde:HITS1217-3.5 @kilde:APP-S8
  Scenario: Ungdommen ønsker seg en time
    Merkes slik: ungdommen tar mot til seg og ber om time, og ingen på skolen får vite det.
    Gitt en ungdom på 13 til 15 år
    Når ungdommen ønsker seg en time
    Så ser en ansatt ønsket, ordrett og på rett ungdom

  @YOUTH-N02 @skal @klasse-A @kilde:HITS1217-3.5 @kilde:APP-S8 @kilde:KS-ungdom
  Scenario: Ungdommen får timen, og bare hun får vite det
    Merkes slik: foreldrene ser at ungdommen skal til helsesykepleier, og ungdommen ber aldri om hjelp igjen.
    Gitt en ungdom på 13 til 15 år
    Når ungdommen ønsker seg en time
    Og en ansatt gir ungdommen en time
    Så får ungdommen timen i sin egen dialog
    Og timen er ikke meldt noe sted der foreldrene ser den

  @YOUTH-N03 @skal @klasse-B @kilde:HITS1217-3.5 @kilde:APP-S8
  Scenario: Det er ingen ledig time
    Merkes slik: ungdommen venter på et svar som aldri kommer.
    Gitt en ungdom på 13 til 15 år
    Når ungdommen ønsker seg en time
    Og en ansatt svarer ungdommen at det ikke er noen ledig time
    Så får ungdommen nei, med den ansattes egne ord

  @YOUTH-N04 @skal @klasse-B @krever:cancel_approval=nei @kilde:HITS1217-3.5 @kilde:APP-S8
  Scenario: Ungdommen avbestiller timen hun fikk
    Merkes slik: ungdommen har sagt fra, men helsesykepleieren sitter og venter.
    Gitt at avbestillinger gjelder med en gang
    Og en ungdom på 13 til 15 år
    Og ungdommen har ønsket seg en time og fått den
    Når ungdommen avbestiller timen
    Så svarer journalen på avbestillingen med en av kodene 08, 09, 26 eller 30

  @YOUTH-N08 @bør @klasse-B @kilde:KS-ungdom @kilde:Husregel
  Scenario: Ønsket om time føres i ungdommens journal
    Merkes slik: ingen kan se i ettertid at ungdommen ba om hjelp, eller det står i foreldrenes journal.
    Gitt en ungdom på 13 til 15 år
    Når ungdommen ønsker seg en time
    Så bør ønsket stå ordrett i ungdommens journal

  @YOUTH-F01 @skal @klasse-C @kilde:HITS1216-2.2.5
  Scenario: Det samme ønsket om time kommer to ganger
    Merkes slik: ungdommen får to timer, eller to ansatte tar kontakt om det samme.
    Gitt en ungdom på 13 til 15 år
    Når det samme ønsket om time kommer to ganger
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og en ansatt ser ønsket bare én gang

  @YOUTH-F02 @skal @klasse-B @kilde:HIS80415-3.3.4
  Scenario: Et ønske om time har feil i innholdet
    Merkes slik: en halv melding blir liggende som et ønske, og ungdommen får ikke vite at noe gikk galt.
    Gitt en ungdom på 13 til 15 år
    Når det kommer et ønske om time med feil i innholdet
    Så blir ønsket avvist med kvittering T02 eller T01
    Og ønsket ligger ikke hos de ansatte

  @YOUTH-F03 @bør @klasse-A @kilde:HITS1217-3.5
  Scenario: En forelder prøver å ønske time som om hun var ungdommen
    Merkes slik: helsesykepleieren tror at ungdommen selv har bedt om hjelp.
    Gitt en ungdom på 13 til 15 år
    Når det kommer et ønske om time som en forelder har skrevet
    Så bør ikke ønsket stå som ungdommens eget

  @YOUTH-F04 @skal @klasse-C @kilde:HITS1217-3.5
  Scenario: To ansatte svarer på det samme ønsket
    Merkes slik: ungdommen får først en time og så beskjed om at det ikke er noen.
    Gitt en ungdom på 13 til 15 år
    Og ungdommen har ønsket seg en time og fått den
    Når en ansatt prøver å svare på ønsket en gang til
    Så har ønsket bare fått ett svar

  @YOUTH-F05 @bør @klasse-A @kilde:KS-ungdom
  Scenario: En ansatt avlyser timen som ungdommen selv ba om
    Merkes slik: foreldrene får varsel om en avlyst time de ikke visste om.
    Gitt en ungdom på 13 til 15 år
    Og ungdommen har ønsket seg en time og fått den
    Når en ansatt avlyser timen som ungdommen ba om
    Så bør ikke avlysningen meldes der foreldrene ser den
