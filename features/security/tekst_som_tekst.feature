# language: no
@prosess:DIALOG
Egenskap: Tekst er bare tekst
  Det innbyggeren og den ansatte skriver, skal vises slik det er skrevet, også når det ligner på noe annet.

  Bakgrunn:
    Gitt en voksen innbygger

  @SEC-N01 @skal @klasse-B @kilde:Helsepersonelloven-39
  Scenario: Innbyggeren skriver noe som ligner på programkode
    Merkes slik: deler av meldingen blir borte, eller noe skjer av seg selv når helsesykepleieren åpner den.
    Når innbyggeren skriver en tekst som ligner på programkode
    Så står meldingen ordrett i pasientens journal, eller så er den avvist

  @SEC-N02 @skal @klasse-A @kilde:Helsepersonelloven-39
  Scenario: Innbyggeren skriver noe som ligner på kommandoer til en database
    Merkes slik: anførselstegn og streker er endret, eller journaler er slettet.
    Når innbyggeren skriver en tekst som ligner på kommandoer til en database
    Så står meldingen ordrett i pasientens journal, eller så er den avvist
    Og den neste meldingen kommer fram som vanlig

  @SEC-N03 @skal @klasse-C @kilde:Helsepersonelloven-39
  Scenario: Innbyggeren skriver en tekst med tegn som ikke synes
    Merkes slik: resten av meldingen mangler etter et tegn som ingen ser.
    Når innbyggeren skriver en tekst med tegn som ikke synes
    Så kan meldingen leses i pasientens journal, eller så er den avvist

  @SEC-N04 @skal @klasse-B @kilde:HITS1217-2.4
  Scenario: En ansatt skriver noe som ligner på programkode
    Merkes slik: svaret til innbyggeren mangler det som sto mellom vinkeltegnene.
    Når innbyggeren skriver til helsestasjonen
    Og en ansatt svarer med en tekst som ligner på programkode
    Så får innbyggeren meldingen fra den ansatte
    Og svaret er ordrett det den ansatte skrev

  @SEC-F08 @skal @klasse-B @kilde:HIS1036-2.3
  Scenario: Et bilde har et navn som peker ut av mappen
    Merkes slik: bildet overskriver en annen fil, eller blir borte.
    Når innbyggeren legger ved et bilde med et navn som peker ut av mappen
    Så ligger bildet uendret i pasientens journal, eller så er meldingen avvist
    Og den neste meldingen kommer fram som vanlig
