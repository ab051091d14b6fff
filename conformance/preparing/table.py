"""The table from the sentences of the suite to what people prepare for them and are asked during them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from conformance import persons

if TYPE_CHECKING:
    from conformance.targets.model import Target, TestPerson

Groups = list[tuple["TestPerson", ...]]

NEEDS: Final[Mapping[str, str]] = {
    "children": "et barn (kind = «barn»)",
    "siblings": "to barn med en felles foresatt",
    "youths": "en ungdom på 16 år eller mer med foresatte (kind = «ungdom»)",
    "adults": "en voksen",
    "inactive": "en person med digitally_active = false",
}


@dataclass(frozen=True)
class Row:
    """What one sentence needs: persons, a setting, intents asked while it runs, or only what we do ourselves."""

    persons: str = ""
    guardians: int = 0
    setting: str = ""
    value: str = ""
    asks: tuple[str, ...] = ()
    before: str = ""
    """What else has to be in place (bokmål)."""
    itself: str = ""
    """What the test bench does itself, so that nobody has to (bokmål)."""

    def groups(self, target: Target, today: date) -> Groups | None:
        """The persons of the target that fit; None when the sentence is about nobody."""
        finders: Mapping[str, Callable[[Target], Groups]] = {
            "children": partial(persons.children, guardians=self.guardians),
            "siblings": persons.sibling_pairs,
            "youths": partial(persons.grown_up_youths, today=today),
            "adults": persons.adults,
            "inactive": persons.inactive_citizens,
        }
        return finders[self.persons](target) if self.persons else None

    @property
    def needs(self) -> str:
        """Whom it needs, in words."""
        more = f" med minst {self.guardians} foresatte" if self.guardians else ""
        return f"{NEEDS[self.persons]}{more}"


@dataclass(frozen=True)
class Table:
    """Every sentence by its text as `epj sentences` writes it."""

    given: Mapping[str, Row]
    step: Mapping[str, Row]
    called: Mapping[str, str]
    """Intent → what it is called on the list."""
    account_of: Mapping[str, str]
    accounts: Mapping[str, str]
    minutes: Mapping[str, int]

    @classmethod
    def load(cls) -> Table:
        """Read `preparations.toml`."""
        data: dict[str, Any] = tomllib.loads(files(__package__).joinpath("preparations.toml").read_text("utf-8"))
        return cls(
            {text: _row(values) for text, values in data["given"].items()},
            {text: Row(asks=tuple(asks)) for text, asks in data["step"].items()},
            {intent: values["called"] for intent, values in data["intent"].items()},
            {intent: values["account"] for intent, values in data["intent"].items()},
            data["account"],
            data["minutes"],
        )


def _row(values: Mapping[str, Any]) -> Row:
    return Row(**{**values, "asks": tuple(values.get("asks", ()))})
