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
    "three_children": "tre barn",
    "siblings": "to barn med en felles foresatt",
    "strangers": "to barn fra hver sin familie, begge med foresatte",
    "youths": "en ungdom på 16 år eller mer med foresatte (kind = «ungdom»)",
    "adults": "en voksen",
    "inactive": "en person med digitally_active = false",
    "young": "en ungdom på 13 til 15 år",
    "newborns": "et barn under to år med minst en foresatt",
    "pregnant": "en gravid (traits = [«gravid»])",
    "home_care": "en bruker av hjemmetjenesten (traits = [«hjemmetjeneste»])",
    "one_name": "en med bare ett navn (family og given er like)",
    "sami_name": "en med samiske bokstaver i navnet",
    "d_number": "en med D-nummer",
    "expendable_child": "et barn som kan brukes opp (traits = [«kan_brukes_opp»])",
    "expendable_pregnant": "en gravid som kan brukes opp (traits = [«gravid», «kan_brukes_opp»])",
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
            "three_children": persons.threes,
            "siblings": persons.sibling_pairs,
            "strangers": persons.strangers,
            "youths": partial(persons.grown_up_youths, today=today),
            "adults": persons.adults,
            "inactive": persons.inactive_citizens,
            "young": partial(persons.aged, today=today, low=13, high=15),
            "newborns": partial(persons.aged, today=today, low=0, high=1),
            "pregnant": partial(persons.with_trait, trait=persons.PREGNANT),
            "home_care": partial(persons.home_care_users, attorneys=self.guardians),
            "one_name": persons.one_named,
            "sami_name": persons.sami_named,
            "d_number": persons.d_numbered,
            "expendable_child": persons.expendables,
            "expendable_pregnant": partial(persons.expendables, trait=persons.PREGNANT),
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
        """Read the folder `preparations`: `all.toml` for the intents, and the sentences of every file in it.

        Raises `ValueError` when a sentence stands twice.
        """
        data: dict[str, Any] = {"given": {}, "step": {}}
        folder = files(__package__).joinpath("preparations")
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if file.name.endswith(".toml"):
                _merge(data, tomllib.loads(file.read_text("utf-8")), file.name)
        return cls(
            {text: _row(values) for text, values in data["given"].items()},
            {text: Row(asks=tuple(asks)) for text, asks in data["step"].items()},
            {intent: values["called"] for intent, values in data["intent"].items()},
            {intent: values["account"] for intent, values in data["intent"].items()},
            data["account"],
            data["minutes"],
        )


def _merge(data: dict[str, Any], more: Mapping[str, Any], name: str) -> None:
    for table, rows in more.items():
        kept = data.setdefault(table, {})
        if twice := sorted(set(kept) & set(rows)):
            raise ValueError(f"{name}: {twice[0]!r} stands in another file too.")
        kept.update(rows)


def _row(values: Mapping[str, Any]) -> Row:
    return Row(**{**values, "asks": tuple(values.get("asks", ()))})
