"""Comparing two runs: each kind of difference is seen, none where there is none, and causes are told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.deciding import blame
from conformance.deciding.blame import Cause
from conformance.deciding.comparing import Comparison, Kind, compare
from conformance.deciding.shapes import Seen, of_item, paths_of, topmost
from conformance.deciding.sides import Breach, Side, Tried, origin_of
from conformance.packing.model import REAL, SIMULATED, UNKNOWN
from conformance.verdicts import Verdict
from standards.envelope import Envelope
from standards.exchange import Exchange, Item, Role
from tests.standards import good

QUESTION = good.question().to_xml()
APPOINTMENT = good.avtale().to_xml()
CODE = {"code": "a"}


def tried(verdict: str = "bestått", **changed: Any) -> Tried:
    """A scenario that passed in a tenth of a second."""
    one = Tried("MSG-N01", "Spør og får svar", "skal", "A", Verdict(verdict), "", 0.1, {}, ())
    return replace(one, **changed)


def side(*scenarios: Tried, suite: Mapping[str, str] | None = None, origin: str = REAL, **changed: Any) -> Side:
    """A run of them by a suite."""
    one = Side(
        path=Path("a"),
        kind="kjøring",
        name="HsPro, test",
        product="visma_hspro",
        version="4.2",
        origin=origin,
        ran_at=None,
        plan="Full test",
        suite=CODE if suite is None else suite,
        verdict="bestått",
        scenarios={each.id: each for each in scenarios},
    )
    return replace(one, **changed)


def compared(before: Tried, after: Tried, *, other_suite: bool = False) -> Comparison:
    return compare(side(before), side(after, suite={"code": "b"} if other_suite else None))


def found(rule: str, severity: str = "feil") -> dict[Breach, str]:
    return {Breach(rule, severity): f"Brøt {rule}"}


def test_a_run_is_the_same_as_itself() -> None:
    one = tried("ikke bestått", breaches=found("DM-03"), seen=(Seen("epj", "kvittering", "godtatt"),))
    assert compared(one, one).is_same and not compared(one, tried()).is_same


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("bestått", "ikke bestått", Kind.NEW_FAILURE),
        ("ikke verifisert", "ikke bestått", Kind.NEW_FAILURE),
        ("ikke aktuelt", "ikke bestått", Kind.NEW_FAILURE),
        ("ikke bestått", "bestått med merknad", Kind.FIXED),
        ("blokkert", "bestått", Kind.FIXED),
        ("bestått", "ikke verifisert", Kind.UNDECIDED),
        ("ikke bestått", "feil i testverktøyet", Kind.UNDECIDED),
        ("bestått", "ikke aktuelt", Kind.OTHER_SCOPE),
        ("bestått", "bestått med merknad", Kind.OTHER_FINDINGS),
    ],
)
def test_every_change_of_verdict_is_told(before: str, after: str, kind: Kind) -> None:
    (one,) = compared(tried(before), tried(after)).differences
    assert (one.kind, one.before, one.after, one.cause) == (kind, before, after, Cause.PRODUCT)


def test_a_failure_for_another_reason_is_told_though_the_verdict_is_the_same() -> None:
    before, after = (tried("ikke bestått", breaches=found(rule)) for rule in ("DM-03", "AVT-02"))
    (one,) = compared(before, after).differences
    assert one.kind is Kind.OTHER_FINDINGS
    assert one.details == ("nytt funn AVT-02 (feil): Brøt AVT-02", "borte funn DM-03 (feil): Brøt DM-03")


def test_a_failure_without_a_finding_is_told_with_its_reason() -> None:
    (one,) = compared(tried(), tried("ikke bestått", reason="Ventet 10 s på svaret.")).differences
    assert one.details == ("Ventet 10 s på svaret.",)


@pytest.mark.parametrize(
    ("before", "after", "is_slower"),
    [(0.5, 1.6, True), (1.0, 2.0, True), (0.1, 1.0, False), (3.0, 5.0, False), (0.0, 9.0, False), (3.0, 1.0, False)],
)
def test_slower_is_twice_as_long_and_a_second_more(before: float, after: float, is_slower: bool) -> None:
    kinds = [one.kind for one in compared(tried(seconds=before), tried(seconds=after)).differences]
    assert kinds == ([Kind.SLOWER] if is_slower else [])


def test_time_is_left_out_on_demand_and_between_a_simulator_and_reality() -> None:
    quick, slow = side(tried(seconds=1.0)), side(tried(seconds=9.0))
    assert not compare(quick, slow).is_same and compare(quick, slow, with_time=False).is_same
    assert compare(replace(quick, origin=SIMULATED), slow).is_same


def test_what_only_one_of_them_tried_is_told() -> None:
    before, after = side(tried(), tried(id="MSG-N02")), side(tried(), tried(id="MSG-N03"))
    kinds = {one.scenario: one.kind for one in compare(before, after).differences}
    assert kinds == {"MSG-N02": Kind.ONLY_BEFORE, "MSG-N03": Kind.ONLY_AFTER}


RECEIPT, REFUSAL = Seen("epj", "kvittering", "godtatt"), Seen("epj", "kvittering", "avvist E10")
ANSWER = Seen("epj", "DIALOG_INNBYGGER_EKONTAKT", "19")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((RECEIPT, ANSWER), (RECEIPT,), "kom ikke lenger: EPJ: DIALOG_INNBYGGER_EKONTAKT 19"),
        ((RECEIPT,), (RECEIPT, ANSWER, ANSWER), "kom i tillegg: EPJ: DIALOG_INNBYGGER_EKONTAKT 19 (2 ganger)"),
        ((RECEIPT, ANSWER), (ANSWER, RECEIPT), "annen rekkefølge fra EPJ: EPJ: kvittering godtatt, "),
    ],
)
def test_another_conversation_is_told(before: tuple[Seen, ...], after: tuple[Seen, ...], told: str) -> None:
    (one,) = compared(tried(seen=before), tried(seen=after)).differences
    assert one.kind is Kind.OTHER_SHAPE and one.details[0].startswith(told)


def test_what_does_not_apply_has_no_conversation_to_differ() -> None:
    kinds = [one.kind for one in compared(tried("ikke aktuelt"), tried(seen=(RECEIPT,))).differences]
    assert kinds == [Kind.OTHER_SCOPE]


def test_messages_that_look_otherwise_are_told_once_with_where() -> None:
    old = Seen("epj", "kvittering", "godtatt", frozenset({"/A", "/A/B"}))
    new = replace(old, paths=frozenset({"/A", "/A/C", "/A/C/D"}))
    before = side(tried(seen=(old,)), tried(id="MSG-N02", seen=(old,)))
    after = side(tried(seen=(new,)), tried(id="MSG-N02", seen=(new,)))
    shapes = compare(before, after).shapes
    assert [(one.path, one.is_new, one.scenarios) for one in shapes] == [
        ("/A/B", False, ("MSG-N01", "MSG-N02")),
        ("/A/C", True, ("MSG-N01", "MSG-N02")),
    ]
    assert not compare(before, before).shapes


def test_what_we_sent_ourselves_is_no_change_of_form() -> None:
    ours = Seen("helsenorge", "DIALOG_INNBYGGER_EKONTAKT", "HE", frozenset({"/A"}))
    assert compared(tried(seen=(ours,)), tried(seen=(replace(ours, paths=frozenset({"/B"})),))).is_same


def test_paths_are_the_same_for_other_persons_and_differ_for_another_code_list() -> None:
    assert paths_of(QUESTION) == paths_of(QUESTION.replace(b"Nora", b"Ada"))
    other = paths_of(QUESTION) ^ paths_of(QUESTION.replace(b"1.9051", b"1.9999"))
    assert other and all("1.9051" in path or "1.9999" in path for path in other)


def test_paths_of_json_and_of_nothing_readable() -> None:
    assert paths_of(b'{"a": [{"b": 1}, {"c": 2}]}') == {"/a", "/a/b", "/a/c"}
    assert paths_of(b"<a>") == paths_of(b"{") == paths_of(b"") == frozenset()


def test_only_the_topmost_path_is_told() -> None:
    assert topmost({"/A/B", "/A/B/C", "/A/B@V", "/A/B (1.2)", "/A/Bc"}) == ["/A/B", "/A/Bc"]


def exchange(raw: bytes, sender: Role = Role.EPJ, **properties: str) -> Exchange:
    return Exchange((Item(sender, raw, Envelope({}, properties)),))


BROKEN = APPOINTMENT.replace(b"<MIGversion>", b"<MIGversjon>").replace(b"</MIGversion>", b"</MIGversjon>")
BROKEN_RULES = sorted(
    blame.broken(tried(exchange=exchange(BROKEN))) - blame.broken(tried(exchange=exchange(APPOINTMENT)))
)


def test_messages_are_judged_again_by_the_rules_that_are_here() -> None:
    assert BROKEN != APPOINTMENT and BROKEN_RULES
    assert not blame.broken(tried())


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (APPOINTMENT, BROKEN, Cause.PRODUCT),
        (BROKEN, BROKEN, Cause.RULES),
        (APPOINTMENT, APPOINTMENT, Cause.RULES),
        (None, BROKEN, Cause.UNCLEAR),
    ],
)
def test_a_new_failure_by_another_suite_is_the_product_only_when_it_does_something_else(
    before: bytes | None, after: bytes, cause: Cause
) -> None:
    rule = BROKEN_RULES[0]
    one = tried(exchange=exchange(before) if before else None)
    other = tried("ikke bestått", breaches=found(rule), exchange=exchange(after))
    (difference,) = compared(one, other, other_suite=True).differences
    assert (difference.kind, difference.cause) == (Kind.NEW_FAILURE, cause)
    (same_suite,) = compared(one, other).differences
    assert same_suite.cause is Cause.PRODUCT


def test_a_scenario_that_is_written_otherwise_is_the_suite_and_not_the_product() -> None:
    before, after = tried(steps=("Gitt a",)), tried("ikke bestått", steps=("Gitt b",))
    (one,) = compared(before, after, other_suite=True).differences
    assert one.cause is Cause.RULES


def test_a_rule_of_a_whole_scenario_cannot_be_judged_again() -> None:
    other = tried("ikke bestått", breaches=found("KON-01"), exchange=exchange(APPOINTMENT))
    (one,) = compared(tried(exchange=exchange(APPOINTMENT)), other, other_suite=True).differences
    assert one.cause is Cause.UNCLEAR


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"code": "a", "tool": "1"}, {"code": "a", "tool": "1"}, True),
        ({"code": "a", "tool": "1"}, {"code": "b", "tool": "1"}, False),
        ({"pack": "a"}, {"pack": "a"}, True),
        ({"tool": "1"}, {"code": "a", "tool": "1"}, None),
        ({"tool": "1"}, {"tool": "2"}, False),
        ({}, {"code": "a"}, None),
    ],
)
def test_two_runs_know_whether_the_same_suite_judged_them(
    one: dict[str, str], other: dict[str, str], same: bool | None
) -> None:
    assert compare(side(suite=one), side(suite=other)).suite is same


@pytest.mark.parametrize("simulated_first", [True, False])
def test_a_simulator_that_fails_what_reality_passes_is_a_defect_of_ours(simulated_first: bool) -> None:
    strict, real = side(tried("ikke bestått"), origin=SIMULATED), side(tried())
    found_here = compare(strict, real) if simulated_first else compare(real, strict)
    assert [one.kind for one in found_here.differences] == [Kind.STRICTER_SIMULATOR]
    mild, failing = side(tried(), origin=SIMULATED), side(tried("ikke bestått"))
    kinds = [one.kind for one in compare(mild, failing).differences]
    assert kinds == [Kind.NEW_FAILURE]


def test_a_simulator_that_refuses_what_reality_takes_is_a_defect_of_ours() -> None:
    strict, real = side(tried(seen=(REFUSAL,)), origin=SIMULATED), side(tried(seen=(RECEIPT,)))
    assert [one.kind for one in compare(strict, real).differences] == [Kind.STRICTER_SIMULATOR]
    assert [one.kind for one in compare(real, strict).differences] == [Kind.STRICTER_SIMULATOR]
    milder = side(tried(seen=(RECEIPT,)), origin=SIMULATED)
    refusing = side(tried(seen=(REFUSAL,)))
    assert [one.kind for one in compare(milder, refusing).differences] == [Kind.OTHER_SHAPE]


def test_two_real_or_two_simulated_runs_say_nothing_of_the_simulator() -> None:
    for origin in (REAL, SIMULATED):
        found_here = compare(side(tried(), origin=origin), side(tried("ikke bestått"), origin=origin))
        assert [one.kind for one in found_here.differences] == [Kind.NEW_FAILURE]


def test_where_messages_came_from_is_read_from_them_and_not_only_from_the_target() -> None:
    assert origin_of([tried(exchange=exchange(APPOINTMENT.replace(b"(simulert)", b"")))], is_declared=False) == REAL
    assert origin_of([tried(exchange=exchange(b"<A/>", SIMULERT="ja"))], is_declared=False) == SIMULATED
    assert origin_of([tried(exchange=exchange(b"<A/>"))], is_declared=True) == SIMULATED
    assert origin_of([tried(exchange=exchange(b"<A/>", Role.HELSENORGE))], is_declared=False) == UNKNOWN


def test_a_message_of_a_folder_is_seen_as_one_of_a_run() -> None:
    seen = of_item(Item(Role.EPJ, APPOINTMENT), 0)
    assert (seen.sender, seen.kind, seen.is_from_epj) == ("epj", "DIALOG_INNBYGGER_AVTALEUTSENDING", True)
    assert seen.paths == paths_of(APPOINTMENT)
