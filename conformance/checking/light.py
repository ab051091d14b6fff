"""What a look tells: a light, and for a red one who puts it right and the sentence to send them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from standards.masking import mask


class State(StrEnum):
    """How it stands; grey is what could not be looked at, most often because the target does not tell of it."""

    GREEN = "grønn"
    YELLOW = "gul"
    RED = "rød"
    GREY = "grå"


class Who(StrEnum):
    """Who puts it right."""

    IT = "IT"
    VENDOR = "leverandøren"
    NHN = "NHN"
    MUNICIPALITY = "kommunen"


@dataclass(frozen=True)
class Light:
    """One line of the check: what was looked at, how it stands and what was seen (bokmål).

    A red one says who puts it right and the sentence to send them. `line` is that of the target file, 0 for none.
    """

    state: State
    seen: str
    who: Who | None = None
    sentence: str = ""
    line: int = 0
    look: str = ""

    def __str__(self) -> str:
        """As it is told where there is no table."""
        where = f"linje {self.line}: " if self.line else ""
        told = f"{self.look}: {where}{self.seen}" if self.look else f"{where}{self.seen}"
        return mask(f"{told} Send til {self.who}: «{self.sentence}»" if self.who else told)


def green(seen: str) -> Light:
    """All is well."""
    return Light(State.GREEN, seen)


def yellow(seen: str, line: int = 0) -> Light:
    """A remark: the run may begin."""
    return Light(State.YELLOW, seen, line=line)


def red(seen: str, who: Who, sentence: str, line: int = 0) -> Light:
    """A run could only fail."""
    return Light(State.RED, seen, who, sentence, line)


def grey(seen: str) -> Light:
    """Not looked at, with why."""
    return Light(State.GREY, seen)


def undeclared(key: str) -> Light:
    """Not looked at, since the target file does not tell of it; `key` is what would do so."""
    return grey(f"ikke oppgitt: {key} tar det med.")


def worst(lights: Iterable[Light]) -> State:
    """The state of them all together; grey counts as no remark."""
    order = (State.RED, State.YELLOW)
    found = {light.state for light in lights}
    return next((state for state in order if state in found), State.GREEN)
