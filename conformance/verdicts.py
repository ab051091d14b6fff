"""The ladder of verdicts, and the one table that translates what stopped a step into a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum

from conformance.outcomes import (
    CheckFailed,
    NotApplicable,
    NothingCame,
    NotVerified,
    PreconditionMissing,
    TargetUnreachable,
    ToolFault,
)
from standards.rules.model import Severity


class Verdict(StrEnum):
    """What a scenario or a run ends as, in the words the report uses; `ikke aktuelt` stands beside the ladder."""

    PASSED = "bestått"
    PASSED_WITH_REMARK = "bestått med merknad"
    NOT_VERIFIED = "ikke verifisert"
    BLOCKED = "blokkert"
    FAILED = "ikke bestått"
    TOOL_FAULT = "feil i testverktøyet"
    NOT_APPLICABLE = "ikke aktuelt"

    @property
    def is_green(self) -> bool:
        """Whether the EPJ has shown what the scenario asks for."""
        return self in (Verdict.PASSED, Verdict.PASSED_WITH_REMARK)


LADDER = (
    Verdict.PASSED,
    Verdict.PASSED_WITH_REMARK,
    Verdict.NOT_VERIFIED,
    Verdict.BLOCKED,
    Verdict.FAILED,
    Verdict.TOOL_FAULT,
)
"""From best to worst; ARCHITECTURE.md, Rules that keep trust."""


class Phase(StrEnum):
    """Which part of a scenario a step belongs to; `Og` and `Men` belong to the part they follow."""

    GIVEN = "Gitt"
    WHEN = "Når"
    THEN = "Så"
    OUTSIDE = ""
    """Setting up or tearing down, outside any step."""


class ExitCode(IntEnum):
    """How `epj accept` ends (ARCHITECTURE.md, Rules that keep trust)."""

    PASSED = 0
    NOT_PASSED = 1
    REFUSED = 2
    TOOL_FAULT = 3


_TABLE: tuple[tuple[type[BaseException], Verdict], ...] = (
    (CheckFailed, Verdict.FAILED),
    (NothingCame, Verdict.FAILED),
    (PreconditionMissing, Verdict.BLOCKED),
    (TargetUnreachable, Verdict.BLOCKED),
    (NotVerified, Verdict.NOT_VERIFIED),
    (NotApplicable, Verdict.NOT_APPLICABLE),
    (ToolFault, Verdict.TOOL_FAULT),
)
_EXCEPTIONS: dict[tuple[type[BaseException], Phase], Verdict] = {
    (NothingCame, Phase.GIVEN): Verdict.BLOCKED,
}


def of_exception(error: BaseException, phase: Phase) -> Verdict:
    """The verdict of a step that raised; whatever is not an outcome of ours is a fault of the test bench."""
    for kind, verdict in _TABLE:
        if isinstance(error, kind):
            return _EXCEPTIONS.get((kind, phase), verdict)
    return Verdict.TOOL_FAULT


def worst(verdicts: Iterable[Verdict], *, none: Verdict) -> Verdict:
    """The lowest rung reached; `none` when nothing on the ladder was given."""
    rungs = [LADDER.index(verdict) for verdict in verdicts if verdict in LADDER]
    return LADDER[max(rungs)] if rungs else none


def of_severity(severity: Severity) -> Verdict:
    """The best verdict that a scenario with such a finding can have."""
    return Verdict.FAILED if severity is Severity.ERROR else Verdict.PASSED_WITH_REMARK


def of_scenario(verdict: Verdict, severities: Iterable[Severity]) -> Verdict:
    """What the steps gave, lowered by what the rules found; findings also speak where nothing was applicable."""
    findings = [of_severity(severity) for severity in severities]
    if verdict is Verdict.NOT_APPLICABLE:
        return worst((found for found in findings if not found.is_green), none=verdict)
    return worst([verdict, *findings], none=verdict)


def of_run(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst over the scenarios that apply; none applying proves nothing."""
    return worst(verdicts, none=Verdict.NOT_VERIFIED)


def exit_code(verdict: Verdict) -> ExitCode:
    """The exit code of a run that got as far as a verdict."""
    if verdict.is_green:
        return ExitCode.PASSED
    return ExitCode.TOOL_FAULT if verdict is Verdict.TOOL_FAULT else ExitCode.NOT_PASSED
