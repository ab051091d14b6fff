"""What a rule is and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from standards.exchange import Role


class Level(StrEnum):
    """How binding the clause is; NHN's må is skal, their bør is bør."""

    SKAL = "skal"
    BOER = "bør"
    KAN = "kan"


class Mark(StrEnum):
    """How sure we are of the clause: verified in its source, or inferred by us."""

    VERIFIED = "V"
    INFERRED = "I"


class Scope(StrEnum):
    """What a rule needs to see."""

    MESSAGE = "message"
    EXCHANGE = "exchange"
    SCENARIO = "scenario"


class Severity(StrEnum):
    """What a finding does to a verdict: an error fails, a remark is only shown."""

    ERROR = "feil"
    REMARK = "merknad"


@dataclass(frozen=True)
class Finding:
    """One breach: which rule and clause, where, what was expected, what was found, how to mend it (bokmål)."""

    rule: str
    clause: str
    severity: Severity
    problem: str
    where: str = ""
    line: int = 0
    expected: str = ""
    found: str = ""
    fix: str = ""
    item: int | None = None
    """Index in the exchange of the message that the finding is about."""
    by: Role | None = None
    """Whose breach it is, when that is known."""


def severity(level: Level, mark: Mark) -> Severity:
    """An inferred rule is never more than a remark, and only skal is an error."""
    return Severity.ERROR if level is Level.SKAL and mark is Mark.VERIFIED else Severity.REMARK
