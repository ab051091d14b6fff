"""That the test persons are digitally active at Helsenorge, or not, as the target file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.checking.light import Light, Who, green, grey, red, undeclared
from conformance.checking.looks import Look
from conformance.checking.sight import NoAnswer, Sight

SCOPE: Final = "nhn:helsenorge.eksternapi/helsenorgeaktivsjekken"
_PATH: Final = "/digitaltaktiv/helsenorgeaktivsjekken/v1"
_AREA: Final = "Helsehjelp"
_REACHED: Final = ("erDigitaltAktivSelv", "erDigitaltAktivViaAndre")


def see(sight: Sight) -> Iterator[Light]:
    """One light for each person who stands otherwise than the file says."""
    target = sight.target
    address = target.services.helsenorge
    if not address:
        yield undeclared("address under [services.helsenorge]")
        return
    if sight.silent(address):
        yield grey("ikke sett på: Helsenorge svarer ikke, se «Nett og sertifikater».")
        return
    asked = {"fnrListe": [person.ident for person in target.persons], "omraade": _AREA}
    answer = sight.ask("POST", f"{address}{_PATH}", SCOPE, json=asked, accept="application/json")
    if answer.status_code in (401, 403):
        line = target.line("services", "helsenorge", "address")
        sentence = f"Gi klienten vår i HelseID test tilgang til aktivsjekken ({SCOPE})."
        yield red(f"aktivsjekken slapp oss ikke inn (HTTP {answer.status_code}).", Who.NHN, sentence, line)
        return
    try:
        told: Any = answer.json()["erAktivListe"] if answer.status_code == 200 else None
    except (ValueError, KeyError, TypeError):
        told = None
    if not isinstance(told, dict):
        raise NoAnswer("Aktivsjekken svarte noe annet enn ventet.", found=f"HTTP {answer.status_code}")
    lights = list(_compared(sight, told))
    yield from lights
    if not lights:
        active = sum(person.digitally_active for person in target.persons)
        yield green(f"{active} av {len(target.persons)} personer er aktive, slik filen sier.")


def _compared(sight: Sight, told: Mapping[str, Any]) -> Iterator[Light]:
    for number, person in enumerate(sight.target.persons):
        status = told.get(person.ident)
        active = isinstance(status, dict) and any(status.get(key) is True for key in _REACHED)
        if active == person.digitally_active:
            continue
        name, line = f"{person.given} {person.family}", sight.target.line("persons", number)
        if active:
            sentence = f"Gjør {name} ({person.ident}) inaktiv på Helsenorge test, eller skriv digitally_active = true."
            yield red(f"{name} ({person.id}) er digitalt aktiv, men filen sier nei.", Who.MUNICIPALITY, sentence, line)
        else:
            sentence = (
                f"Logg inn på Helsenorge test som {name} ({person.ident}), eller som en foresatt, og gi samtykke til"
                " full tilgang, slik at personen blir digitalt aktiv."
            )
            yield red(f"{name} ({person.id}) er ikke digitalt aktiv.", Who.MUNICIPALITY, sentence, line)


LOOK = Look(80, "Digitalt aktive", see)
