"""What the register holds of a person over time, and the person as of a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, TypeVar

from simulator.national.folkeregister.days import after
from simulator.people import Bond, Number, Person, Protection, Tie

Ansvar = Literal["felles", "mor", "far", "medmor", "andre", "ukjent"]
ANSVAR: Final[tuple[Ansvar, ...]] = ("felles", "mor", "far", "medmor", "andre", "ukjent")
SOURCE: Final = "Folkeregisteret (simulert)"


@dataclass(frozen=True)
class Home:
    """Where somebody lives from a day; `address` is empty when it is unknown or abroad."""

    address: str
    since: date | None = None
    noted: str = ""


@dataclass(frozen=True)
class Shield:
    """How the address is protected from a day."""

    level: Protection
    since: date | None = None
    noted: str = ""


@dataclass(frozen=True)
class Responsibility:
    """Who has parental responsibility for a child: a person, an organisation, or one without a number.

    The first and the last day are both included; `noted` is when the register was told.
    """

    person: str = ""
    organisation: str = ""
    named: tuple[str, str] = ("", "")
    """Name and birth date of one without a number."""
    kind: Ansvar | Literal[""] = ""
    """Empty where the other holders and the sex of the parent tell."""
    since: date | None = None
    until: date | None = None
    cause: str = ""
    source: str = SOURCE
    noted: str = ""

    def holds(self, day: date) -> bool:
        """Whether it is in force that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def tie(self) -> Tie | None:
        """The same as a tie of the child; None when it is no person in the register."""
        return Tie(self.person, Bond.PARENTAL, self.since, self.until) if self.person else None


@dataclass(frozen=True)
class Record:
    """One person over time. What `person` says of address, protection and parental responsibility is not used."""

    person: Person
    homes: tuple[Home, ...] = ()
    shields: tuple[Shield, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    noted: str = ""

    @classmethod
    def of(cls, person: Person, noted: str) -> Record:
        """What the register holds of one of the population."""
        parental = tuple(
            Responsibility(tie.person, since=tie.since or person.birth_date, until=tie.until, noted=noted)
            for tie in person.bonds
            if tie.bond is Bond.PARENTAL
        )
        others = tuple(tie for tie in person.bonds if tie.bond is not Bond.PARENTAL)
        numbers = person.numbers or ((Number(person.ident),) if person.ident else ())
        base = replace(person, ties=others, guardians=(), relation="", numbers=numbers)
        homes, shields = (Home(person.address, noted=noted),), (Shield(person.protection, noted=noted),)
        return cls(base, homes, shields, parental, noted)

    def at(self, day: date) -> Person:
        """The person as of that day, with every tie that is known, whenever it holds."""
        parental = (one.tie for one in self.responsibilities)
        return replace(
            self.person,
            ident=self.person.ident_on(day),
            address=self.home(day).address,
            protection=self.shield(day).level,
            ties=(*(tie for tie in parental if tie is not None), *self.person.ties),
        )

    def home(self, day: date) -> Home:
        """Where the person lives that day."""
        return _latest(self.homes, day) or Home("")

    def shield(self, day: date) -> Shield:
        """How the address is protected that day."""
        return _latest(self.shields, day) or Shield(Protection.NONE)

    @property
    def lingering(self) -> Record:
        """As if no parental responsibility had ended."""
        return replace(self, responsibilities=tuple(replace(one, until=None) for one in self.responsibilities))

    def kind(self, one: Responsibility, day: date, sex: str) -> Ansvar:
        """Who has it, as the register says: one who is told, else together with others, or by the sex of the parent."""
        if one.kind:
            return one.kind
        if not one.person:
            return "andre" if one.organisation else "ukjent"
        beside = [other for other in self.responsibilities if other is not one and other.holds(day) and other.person]
        if beside and one.holds(day):
            return "felles"
        return "mor" if sex == "kvinne" else "far" if sex == "mann" else "ukjent"

    def dues(self) -> Iterator[tuple[date, str]]:
        """Every day on which something about the person changes by itself, with the kind of event."""
        for number in self.person.numbers:
            yield from _on(number.since, "endringIIdentifikasjonsnummer")
        for one in self.responsibilities:
            yield from _on(one.since, "endringIForeldreansvar")
            yield from _on(after(one.until), "endringIForeldreansvar")
        yield from _on(self.person.death_date, "endringIDoedsfall")
        yield from _on(self.person.emigrated, "utflytting")


_Timed = TypeVar("_Timed", Home, Shield)


def _latest(spans: tuple[_Timed, ...], day: date) -> _Timed | None:
    held = [one for one in spans if one.since is None or one.since <= day]
    return max(reversed(held), key=lambda one: one.since or date.min, default=None)  # of one day the last told


def _on(day: date | None, kind: str) -> Iterator[tuple[date, str]]:
    if day is not None:
        yield day, kind
