"""Reads the plans, finds the one that is asked for, and says which scenarios it has."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from conformance.plans.form import EVERYTHING, plain, problems

PLANS: Final = Path(__file__).with_name("plans.toml")


class Written(Protocol):
    """What a plan looks at in a scenario; `file` is its place below the folder of features."""

    @property
    def id(self) -> str:
        """The id."""
        ...

    @property
    def file(self) -> str:
        """The file."""
        ...

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, without @."""
        ...


One = TypeVar("One", bound=Written)


class BadPlans(ValueError):
    """The file of plans cannot be used; says everything that is wrong with it (bokmål)."""


class UnknownPlan(ValueError):
    """Somebody asked for a plan that does not exist; says what was asked, and `hint` what is near (bokmål)."""

    def __init__(self, asked: str, hint: str) -> None:
        super().__init__(f"Det finnes ingen plan som heter «{asked}». {hint}")
        self.hint = hint


@dataclass(frozen=True)
class Plan:
    """One plan; `about` is what it is for and `whom` who needs it (bokmål)."""

    id: str
    name: str
    about: str
    whom: str
    choose: tuple[str, ...]
    without: tuple[str, ...] = ()
    shown: bool = True

    def has(self, scenario: Written) -> bool:
        """Whether a scenario belongs to it."""
        chosen = any(_fits(one, scenario) for one in self.choose)
        return chosen and not any(_fits(one, scenario) for one in self.without)

    def of(self, scenarios: Iterable[One]) -> tuple[One, ...]:
        """Its scenarios, in the order they come."""
        return tuple(one for one in scenarios if self.has(one))

    @property
    def is_whole(self) -> bool:
        """Whether it has everything."""
        return EVERYTHING in self.choose and not self.without

    def public(self) -> dict[str, str]:
        """What the evidence keeps of it."""
        return {"id": self.id, "name": self.name, "about": self.about}


@dataclass(frozen=True)
class PlanBook:
    """Every plan, in the order of the file; one of them has everything."""

    plans: tuple[Plan, ...]
    seconds: float
    """About how long the machine takes for one scenario."""

    @classmethod
    def load(cls, path: Path = PLANS) -> PlanBook:
        """Read the file; raises `BadPlans`."""
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise BadPlans(f"Planene i {path.name} kan ikke leses: {error}") from error
        if found := problems(data, {field.name for field in fields(Plan)}):
            raise BadPlans("\n".join([f"Planene i {path.name} kan ikke brukes:", *(f"  {one}" for one in found)]))
        return cls(tuple(_plan(row) for row in data["plans"]), float(data["machine"]["seconds"]))

    @property
    def whole(self) -> Plan:
        """The plan with everything."""
        return next(plan for plan in self.plans if plan.is_whole)

    def find(self, asked: str) -> Plan:
        """The plan with that name or id, however it is written; raises `UnknownPlan`."""
        wanted = plain(asked)
        for plan in self.plans:
            if wanted in (plain(plan.id), plain(plan.name)):
                return plan
        names = {plain(word): plan.name for plan in self.plans for word in (plan.id, plan.name)}
        near = tuple(dict.fromkeys(names[one] for one in get_close_matches(wanted, names, n=2, cutoff=0.5)))
        shown = ", ".join(plan.name for plan in self.plans if plan.shown)
        hint = f"Mente du {' eller '.join(near)}?" if near else f"Planene er {shown}; epj plans --all-plans viser alle."
        raise UnknownPlan(asked, hint)

    def breaches(self, scenarios: Sequence[Written]) -> tuple[str, ...]:
        """Where plans and suite do not fit (bokmål): a choice of nothing, a scenario that only Full test has."""
        return (*(gap for plan in self.plans for gap in holes(plan, scenarios)), *self._alone(scenarios))

    def _alone(self, scenarios: Sequence[Written]) -> Iterator[str]:
        others = [plan for plan in self.plans if not plan.is_whole]
        for scenario in scenarios:
            if not any(plan.has(scenario) for plan in others):
                yield f"{scenario.id} ({scenario.file}) er ikke i noen annen plan enn {self.whole.name}."


def holes(plan: Plan, scenarios: Sequence[Written]) -> tuple[str, ...]:
    """What a plan names that is not there (bokmål)."""
    missing = [one for one in (*plan.choose, *plan.without) if not any(_fits(one, each) for each in scenarios)]
    return tuple(f"Planen {plan.name} viser til {_called(one)}, som ikke finnes." for one in missing)


def _called(selector: str) -> str:
    if selector.endswith("/"):
        return f"mappen features/{selector}"
    return f"merkelappen {selector}" if selector.startswith("@") else f"scenarioet {selector}"


def _fits(selector: str, scenario: Written) -> bool:
    if selector == EVERYTHING:
        return True
    if selector.endswith("/"):
        return scenario.file.startswith(selector)
    if selector.startswith("@"):
        tag = selector.removeprefix("@")
        return any(_tag_fits(tag, one) for one in scenario.tags)
    return scenario.id == selector


def _tag_fits(wanted: str, tag: str) -> bool:
    return tag.startswith(wanted.removesuffix("*")) if wanted.endswith("*") else tag == wanted


def _plan(row: Mapping[str, Any]) -> Plan:
    choices = {key: tuple(row.get(key, ())) for key in ("choose", "without")}
    return Plan(**{**row, **choices})
