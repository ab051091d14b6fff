"""Whatever the verdicts and deviations are: only a valid acceptance stands between a failure and a stop."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.deciding.deviating import State
from conformance.deciding.policy import Consequence, load
from conformance.deciding.weighing import Weighing, weigh
from conformance.packing.model import PackFinding, PackScenario
from conformance.targets.deviations import Deviation
from conformance.verdicts import LADDER, Verdict

TODAY = date(2026, 11, 22)
POLICY = load()
RULES = ("", "DM-03", "AVT-02")


@st.composite
def scenarios(draw: st.DrawFn) -> list[PackScenario]:
    """A few scenarios of any level, class and verdict."""
    return [
        PackScenario(
            id=f"MSG-N{number:02}",
            name="Noe",
            level=draw(st.sampled_from(("skal", "bør", "kan", ""))),
            severity_class=draw(st.sampled_from(("A", "B", "C", ""))),
            kind="normal",
            verdict=draw(st.sampled_from([one.value for one in Verdict])),
            reason=draw(st.sampled_from(("", "I steget «Så»: Ventet.", "I steget «Så»: Feil. Krav: DM-03 (1)."))),
            owner="",
            confirmed_by_person=draw(st.booleans()),
            findings=tuple(
                PackFinding(rule, draw(st.sampled_from(("feil", "merknad"))), "Galt")
                for rule in draw(st.lists(st.sampled_from(RULES[1:]), max_size=2))
            ),
            reviewed=draw(st.booleans()),
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]


@st.composite
def deviations(draw: st.DrawFn) -> list[Deviation]:
    """A few deviations, some begun and some over, long and short, with owner and approver the same or not."""
    return [
        Deviation(
            scenario=f"MSG-N{draw(st.integers(1, 4)):02}",
            owner=draw(st.sampled_from(("Ola", "Kari"))),
            approver=draw(st.sampled_from(("Kari", ""))),
            reason="Rettes",
            issued=TODAY + timedelta(days=draw(st.integers(-40, 3))),
            expires=TODAY + timedelta(days=draw(st.integers(-3, 90))),
            scope="Alt",
            rule=draw(st.sampled_from(RULES)),
        )
        for _ in range(draw(st.integers(0, 4)))
    ]


def weighed(tried: list[PackScenario], accepted: list[Deviation]) -> Weighing:
    return weigh(tried, accepted, POLICY, TODAY)


def is_valid(one: Deviation, max_days: int) -> bool:
    """By the words of the criteria, written once more."""
    in_time = one.issued <= TODAY <= one.expires and (one.expires - one.issued).days <= max_days
    return in_time and bool(one.approver) and one.approver != one.owner


@settings(max_examples=150, deadline=None)
@given(scenarios(), deviations())
def test_what_does_not_stop_passed_or_was_accepted_or_is_allowed_as_a_remark(
    tried: list[PackScenario], accepted: list[Deviation]
) -> None:
    stopping = {one.scenario.id for one in weighed(tried, accepted).stopping}
    for scenario in tried:
        verdict = Verdict(scenario.verdict)
        if scenario.id in stopping or verdict.is_green or verdict is Verdict.NOT_APPLICABLE:
            continue
        criterion = POLICY.criterion(scenario.level, scenario.severity_class)
        mine = [one for one in accepted if one.scenario == scenario.id and is_valid(one, criterion.max_days)]
        assert criterion.of(verdict) is Consequence.REMARK or mine


@settings(max_examples=100, deadline=None)
@given(scenarios(), deviations(), st.data())
def test_a_worse_verdict_never_stops_less(
    tried: list[PackScenario], accepted: list[Deviation], data: st.DataObject
) -> None:
    before = weighed(tried, [])
    number = data.draw(st.integers(0, len(tried) - 1))
    if tried[number].verdict == Verdict.NOT_APPLICABLE:
        return
    worse = LADDER[LADDER.index(Verdict(tried[number].verdict)) :]
    changed = PackScenario(**{**vars(tried[number]), "verdict": data.draw(st.sampled_from(worse)).value})
    after = weighed([*tried[:number], changed, *tried[number + 1 :]], [])
    assert len(after.stopping) >= len(before.stopping)
    assert len(weighed(tried, accepted).stopping) <= len(before.stopping)


@settings(max_examples=100, deadline=None)
@given(scenarios(), deviations())
def test_every_deviation_is_told_of_once_and_an_expired_one_never_counts(
    tried: list[PackScenario], accepted: list[Deviation]
) -> None:
    found = weighed(tried, accepted)
    assert sorted(map(repr, (one.deviation for one in found.judged))) == sorted(map(repr, accepted))
    for one in found.judged:
        assert one.state is State.ACTIVE or one.why
        assert one.state is not State.ACTIVE or one.deviation.expires >= TODAY
