"""Decides whether a service may go live, from packs, accepted deviations and the municipality's criteria."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from conformance.deciding import deviating
from conformance.deciding.choosing import Choice, Rules, choose, newest_first
from conformance.deciding.decision import Answer, Decision, Question, Reason, Used, Why, joined
from conformance.deciding.deviating import Judged, State
from conformance.deciding.policy import ANY_SERVICE, Service
from conformance.deciding.shelf import Kept, Shelf, same_version
from conformance.deciding.weighing import Weighed
from conformance.packing.model import REAL
from conformance.packing.reasons import some

_OSLO: Final = ZoneInfo("Europe/Oslo")
_SHOWN: Final = 3
"""Scenarios that are named in the sentence."""


def decide(question: Question, shelf: Shelf, rules: Rules) -> Decision:
    """Answer one question; «klar» always rests on packs that were verified whole."""
    concerned = shelf.about(question.municipality, question.product)
    if not concerned:
        text = f"det ikke finnes noen pakke for {question.product} i {question.municipality}"
        return _no(question, Reason(Why.NO_PACK, text))
    known = concerned[0]
    question = replace(question, municipality=known.municipality, product=known.product)
    if question.service is ANY_SERVICE:
        plans = joined(sorted({one.plan for one in concerned}))
        return _no(question, Reason(Why.NO_PLAN, f"pakkene er fra planer som ingen tjeneste bygger på ({plans})"))
    question = replace(question, version=question.version or version_of(concerned, question.service, rules))
    fitting = [one for one in concerned if same_version(one.version, question.version)]
    if not fitting:
        versions = joined(sorted({one.version or "uten versjon" for one in concerned}))
        return _no(question, Reason(Why.OTHER_VERSION, f"det bare finnes pakker for andre versjoner ({versions})"))
    return _settle(question, [choose(plan, fitting, rules) for plan in question.service.plans], rules)


def version_of(packs: Sequence[Kept], service: Service, rules: Rules) -> str:
    """The version of the newest pack for the service that can count, else of the newest for it, else of any."""
    fitting = [one for one in packs if is_for(one, service, rules)]
    real = [one for one in fitting if one.origin == REAL]
    return newest_first(real or fitting or packs)[0].version


def is_for(kept: Kept, service: Service, rules: Rules) -> bool:
    """Whether a pack shows that somebody means to have a service; its own plan is the last one that it asks for."""
    is_whole = kept.plan == rules.whole_plan
    return kept.plan == service.plans[-1] or (is_whole and bool(kept.roles & set(service.roles)))


def _settle(question: Question, choices: Sequence[Choice], rules: Rules) -> Decision:
    used = tuple(choice.used for choice in choices if choice.used)
    passed_over = tuple(dict.fromkeys(each for choice in choices for each in choice.passed_over))
    decision = Decision(question, Answer.NOT_READY, (), used, passed_over)
    expired = decision.deviations(State.EXPIRED)
    reasons = [Reason(Why.EXPIRED, _expired(expired))] if expired else []
    waiting = {one.deviation.scenario for one in expired}
    if stopping := [one for one in decision.stopping if one.scenario.id not in waiting]:
        reasons.append(Reason(Why.SCENARIO, _stopping(stopping)))
    reasons += [reason for choice in choices for reason in _in_the_way(choice, rules)]
    reasons += _untried(question.service, used) if len(used) == len(choices) else []
    answer = Answer.EXPIRED if expired else Answer.NOT_READY if reasons else Answer.READY
    return replace(decision, reasons=tuple(dict.fromkeys(reasons)), answer=answer)


def _in_the_way(choice: Choice, rules: Rules) -> Iterator[Reason]:
    if choice.used is None:
        yield _missing(choice, rules)
        return
    for newer in choice.passed_over:
        if newer.failing:
            ids = f"{some(newer.failing)} ikke er bestått"
            yield Reason(Why.NEWER_FAILURE, f"en nyere kjøring, {newer.kept.path.name}, viser at {ids}")
    wanted = rules.scenarios_of(choice.plan) if choice.used.pack.plan.id != choice.plan else frozenset()
    if missing := sorted(wanted - {one.id for one in choice.used.pack.scenarios}):
        plan = rules.name_of(choice.plan)
        text = f"{len(missing)} scenarioer i planen {plan} ikke er med i pakken ({some(missing)})"
        yield Reason(Why.NOT_TRIED, text)
    age = (rules.today - day_of(choice.used.kept)).days
    if age > rules.policy.run_days:
        text = f"kjøringen er {age} dager gammel, og kriteriene tillater {rules.policy.run_days}"
        yield Reason(Why.TOO_OLD, text)


def _missing(choice: Choice, rules: Rules) -> Reason:
    plan = f"planen {rules.name_of(choice.plan)}"
    if not choice.passed_over:
        return Reason(Why.NO_PLAN, f"det ikke finnes noen pakke for {plan}")
    if all(one.kind is Why.NOT_REAL for one in choice.passed_over):
        return Reason(Why.NOT_REAL, f"{plan} bare har pakker som ikke teller ({choice.passed_over[0].why})")
    newest = next(one for one in choice.passed_over if one.kind is not Why.NOT_REAL)
    told = newest.why.rstrip(".")
    return Reason(Why.NOT_VALID, f"ingen pakke for {plan} kan brukes ({newest.kept.path.name}: {told})")


def _untried(service: Service, used: Sequence[Used]) -> list[Reason]:
    """A product that declares nothing must not pass by nothing having been tried, whatever the criteria ask for."""
    if not any(each.weighing.tried for each in used):
        return [Reason(Why.NOT_TRIED, "ingenting er prøvd")]
    tried = {
        one.id.partition("-")[0]
        for each in used
        for one in each.pack.scenarios
        if one.level == "skal" and one.id in each.weighing.tried - each.weighing.unshown
    }
    missing = [area for area in service.areas if area not in tried]
    return [Reason(Why.NOT_TRIED, f"ingenting på nivå skal er prøvd i {joined(missing)}")] if missing else []


def _stopping(stopping: Sequence[Weighed]) -> str:
    shown = [
        f"{one.scenario.id} ({one.scenario.level}, klasse {one.scenario.severity_class}) er {one.scenario.verdict}"
        for one in stopping[:_SHOWN]
    ]
    more = [f"{len(stopping) - _SHOWN} til stopper"] if len(stopping) > _SHOWN else []
    return joined([*shown, *more])


def _expired(expired: Sequence[Judged]) -> str:
    first = min(expired, key=lambda one: one.deviation.expires).deviation
    when = deviating.day(first.expires)
    if len(expired) == 1:
        rule = f" ({first.rule})" if first.rule else ""
        return f"det aksepterte avviket for {first.scenario}{rule} gikk ut {when} (eier: {first.owner})"
    return f"aksepterte avvik har gått ut for {some(one.deviation.scenario for one in expired)} (det første {when})"


def _no(question: Question, reason: Reason) -> Decision:
    return Decision(question, Answer.NOT_READY, (reason,))


def day_of(kept: Kept) -> date:
    """The day of the run, in Norway."""
    return kept.ran_at.astimezone(_OSLO).date()
