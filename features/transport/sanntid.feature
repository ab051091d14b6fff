# language: no
@prosess:TEST
Egenskap: Spørsmål som skal besvares med en gang
  Det som skal besvares med en gang, får et svar og ingen kvittering.

  @TRP-F23 @skal @klasse-B @kilde:HITS1216-2.2.2 @kilde:HITS1217-3.10
  Scenario: En prøve av forbindelsen har feil i innholdet
    Merkes slik: forbindelsen henger, og innbyggeren får «noe gikk galt» når hun ber om ledige timer.
    Når Helsenorge prøver forbindelsen med en melding som har feil i innholdet
    Så kvitterer ikke journalen for prøven
    Når Helsenorge prøver forbindelsen
    Så svarer journalen på prøven med en gang
