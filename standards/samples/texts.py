"""What a message says, in the words of a health station and of home care; what no step can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from standards.exchange import Role
from standards.samples.model import short


@dataclass(frozen=True)
class Words:
    """A subject and a text; an empty one is left out where the step allows it."""

    subject: str = ""
    text: str = ""


FALLBACK = Words("Melding", "Hei! Dette gjelder det vi snakket om sist.")
_REFUSED = Words("", "Vi kan dessverre ikke behandle henvendelsen her. Ring oss på hverdager mellom kl. 8 og 15.")
_NO_ACCESS = Words("", "Du har ikke tilgang til denne tjenesten. Ta kontakt med kommunen hvis det er feil.")
_FAILED = Words("", "Noe gikk galt hos oss. Prøv igjen senere, eller ring oss.")
_ALLERGY = "Hei! Er det trygt å smake på peanøtter hjemme? Far er allergisk, så vi er litt usikre."
_BRING = "Ta gjerne med helsekortet, og gi oss beskjed hvis noe ikke passer."

_WORDS: Mapping[str, Words] = {
    "HE": Words("Spørsmål om neste kontroll", "Når er neste kontroll? Vi er på hytta hele uke åtte, så helst før det."),
    "SB": Words("Spørsmål om peanøtter", _ALLERGY),
    "DI": Words("Vaksine før skolestart", "Hei! Vi setter vaksinen på torsdag. Passer det å komme kl. 9? Svar her."),
    "EKI": Words("Åpen dag på helsestasjonen", f"Hei! Vi holder åpent lørdag kl. 10–14, også for småsøsken. {_BRING}"),
    "19": Words("", f"Hei! Neste kontroll er tirsdag om to uker kl. 10. {_BRING} Hilsen Ågot på helsestasjonen."),
    "12": Words("", "Hei! Ja, det kan dere trygt prøve, litt om gangen og midt på dagen. Ring oss ved utslett."),
    "13": Words("", "Da avslutter vi samtalen her. Skriv en ny melding når det er noe mer."),
    "17": Words("", "Attesten er sendt i posten i dag."),
    "18": Words("", "Vi kan ikke skrive denne attesten. Fastlegen kan hjelpe deg."),
    "22": Words("Takk for svaret", "Tusen takk! Det passer fint, så ses vi da."),
    "VUS": Words("Ulest melding", "Meldingen fra tjenesten er ikke lest innen fristen."),
    "26": _REFUSED,
    "30": _NO_ACCESS,
    "31": _FAILED,
    "ART": Words("", "Vi er blitt syke alle sammen og må dessverre avlyse. Kan vi få en ny time neste uke?"),
    "RT": Words("Kontroll", "Vi ønsker denne timen. Lillesøster blir med, hvis det går bra."),
    "OT": Words("Ønske om time", "Hei! Kan vi få en time til veiing før påske? Helst før kl. 12."),
    "OET": Words("Ønske om annen tid", "Kan timen flyttes til uken etter? Vi er bortreist."),
    "OAT": Words("Ønske om avbestilling", "Vi trenger ikke timen lenger, for det har gått seg til."),
    "05": Words("", f"Timen er bekreftet. {_BRING}"),
    "06": Words("", "Timen er dessverre ikke ledig lenger. Send gjerne et nytt ønske."),
    "07": Words("", "Timen er flyttet. Den nye tiden står i kalenderen."),
    "34": Words("", "Timen kunne ikke flyttes og står som avtalt."),
    "08": Words("", "Timen er avbestilt. God bedring, og velkommen tilbake!"),
    "09": Words("", "Det er for sent å avbestille her. Ring oss, så finner vi ut av det."),
    "10": Words("", "Timen er bekreftet hos en kollega, siden helsesykepleieren er på kurs."),
    "04": Words("", "Det er ingen ledige timer i perioden."),
    "21": Words("", "Det er ingen behandlere å velge mellom."),
    "29": Words(),
    "KT": Words(),
    "RKT": Words(),
}
_HOME: Mapping[str, Words] = {
    "HE": Words("Besøket på lørdag", "Hei! Kan dere komme litt senere på lørdag? Søsteren min kommer til frokost."),
    "SB": Words("Spørsmål om såret", "Hei! Såret på foten væsker mer enn før. Skal jeg vente til i morgen?"),
    "DI": Words("Ny nøkkelboks", "Hei! Vi vil gjerne montere en ny nøkkelboks ved døra. Passer det onsdag kl. 13?"),
    "EKI": Words("Besøk i påsken", "Hei! I påsken kan besøkene komme en halv time før eller etter det du er vant til."),
    "19": Words("", "Hei! Ja, det går fint. Vi kommer mellom kl. 11 og 12 på lørdag. Hilsen hjemmetjenesten."),
    "12": Words("", "Hei! La bandasjen være på, så ser Øystein på såret i morgen tidlig. Ring oss hvis det svir."),
    "ART": Words("", "Datteren min er på besøk og hjelper meg, så jeg trenger ikke besøket."),
    "RT": Words("Hjelp til dusj", "Jeg ønsker denne tiden."),
    "OT": Words("Ønske om besøk", "Kan dere hjelpe meg med støttestrømpene en ekstra kveld i uken?"),
    "05": Words("", "Besøket er bekreftet."),
    "08": Words("", "Besøket er avbestilt. Ha en fin dag!"),
    "10": Words("", "Besøket er bekreftet, men det er en vikar som kommer."),
}
_SPECIAL: Mapping[tuple[str, str, Role], Words] = {
    ("DIGITALBRUKER", "26", Role.HELSENORGE): Words("", "Forespørselen kunne ikke behandles."),
    ("DIGITALBRUKER", "31", Role.HELSENORGE): Words("", "Generell feil i oppslaget. Prøv igjen senere."),
    ("", "26", Role.HELSENORGE): Words("", "Meldingen kan ikke vises for innbyggeren."),
    ("", "31", Role.HELSENORGE): Words("", "Noe gikk galt på Helsenorge. Send meldingen på nytt senere."),
    ("TIMEONSKEUNGDOM", "OT", Role.HELSENORGE): Words(
        "Snakke med helsesykepleier", "Hei! Kan jeg få en time etter skolen?"
    ),
    ("JOURNAL", "SB", Role.HELSENORGE): Words("Innsyn i journalen", "Jeg ønsker kopi av notatene fra svangerskapet."),
    ("JOURNAL", "12", Role.EPJ): Words(),
    ("KOORDINATOR", "HE", Role.HELSENORGE): Words(
        "", "Hei! Når får jeg svar på prøvene, og hvem kan jeg ringe i helgen?"
    ),
    ("KOORDINATOR", "19", Role.EPJ): Words(
        "", "Hei! Legen ringer deg torsdag før kl. 12. I helgen ringer du avdelingen."
    ),
}
SILENT = frozenset({"01", "02", "03", "11", "20", "28", "HB", "HBT", "HLT", "KT", "MOA", "RKT", "SDAB", "SIDAB"})
"""Codes that say it all by themselves."""


def words(process: str, code: str, sender: Role, service: str) -> Words:
    """The words of a step; the fallback for a code that nobody has written words for."""
    special = _SPECIAL.get((short(process), code, sender)) or _SPECIAL.get(("", code, sender))
    if special is not None:
        return special
    if code in SILENT:
        return Words()
    home = _HOME if service == "hjemmetjeneste" else {}
    return home.get(code) or _WORDS.get(code, FALLBACK)
