# language: no
@prosess:DIALOG
Egenskap: Meldinger som er laget for å gjøre skade
  En melding kan være laget for å stjele opplysninger eller stanse journalen. Den skal avvises eller være ufarlig.

  Bakgrunn:
    Gitt en voksen innbygger

  @SEC-F01 @skal @klasse-A @kilde:Pasientjournalloven-22
  Scenario: Meldingen ber journalen hente en fil
    Merkes slik: en fil fra kommunens datamaskin kommer på avveie, uten at noen merker det.
    Når det kommer en melding som ber journalen hente en fil
    Så blir meldingen avvist, eller tatt imot uten at noe annet skjer
    Og den neste meldingen kommer fram som vanlig
    Og journalen har ikke hentet noe

  @SEC-F02 @skal @klasse-A @kilde:Pasientjournalloven-22
  Scenario: Meldingen vokser til flere gigabyte når den leses
    Merkes slik: journalen stanser for hele kommunen.
    Når det kommer en melding som vokser til flere gigabyte når den leses
    Så blir meldingen avvist, eller tatt imot uten at noe annet skjer
    Og den neste meldingen kommer fram som vanlig

  @SEC-F03 @skal @klasse-A @kilde:Pasientjournalloven-22
  Scenario: Meldingen ber journalen sette inn et annet dokument
    Merkes slik: noe som innbyggeren ikke har skrevet, står i journalen som om hun hadde skrevet det.
    Når det kommer en melding som ber journalen sette inn et annet dokument
    Så blir meldingen avvist, eller tatt imot uten at noe annet skjer
    Og den neste meldingen kommer fram som vanlig
    Og journalen har ikke hentet noe

  @SEC-F04 @skal @klasse-B @kilde:Pasientjournalloven-22
  Scenario: Meldingen viser til et skjema på nettet
    Merkes slik: en utenforstående får vite når helsestasjonen leser meldingen, og kan bestemme hva som er gyldig.
    Når det kommer en melding som viser til et skjema på nettet
    Så blir meldingen avvist, eller tatt imot uten at noe annet skjer
    Og den neste meldingen kommer fram som vanlig
    Og journalen har ikke hentet noe

  @SEC-F05 @skal @klasse-B @kilde:Pasientjournalloven-22
  Scenario: Meldingen viser til et stilark på nettet
    Merkes slik: en utenforstående bestemmer hva helsesykepleieren ser når hun åpner meldingen.
    Når det kommer en melding som viser til et stilark på nettet
    Så blir meldingen avvist, eller tatt imot uten at noe annet skjer
    Og den neste meldingen kommer fram som vanlig
    Og journalen har ikke hentet noe

  @SEC-F06 @skal @klasse-A @kilde:Pasientjournalloven-22
  Scenario: Meldingen har tusenvis av nivåer inni hverandre
    Merkes slik: journalen stanser for hele kommunen.
    Når det kommer en melding med tusenvis av nivåer inni hverandre
    Så blir meldingen avvist, eller tatt imot uten at noe annet skjer
    Og den neste meldingen kommer fram som vanlig

  @SEC-F07 @skal @klasse-B @kilde:Pasientjournalloven-22
  Scenario: Ett felt i meldingen er på flere hundre tusen tegn
    Merkes slik: bildet på skjermen henger, og ingen får lest de andre meldingene.
    Når det kommer en melding der ett felt er på flere hundre tusen tegn
    Så blir meldingen avvist, eller tatt imot uten at noe annet skjer
    Og den neste meldingen kommer fram som vanlig
