# language: no
@prosess:TEST
Egenskap: Forbindelsen prøves
  Helsenorge spør i sanntid om forbindelsen er i orden, og journalen svarer av seg selv.

  @MSG-N08 @skal @klasse-B @kilde:HITS1217-3.10 @kilde:HITS1216-2.2.2 @kilde:MSG-S15
  Scenario: Helsenorge prøver forbindelsen
    Merkes slik: innbyggeren får «noe gikk galt» når hun spør om noe som skal besvares med en gang.
    Når Helsenorge prøver forbindelsen
    Så svarer journalen på prøven med en gang
