"""Whom an example is about: the synthetic personas, or the persons of a target file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from epj.options import WrongUse
from standards.identifiers import is_real_range, is_synthetic
from standards.samples import Person, Sample

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson
    from simulator.people import Person as Persona

HOME_CARE = "hjemmetjeneste"
PREFERRED = ("maerta", "soelvi", "oeystein")
"""The personas with all of æ, ø and å between them: a child, a youth and a grown-up."""
GROWN_UP = ("forelder", "voksen")
OF_PROCESS: Mapping[str, tuple[str, ...]] = {"TIMEONSKEUNGDOM": ("ungdom",), "KOORDINATOR": GROWN_UP}
"""Who it must be about, where the process says so."""
PARENT, GUARDIAN, POWER_OF_ATTORNEY = "FO", "VE", "FU"


@dataclass(frozen=True)
class People:
    """Those who may stand in an example."""

    everyone: Sequence[Persona | TestPerson]

    def patient(self, name: str | None, sample: Sample, service: str) -> Persona | TestPerson:
        """The one with that name, or somebody whom the message could be about."""
        if name is not None:
            return self.find(name, "--persona")
        kinds = OF_PROCESS.get(sample.short) or (GROWN_UP if service == HOME_CARE else ("barn",))
        able = [one for one in self.everyone if one.digitally_active]
        fit = [one for one in able if one.kind in kinds] or able or list(self.everyone)
        if not fit:
            raise WrongUse("Testobjektet har ingen personer. Legg inn minst én under [[persons]].")
        return next((one for one in fit if one.id in PREFERRED), fit[0])

    def find(self, name: str, option: str) -> Persona | TestPerson:
        """By id, given name, full name or number; raises `WrongUse` with the nearest."""
        if name.isdigit():
            _require_synthetic(name, option)
        wanted = name.casefold()
        found = [one for one in self.everyone if wanted in {word.casefold() for word in _names(one)}]
        if len(found) == 1:
            return found[0]
        if found:
            raise WrongUse(f"{option} {name} passer på flere: {', '.join(one.id for one in found)}. Velg en av dem.")
        near = get_close_matches(wanted, [one.id for one in self.everyone], n=1)
        hint = f"Mente du {near[0]}?" if near else f"Velg en av {', '.join(one.id for one in self.everyone)}."
        raise WrongUse(f"Det finnes ingen person som heter {name} ({option}). {hint}")


def as_person(one: Persona | TestPerson) -> Person:
    """The facts that a message needs; raises `WrongUse` for a number that is missing or not synthetic."""
    if not one.ident:
        raise WrongUse(f"{one.given} ({one.id}) har ikke nummer ennå, og kan ikke stå i en melding. Velg en annen.")
    _require_synthetic(one.ident, one.id)
    return Person(one.family, one.given, one.ident)


def as_acting(one: Persona | TestPerson, patient: Persona | TestPerson) -> Person:
    """One who writes for the patient, by the right that the two have: parent, guardian or power of attorney."""
    if one.id == patient.id:
        raise WrongUse("--acting er den som handler for pasienten, og kan ikke være pasienten selv.")
    plain = as_person(one)
    own = patient.relation or PARENT if one.id in patient.guardians else ""
    by_right = own or (POWER_OF_ATTORNEY if patient.kind in GROWN_UP else GUARDIAN)
    return Person(plain.family, plain.given, plain.ident, by_right)


def _names(one: Persona | TestPerson) -> tuple[str, ...]:
    return one.id, one.given, f"{one.given} {one.family}", one.ident


def _require_synthetic(ident: str, where: str) -> None:
    if is_synthetic(ident):
        return
    problem = "kan tilhøre en levende person" if is_real_range(ident) else "er ikke et syntetisk fødselsnummer"
    raise WrongUse(
        f"Nummeret ({where}) {problem}, så det skrives ikke i noe eksempel. "
        "Bruk en syntetisk testperson (måned + 65 fra NHN eller + 80 fra Skatteetaten)."
    )
