# language: no
@prosess:AVTALEAVBESTILLING
Egenskap: Flere avbestillinger, og plassen etterpå
  To avbestillinger ligger inne samtidig, eller en annen familie vil ha plassen.

  @CANCEL-N10 @skal @klasse-A @krever:cancel_approval=ja @kilde:HITS1217-3.7
  Scenario: To timer samme dag får hvert sitt svar
    Merkes slik: vaksinetimen blir borte og kontrollen står, mens forelderen har fått vite det motsatte.
    Gitt et barn og en forelder med foreldreansvar
    Og at en ansatt må ta stilling til avbestillinger
    Og pasienten har to timer samme dag som alt står på Helsenorge
    Når forelderen avbestiller begge timene
    Og en ansatt godtar den første avbestillingen og avslår den andre
    Så får forelderen kode 08 for den første timen og kode 09 for den andre
    Og den første timen er avbestilt i journalen, og den andre står

  @CANCEL-F16 @skal @klasse-A @krever:cancel_approval=ja @kilde:HITS1217-3.7
  Scenario: Begge foreldrene avbestiller den samme timen
    Merkes slik: bare den ene av foreldrene får svar, og den andre tror at timen står.
    Gitt et barn og to foreldre med foreldreansvar
    Og at en ansatt må ta stilling til avbestillinger
    Og pasienten har en time som alt står på Helsenorge
    Når begge foreldrene avbestiller timen
    Og en ansatt godtar avbestillingen fra foreldrene hvis den venter
    Så får hver av foreldrene ett svar
    Og svaret stemmer med timen i journalen

  @CANCEL-N11 @bør @klasse-B @kilde:Husregel
  Scenario: Plassen kan gis til et annet barn
    Merkes slik: plassen står tom selv om andre barn venter på time.
    Gitt to søsken og en forelder med foreldreansvar
    Og pasienten har en time hos en bestemt helsesykepleier
    Når forelderen avbestiller timen
    Og en ansatt godtar avbestillingen hvis den venter
    Så svarer journalen på avbestillingen: godtatt (kode 08)
    Når en ansatt prøver å sette opp søskenet hos den samme helsesykepleieren på samme tid
    Så har søskenet fått den ledige plassen
