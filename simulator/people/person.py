"""One synthetic person, with everything about them that the register and the journals know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from standards.identifiers import IdKind, classify, mask

Sex = Literal["kvinne", "mann"]
SIDES: tuple[Sex, ...] = ("kvinne", "mann")


class NotSynthetic(ValueError):
    """The number is not one of the synthetic ones, so it may belong to a living person."""


class Bond(StrEnum):
    """What one person is to another; the first four are codes of 7611, the others give no right to act."""

    PARENTAL = "FO"
    GUARDIAN = "VE"
    POWER = "FU"
    ASSIGNED = "TD"
    FOSTER = "fosterforelder"
    PARENT = "forelder uten foreldreansvar"


class Protection(StrEnum):
    """The classes of address protection in Folkeregisteret; a client address hides nothing and takes no rights."""

    NONE = "ingen"
    CLIENT = "klientadresse"
    CONFIDENTIAL = "kode 7"
    STRICT = "kode 6"


@dataclass(frozen=True)
class Tie:
    """Another person who is something to this one; the first and the last day are both included."""

    person: str
    bond: Bond
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the tie is in force that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Number:
    """A synthetic FNR or D-number and when it is valid, both days included; raises `NotSynthetic` for any other."""

    value: str
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        require_synthetic(self.value)

    def holds(self, day: date) -> bool:
        """Whether the number is valid that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Person:
    """One synthetic person as of a date.

    `guardians` are ids of those who act for the person by `relation`, a code of 7611; `ties` says it in full, with
    dates. `ident` is empty for one who has no number yet; `numbers` is filled when the number changes over time. Two
    persons live together when their `address` is the same and not empty. Raises `NotSynthetic`.
    """

    id: str
    ident: str
    family: str
    given: str
    birth_date: date
    sex: Sex
    kind: str
    guardians: tuple[str, ...] = ()
    relation: str = ""
    digitally_active: bool = True
    numbers: tuple[Number, ...] = ()
    ties: tuple[Tie, ...] = ()
    address: str = ""
    protection: Protection = Protection.NONE
    traits: tuple[str, ...] = ()
    due_date: date | None = None
    death_date: date | None = None
    emigrated: date | None = None
    parental_consent: bool = False

    def __post_init__(self) -> None:
        if self.ident:
            require_synthetic(self.ident, self.birth_date)
        for number in self.numbers:
            require_synthetic(number.value, self.birth_date)

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"

    @property
    def protected(self) -> bool:
        """Whether the address is protected so that nobody may represent or be represented."""
        return self.protection in (Protection.CONFIDENTIAL, Protection.STRICT)

    @property
    def bonds(self) -> tuple[Tie, ...]:
        """Everybody the person has a tie to."""
        return self.ties or tuple(Tie(guardian, Bond(self.relation)) for guardian in self.guardians)

    def ident_on(self, day: date) -> str:
        """The number that is valid that day; empty when there is none."""
        if not self.numbers:
            return self.ident
        return next((number.value for number in self.numbers if number.holds(day)), "")

    def alive(self, day: date) -> bool:
        """Whether the person is born and not dead; the day of death counts as dead."""
        return self.birth_date <= day and (self.death_date is None or day < self.death_date)


@dataclass(frozen=True)
class Family:
    """People who belong together, and what there is to tell of them."""

    id: str
    name: str
    members: tuple[Person, ...]
    story: str = ""
    use: str = ""
    everywhere: bool = True


def require_synthetic(value: str, birth: date | None = None) -> None:
    """Raise `NotSynthetic` unless it is a synthetic FNR or D-number that does not contradict the birth date."""
    number = classify(value)
    if number is None or number.synthetic is None or not number.check_digits_ok:
        raise NotSynthetic(
            f"{mask(value)[:11]} is not a synthetic number: make it with standards.identifiers.make_fnr."
        )
    if number.kind not in (IdKind.FNR, IdKind.DNR):
        raise NotSynthetic(f"{value} is a {number.kind}; a person in the population has an FNR or a D-number.")
    if birth is not None and number.birth_date not in (None, birth):
        raise NotSynthetic(f"{value} belongs to one born {number.birth_date}, not {birth}.")
