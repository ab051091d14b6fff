"""Where the one who plays staff sits: at which test area, and at which of its services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import g

from simulator.journal.area import Area
from simulator.journal.profile import Profile
from simulator.journal.refusals import Refused
from simulator.journal.unit import Unit
from simulator.workbench.fields import forms

T = TypeVar("T")


@dataclass(frozen=True)
class Seat:
    """One test area of a journal. An empty `service` works at all its services."""

    name: str
    area: Area
    service: str = ""

    @property
    def profile(self) -> Profile:
        """The product that is simulated."""
        return self.area.journal.world.profile

    def view(self, read: Callable[[Unit], T]) -> T:
        """What a reading function finds; raises `Refused`."""
        return self.area.journal.view(read, self.service or None)

    def read(self, intent: str, **params: str) -> dict[str, Any]:
        """What an intent that reads gives, and the access log tells of; raises `Refused`, `FaultyParams`."""
        answer = self.area.journal.do(intent, {**params, **self._at()})
        if answer["outcome"] != "done":
            raise Refused(answer["reason"])
        return dict(answer["data"])

    def do(self, intent: str, params: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Have something done once per key: outcome, reason and data; raises `FaultyParams`, `KeyReused`."""
        at = self._at() if forms()[intent].by_service else {}
        return self.area.journal.do(intent, {**params, **at}, key)

    def _at(self) -> dict[str, str]:
        return {"unit": self.service} if self.service else {}


def seat() -> Seat:
    """The seat of the present request."""
    return cast(Seat, g.seat)
