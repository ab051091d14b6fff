"""Decides whether a service may go live: the newest valid pack for each plan, weighed against the criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from conformance.deciding import deviating
from conformance.deciding.deviating import Judged, State
from conformance.deciding.policy import Policy, Service
from conformance.deciding.shelf import Kept, same
from conformance.deciding.weighing import Weighed, Weighing, weigh
from conformance.packing.model import REAL, SIMULATED, PackScenario
from conformance.targets.deviations import Deviation
from conformance.verdicts import Verdict

_OSLO: Final = ZoneInfo("Europe/Oslo")

_ATTENTION: Final = (State.EXPIRED, State.REFUSED, State.ACTIVE, State.NOT_NEEDED, State.ELSEWHERE)


class Answer(StrEnum):
    """What the gate says, in bokmål."""

    READY = "klar"
    NOT_READY = "ikke klar"
    EXPIRED = "avvik utløpt"


class Why(StrEnum):
    """What kind of thing is in the way."""

    NO_PACK = "no_pack"
    OTHER_VERSION = "other_version"
    NOT_REAL = "not_real"
    NOT_VALID = "not_valid"
    TOO_OLD = "too_old"
    NO_PLAN = "no_plan"
    NOT_TRIED = "not_tried"
    SCENARIO = "scenario"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Reason:
    """One thing in the way, as the end of a sentence that begins «fordi» (bokmål)."""

    why: Why
    text: str


@dataclass(frozen=True)
class Question:
    """What is asked; an empty version stands for that of the newest real pack."""

    municipality: str
    product: str
    version: str
    service: Service


class Checked(Protocol):
    """What verifying a pack gave."""

    @property
    def state(self) -> str:
        """`gyldig` when it can be trusted."""
        ...

    @property
    def reasons(self) -> Sequence[str]:
        """Why not (bokmål)."""
        ...

    @property
    def key_id(self) -> str:
        """Who signed."""
        ...


@dataclass(frozen=True)
class PassedOver:
    """A newer pack that does not count, and why (bokmål)."""

    kept: Kept
    why: str
    kind: Why = Why.NOT_VALID


@dataclass(frozen=True)
class Used:
    """A pack that the answer rests on, for one plan, with what came of its scenarios."""

    plan: str
    kept: Kept
    key_id: str
    weighing: Weighing


@dataclass(frozen=True)
class Decision:
    """The answer with everything that it rests on."""

    question: Question
    answer: Answer
    reasons: tuple[Reason, ...]
    used: tuple[Used, ...]
    passed_over: tuple[PassedOver, ...]

    @property
    def tried(self) -> int:
        """How many scenarios applied."""
        return sum(one.weighing.tried for one in self.used)

    @property
    def stopping(self) -> tuple[Weighed, ...]:
        """The scenarios in the way."""
        return _once(each for one in self.used for each in one.weighing.stopping)

    @property
    def accepted(self) -> tuple[Weighed, ...]:
        """What somebody has accepted."""
        return _once(each for one in self.used for each in one.weighing.accepted)

    @property
    def remarks(self) -> tuple[Weighed, ...]:
        """What is only shown."""
        return _once(each for one in self.used for each in one.weighing.remarks)

    def deviations(self, state: State) -> tuple[Judged, ...]:
        """The deviations of which that has become; where two plans share a scenario, what needs most attention."""
        kept: dict[Deviation, Judged] = {}
        for one in (each for used in self.used for each in used.weighing.judged):
            before = kept.setdefault(one.deviation, one)
            kept[one.deviation] = min(before, one, key=lambda each: _ATTENTION.index(each.state))
        return tuple(one for one in kept.values() if one.state is state)


@dataclass(frozen=True)
class Rules:
    """What decides: the criteria, the day, and what is asked of packs and plans.

    `deviations` replaces those that lie in the packs when it is not None. `scenarios_of` gives the ids of a plan as the
    suite here has it.
    """

    policy: Policy
    today: date
    verify: Callable[[Kept], Checked]
    scenarios_of: Callable[[str], frozenset[str]]
    whole_plan: str
    deviations: Sequence[Deviation] | None = None


def decide(question: Question, packs: Iterable[Kept], rules: Rules) -> Decision:
    """Answer one question from the packs that lie there; every way to «klar» goes through a pack verified whole."""
    concerned = [one for one in packs if same(one.pack.municipality, question.municipality)]
    concerned = [one for one in concerned if same(one.pack.target.product, question.product)]
    if not concerned:
        return _no(question, Reason(Why.NO_PACK, "det ikke finnes noen pakke for den"))
    question = replace(question, version=question.version or _version(concerned, question.service, rules))
    fitting = [one for one in concerned if same(one.pack.target.version, question.version)]
    if not fitting:
        known = ", ".join(sorted({one.pack.target.version or "uten versjon" for one in concerned}))
        return _no(question, Reason(Why.OTHER_VERSION, f"det bare finnes pakker for andre versjoner ({known})"))
    return _settle(question, [_choose(plan, fitting, rules) for plan in question.service.plans], rules)


@dataclass(frozen=True)
class _Choice:
    """What was found for one plan."""

    plan: str
    used: Used | None
    passed_over: tuple[PassedOver, ...]


def _choose(plan: str, packs: Sequence[Kept], rules: Rules) -> _Choice:
    passed_over = []
    for kept in _newest_first(one for one in packs if one.pack.plan.id in (plan, rules.whole_plan)):
        if kept.pack.origin != REAL:
            passed_over.append(PassedOver(kept, _not_real(kept), Why.NOT_REAL))
            continue
        checked = rules.verify(kept)
        if why := _why_not(checked, rules.policy):
            passed_over.append(PassedOver(kept, why))
            continue
        deviations = deviating.of_pack(kept.pack) if rules.deviations is None else rules.deviations
        scenarios = _of_plan(kept, plan, rules)
        weighing = weigh(scenarios, deviations, rules.policy, rules.today)
        return _Choice(plan, Used(plan, kept, checked.key_id, weighing), tuple(passed_over))
    return _Choice(plan, None, tuple(passed_over))


def _of_plan(kept: Kept, plan: str, rules: Rules) -> list[PackScenario]:
    """The scenarios of a pack that belong to a plan: all of its own, some of a pack of everything."""
    if kept.pack.plan.id == plan:
        return list(kept.pack.scenarios)
    wanted = rules.scenarios_of(plan)
    return [one for one in kept.pack.scenarios if one.id in wanted]


def _settle(question: Question, choices: Sequence[_Choice], rules: Rules) -> Decision:
    used = tuple(choice.used for choice in choices if choice.used)
    reasons = [reason for choice in choices for reason in _in_the_way(choice, question, rules)]
    reasons += _untried(question.service, used) if len(used) == len(choices) else []
    passed_over = tuple(dict.fromkeys(each for choice in choices for each in choice.passed_over))
    decision = Decision(question, Answer.NOT_READY, (), used, passed_over)
    if decision.stopping:
        reasons.append(Reason(Why.SCENARIO, _stopping(decision.stopping)))
    expired = decision.deviations(State.EXPIRED)
    reasons = [Reason(Why.EXPIRED, _expired(one)) for one in expired] + reasons
    answer = Answer.EXPIRED if expired else Answer.NOT_READY if reasons else Answer.READY
    return replace(decision, reasons=tuple(reasons), answer=answer)


def _in_the_way(choice: _Choice, question: Question, rules: Rules) -> Iterator[Reason]:
    if choice.used is None:
        yield _missing(choice, question)
        return
    age = (rules.today - day_of(choice.used.kept)).days
    if age > rules.policy.run_days:
        text = f"kjøringen er {age} dager gammel, og kriteriene tillater {rules.policy.run_days}"
        yield Reason(Why.TOO_OLD, text)


def _missing(choice: _Choice, question: Question) -> Reason:
    plan = f"planen {choice.plan}"
    if not choice.passed_over:
        return Reason(Why.NO_PLAN, f"det ikke finnes noen pakke for {plan}")
    first = choice.passed_over[0]
    if all(one.kind is Why.NOT_REAL for one in choice.passed_over):
        return Reason(Why.NOT_REAL, f"{plan} bare er prøvd slik at det ikke teller: {first.why}")
    return Reason(Why.NOT_VALID, f"ingen pakke for {plan} kan brukes: {first.why}")


def _untried(service: Service, used: Sequence[Used]) -> list[Reason]:
    tried = {
        one.id.partition("-")[0]
        for each in used
        for one in each.kept.pack.scenarios
        if one.level == "skal" and one.verdict != Verdict.NOT_APPLICABLE
    }
    missing = [area for area in service.areas if area not in tried]
    if not missing:
        return []
    return [Reason(Why.NOT_TRIED, f"ingenting på nivå skal er prøvd i {joined(missing)}")]


def _stopping(stopping: Sequence[Weighed]) -> str:
    shown = [
        f"{one.scenario.id} ({one.scenario.level}, klasse {one.scenario.severity_class}) er {one.scenario.verdict}"
        for one in stopping[:3]
    ]
    return joined([*shown, f"{len(stopping) - 3} til stopper"] if len(stopping) > 3 else shown)


def _expired(one: Judged) -> str:
    deviation = one.deviation
    about = f"{deviation.scenario}{f' ({deviation.rule})' if deviation.rule else ''}"
    return f"det aksepterte avviket for {about} gikk ut {deviating.day(deviation.expires)} (eier: {deviation.owner})"


def _why_not(checked: Checked, policy: Policy) -> str:
    if checked.state != "gyldig":
        return f"den er {checked.state}: {' '.join(checked.reasons)}".strip()
    if policy.keys and checked.key_id not in policy.keys:
        return f"den er signert med nøkkelen {checked.key_id}, som ikke står i kriteriene"
    return ""


def _not_real(kept: Kept) -> str:
    if kept.pack.origin == SIMULATED:
        return "den er laget på en simulert journal, og det teller aldri"
    return "journalen sendte ingenting, så ingenting viser hva som ble prøvd"


def _version(packs: Sequence[Kept], service: Service, rules: Rules) -> str:
    """That of the newest real pack for the service, else of the newest at all."""
    plans = (*service.plans, rules.whole_plan)
    fitting = [one for one in packs if one.pack.plan.id in plans and one.pack.origin == REAL]
    return next(_newest_first(fitting or packs)).pack.target.version


def _newest_first(packs: Iterable[Kept]) -> Iterator[Kept]:
    return iter(sorted(packs, key=lambda one: (one.ran_at, one.pack.made_at, str(one.path)), reverse=True))


def _no(question: Question, reason: Reason) -> Decision:
    return Decision(question, Answer.NOT_READY, (reason,), (), ())


def _once(found: Iterable[Weighed]) -> tuple[Weighed, ...]:
    """Each scenario once: two plans may share it, and the worst of the two is told."""
    kept: dict[str, Weighed] = {}
    for one in found:
        kept.setdefault(one.scenario.id, one)
    return tuple(kept.values())


def day_of(kept: Kept) -> date:
    """The day of the run, in Norway."""
    return kept.ran_at.astimezone(_OSLO).date()


def joined(items: Sequence[str]) -> str:
    """Items as a bokmål list: a, b og c."""
    return f"{', '.join(items[:-1])} og {items[-1]}" if len(items) > 1 else "".join(items)
