# language: no
@krever:downtime=ja
Egenskap: Planlagt nedetid
  Det som kommer mens journalen er nede for vedlikehold, blir liggende. Ingenting skal være borte etterpå.

  @TRP-N07 @skal @klasse-A @prosess:DIALOG @kilde:HITS1216-2.2.1
  Scenario: Innbyggeren skriver mens journalen er nede
    Merkes slik: meldingen er borte når journalen er oppe igjen, og innbyggeren venter på svar.
    Gitt et barn og en forelder med foreldreansvar
    Og at journalen er nede for vedlikehold
    Når innbyggeren skriver mens journalen er nede
    Og journalen er oppe igjen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og meldingen står i pasientens journal nøyaktig én gang

  @TRP-N08 @skal @klasse-A @prosess:AVTALEAVBESTILLING @krever:cancel_approval=nei @kilde:HITS1216-2.2.1
  Scenario: Timen avbestilles mens journalen er nede
    Merkes slik: familien har avbestilt, men timen står, og ingen andre får den.
    Gitt et barn og en forelder med foreldreansvar
    Og at avbestillinger gjelder med en gang
    Og pasienten har en time som alt står på Helsenorge
    Og at journalen er nede for vedlikehold
    Når forelderen avbestiller timen
    Og journalen er oppe igjen
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Og timen er avbestilt i journalen og plassen er ledig

  @TRP-F24 @skal @klasse-B @prosess:DIALOG @kilde:HITS1216-2.2.5
  Scenario: Den samme meldingen kommer to ganger mens journalen er nede
    Merkes slik: helsestasjonen behandler samme henvendelse to ganger etter vedlikeholdet.
    Gitt et barn og en forelder med foreldreansvar
    Og at journalen er nede for vedlikehold
    Når den samme meldingen kommer to ganger mens journalen er nede
    Og journalen er oppe igjen
    Så har journalen kvittert én gang for at meldingen er mottatt
    Og meldingen står i pasientens journal nøyaktig én gang

  @TRP-F37 @bør @klasse-C @prosess:TEST @kilde:HITS1216-2.2.2
  Scenario: Spørsmålet er for gammelt når journalen er oppe igjen
    Merkes slik: Helsenorge får svar på noe ingen venter på, og det forstyrrer feilsøkingen.
    Gitt at journalen er nede for vedlikehold
    Når Helsenorge prøver forbindelsen mens journalen er nede, og får ikke svar
    Og journalen er oppe igjen
    Så svarer ikke journalen på spørsmålet som er for gammelt
    Når Helsenorge prøver forbindelsen
    Så svarer journalen på prøven med en gang
