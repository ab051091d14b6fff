"""Who may represent whom: an answer of ours, from the rules of the population held against the register of today.

No national service answers this. It is what Helsenorge concludes from Folkeregisteret, powers of attorney and consent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from simulator.national.folkeregister.register import People, Register
from simulator.people import Person
from simulator.people.ages import ADULT_IN_HEALTH, age, leaves_helsestasjon
from simulator.people.representation import Disputed, OneParent, Standing, standings
from simulator.people.representation_rules import RULES
from simulator.serving.area import Area
from simulator.serving.refusals import faulty

CHOICES: Final[Mapping[str, tuple[Any, ...]]] = MappingProxyType(
    {
        "one_parent_at_address": tuple(OneParent),
        "parents_cancel_12_to_15": (False, True),
        "parents_act_12_to_15": (False, True),
    }
)
"""What the sources leave open, and what may be chosen, the usual first."""
SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "one_parent_at_address": (
            "Bor bare én forelder på barnets adresse: kommunenes sider og Helsenorges norske side sier at begge kan "
            "handle; den engelske siden sier bare den som bor der."
        ),
        "parents_cancel_12_to_15": "Kildene sier bare at foreldre til 12–15-åringer ser timer, ikke om de avbestiller.",
        "parents_act_12_to_15": (
            "Innføringshåndboken sier at foreldre handler for barn under 16 år; kommunenes sider sier fullt ut under "
            "12 år, og at de fra 12 år bare ser timer."
        ),
    }
)
_PREFIX = "representation."
_LAST_IN_SCHOOL, _LAST_AS_YOUTH = 23, 30
"""In whole years, as in infrastructure 6.3."""


def settings(area: Area) -> Disputed:
    """What is chosen in the area."""
    usual = asdict(Disputed())
    told = {name: area.setting(_PREFIX + name, str(usual[name])) for name in CHOICES}
    return Disputed(
        OneParent(told["one_parent_at_address"]),
        parents_cancel_12_to_15=told["parents_cancel_12_to_15"] == str(True),
        parents_act_12_to_15=told["parents_act_12_to_15"] == str(True),
    )


def choose(area: Area, given: Mapping[str, Any]) -> None:
    """Choose for as long as the area lives; raises `FaultyRequest`."""
    for name, value in given.items():
        options = CHOICES.get(name, ())
        if not any(value == option and type(value) in (type(option), str) for option in options):
            raise faulty("; ".join(f"{one}: {', '.join(map(str, CHOICES[one]))}" for one in CHOICES), ascii(given)[:80])
    for name, value in given.items():
        area.set(_PREFIX + name, str(value))


def told(chosen: Disputed) -> list[dict[str, Any]]:
    """The choices as an answer has them, with what the sources say."""
    return [
        {"innstilling": name, "verdi": value, "usikkerhet": SOURCES[name]} for name, value in asdict(chosen).items()
    ]


def table(chosen: Disputed) -> dict[str, Any]:
    """The whole rule set, in the order in which the first that fits decides."""
    rules = [
        {
            "regel": rule.id,
            "hvorfor": rule.why,
            "merke": rule.mark,
            "kilde": rule.source,
            "knytning": sorted(rule.bonds),
            "alder": [rule.ages.start, rule.ages.stop - 1] if rule.ages.stop < 200 or rule.ages.start > 0 else None,
            "krever": sorted(rule.needs),
            "rettigheter": list(rule.rights),
        }
        for rule in RULES
    ]
    return {"regler": rules, "innstillinger": told(chosen)}


class Answers:
    """Who may act in an area on a day, by its settings."""

    def __init__(self, register: Register, day: date | None = None) -> None:
        self.people: People = register.people(day)
        self.chosen = settings(register)

    def about(self, patient: Person) -> list[dict[str, Any]]:
        """What the person, and everybody with a tie, may do for the person."""
        return self._all(patient)

    def by(self, actor: Person) -> Iterator[dict[str, Any]]:
        """What somebody may do, for themselves and for everybody they have a tie to."""
        for one, patient in self.people.items():
            if one == actor.id or any(tie.person == actor.id for tie in patient.bonds):
                yield from (told for told in self._all(patient) if told["representant_id"] == actor.id)

    def between(self, actor: Person, patient: Person) -> dict[str, Any]:
        """What one may do for the other; by the tie that gives most when there are several, nothing without a tie."""
        found = [told for told in self._all(patient) if told["representant_id"] == actor.id]
        return max(found, key=lambda one: len(one["rettigheter"])) if found else self._no_tie(actor, patient)

    def summary(self, patient: Person) -> dict[str, Any]:
        """What Helsenorge must know of a person to tell who may be reached, and how."""
        day = self.people.day
        return {
            **_named("person", patient, day),
            "foedselsdato": patient.birth_date.isoformat(),
            "alder": age(patient.birth_date, day),
            "doed": patient.death_date is not None and patient.death_date <= day,
            "digitalt_aktiv": patient.digitally_active,
            "foreldresamtykke": patient.parental_consent,
            "adressesperre": patient.protected,
            "helsekontakter": contacts(patient.birth_date, day),
            "staaende": self.about(patient),
        }

    def _all(self, patient: Person) -> list[dict[str, Any]]:
        """Every standing, with those the other choices would have given beside it."""
        found = standings(patient, self.people, self.people.day, self.chosen)
        others = [
            (name, standings(patient, self.people, self.people.day, replace(self.chosen, **{name: option})))
            for name, options in CHOICES.items()
            for option in options
            if option != getattr(self.chosen, name)
        ]
        return [
            self._told(patient, one, [(name, listed[place]) for name, listed in others])
            for place, one in enumerate(found)
        ]

    def _told(self, patient: Person, one: Standing, otherwise: list[tuple[str, Standing]]) -> dict[str, Any]:
        day, actor = self.people.day, self.people[one.person]
        return {
            **_named("representant", actor, day),
            **_named("for", patient, day),
            "knytning": one.bond,
            "kan": one.may_act,
            "rettigheter": list(one.rights),
            "regel": one.rule,
            "hvorfor": one.why,
            "merke": one.mark,
            "kilde": one.source,
            "avgjort_av": [self._decided(name, other) for name, other in otherwise if other.rule != one.rule],
            "representant_digitalt_aktiv": actor.digitally_active,
        }

    def _decided(self, name: str, other: Standing) -> dict[str, Any]:
        """A setting that would have given another answer if it had been chosen otherwise."""
        value, doubt = getattr(self.chosen, name), SOURCES[name]
        told = {"innstilling": name, "verdi": value, "ellers": list(other.rights)}
        return {**told, "regel": other.rule, "usikkerhet": doubt}

    def _no_tie(self, actor: Person, patient: Person) -> dict[str, Any]:
        return {
            **_named("representant", actor, self.people.day),
            **_named("for", patient, self.people.day),
            "knytning": "",
            "kan": False,
            "rettigheter": [],
            "regel": "",
            "hvorfor": f"Registeret har ingen knytning mellom {actor.given} og {patient.given}.",
            "merke": "I",
            "kilde": "vår slutning",
            "avgjort_av": [],
            "representant_digitalt_aktiv": actor.digitally_active,
        }


def contacts(birth: date, day: date) -> list[str]:
    """The services that everybody of that age is a user of: helsestasjon until 1 August of the year one turns six."""
    if day < birth:
        return []
    years = age(birth, day)
    if day < leaves_helsestasjon(birth):
        return ["helsestasjon"]
    school = ["skolehelsetjeneste"] if years <= _LAST_IN_SCHOOL else []
    return [*school, *(["helsestasjon for ungdom"] if ADULT_IN_HEALTH <= years <= _LAST_AS_YOUTH else [])]


def _named(role: str, person: Person, day: date) -> dict[str, Any]:
    return {role: person.ident_on(day) or None, f"{role}_id": person.id, f"{role}_navn": person.name}
