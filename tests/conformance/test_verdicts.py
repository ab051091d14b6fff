"""The ladder: nothing that is put out is greener than what happened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.outcomes import (
    CheckFailed,
    NotApplicable,
    NothingCame,
    NotVerified,
    Outcome,
    PreconditionMissing,
    TargetUnreachable,
    ToolFault,
)
from conformance.verdicts import LADDER, ExitCode, Phase, Verdict, exit_code, of_exception, of_run, of_scenario, worst
from standards.rules.model import Finding, Severity

FINDING = Finding("R", "clause", Severity.ERROR, "problem")
VERDICTS = st.sampled_from(list(Verdict))
SEVERITIES = st.lists(st.sampled_from(list(Severity)))


@pytest.mark.parametrize(
    ("error", "phase", "verdict"),
    [
        (CheckFailed(FINDING), Phase.THEN, Verdict.FAILED),
        (CheckFailed(FINDING), Phase.GIVEN, Verdict.FAILED),
        (NothingCame("05", 1), Phase.THEN, Verdict.FAILED),
        (NothingCame("05", 1), Phase.WHEN, Verdict.FAILED),
        (NothingCame("05", 1), Phase.GIVEN, Verdict.BLOCKED),
        (PreconditionMissing("x"), Phase.GIVEN, Verdict.BLOCKED),
        (PreconditionMissing("x"), Phase.WHEN, Verdict.BLOCKED),
        (TargetUnreachable("x"), Phase.THEN, Verdict.BLOCKED),
        (NotVerified("x"), Phase.THEN, Verdict.NOT_VERIFIED),
        (NotApplicable("x"), Phase.GIVEN, Verdict.NOT_APPLICABLE),
        (ToolFault("x"), Phase.THEN, Verdict.TOOL_FAULT),
        (AssertionError("x"), Phase.THEN, Verdict.TOOL_FAULT),
        (ValueError("x"), Phase.OUTSIDE, Verdict.TOOL_FAULT),
        (Outcome("x"), Phase.THEN, Verdict.TOOL_FAULT),
        (SystemExit(0), Phase.THEN, Verdict.TOOL_FAULT),
    ],
)
def test_the_table(error: BaseException, phase: Phase, verdict: Verdict) -> None:
    assert of_exception(error, phase) is verdict


@pytest.mark.parametrize("phase", list(Phase))
def test_no_exception_is_ever_green(phase: Phase) -> None:
    kinds: list[BaseException] = [CheckFailed(FINDING), NothingCame("x", 1), RuntimeError(), KeyboardInterrupt()]
    kinds += [kind("x") for kind in (PreconditionMissing, TargetUnreachable, NotVerified, NotApplicable, ToolFault)]
    assert not any(of_exception(error, phase).is_green for error in kinds)


def test_every_outcome_is_in_the_table() -> None:
    """A new kind of outcome must be thought through, not fall to the last line by accident."""
    from conformance.verdicts import _TABLE

    assert {kind for kind, _ in _TABLE} == set(Outcome.__subclasses__())


@given(st.lists(VERDICTS))
def test_a_run_is_never_greener_than_its_worst_scenario(verdicts: list[Verdict]) -> None:
    run = of_run(verdicts)
    applying = [verdict for verdict in verdicts if verdict is not Verdict.NOT_APPLICABLE]
    assert run is not Verdict.NOT_APPLICABLE
    if not applying:
        assert run is Verdict.NOT_VERIFIED
    else:
        assert all(LADDER.index(run) >= LADDER.index(verdict) for verdict in applying)
        assert run in applying


@given(st.lists(VERDICTS), VERDICTS)
def test_one_scenario_more_never_makes_a_run_greener(verdicts: list[Verdict], one: Verdict) -> None:
    applying = [verdict for verdict in verdicts if verdict is not Verdict.NOT_APPLICABLE]
    if applying:
        assert LADDER.index(of_run([*verdicts, one])) >= LADDER.index(of_run(verdicts))


@given(VERDICTS, SEVERITIES)
def test_a_scenario_is_never_greener_than_its_findings(verdict: Verdict, severities: list[Severity]) -> None:
    ended = of_scenario(verdict, severities)
    if Severity.ERROR in severities:
        assert not ended.is_green
        assert ended is not Verdict.NOT_APPLICABLE
    elif severities:
        assert ended is not Verdict.PASSED
    if verdict in LADDER:
        assert LADDER.index(ended) >= LADDER.index(verdict)
    else:
        assert ended in (Verdict.NOT_APPLICABLE, Verdict.FAILED)


@given(VERDICTS)
def test_only_green_ends_with_0(verdict: Verdict) -> None:
    assert (exit_code(verdict) is ExitCode.PASSED) == verdict.is_green
    assert exit_code(verdict) is not ExitCode.REFUSED


def test_exit_codes() -> None:
    assert [int(exit_code(verdict)) for verdict in LADDER] == [0, 0, 1, 1, 1, 3]


def test_worst_of_nothing_is_what_the_caller_says() -> None:
    assert worst([], none=Verdict.BLOCKED) is Verdict.BLOCKED
