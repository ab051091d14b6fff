"""Finds the newest pack that counts for each plan of a service; what is passed over on the way is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from conformance.deciding import deviating
from conformance.deciding.decision import PassedOver, Used, Why
from conformance.deciding.policy import Policy
from conformance.deciding.shelf import Kept
from conformance.deciding.weighing import weigh
from conformance.packing.model import REAL, SIMULATED, Pack, PackScenario
from conformance.packing.reasons import INCOMPLETE, INVALID, STALE, VALID
from conformance.packing.suite import Suite
from conformance.packing.verifying import Verification, verify
from conformance.targets.deviations import Deviation
from conformance.verdicts import Verdict
from standards.errors import in_words


class Remembering(Suite):
    """The suite that is here, which finds the scenarios of a plan once, however many packs ask."""

    @cached_property
    def _found(self) -> dict[str, tuple[str, ...] | None]:
        return {}

    def ids(self, plan: str) -> tuple[str, ...] | None:
        """The ids of a plan; None when there is no such plan."""
        if plan not in self._found:
            self._found[plan] = super().ids(plan)
        return self._found[plan]


@dataclass(frozen=True)
class Rules:
    """What decides: the criteria, the day, and what is asked of packs and plans.

    `scenarios_of` gives the ids of a plan as the suite here has it, `name_of` what it is called; `whole_plan` is the
    plan with everything. `deviations` replaces those that lie in the packs when it is not None.
    """

    policy: Policy
    today: date
    verify: Callable[[Kept], Verification]
    scenarios_of: Callable[[str], frozenset[str]]
    name_of: Callable[[str], str]
    whole_plan: str
    deviations: Sequence[Deviation] | None = None


def rules(policy: Policy, suite: Suite, today: date, deviations: Sequence[Deviation] | None = None) -> Rules:
    """The rules with the suite that is here; each pack is verified once, however often it is asked for."""

    @cache
    def verified(path: Path) -> Verification:
        return verify(path, today=today, suite=suite if policy.same_suite else None, trusted=policy.keys)

    def checked(kept: Kept) -> Verification:
        try:
            return verified(kept.path)
        except OSError as error:
            return Verification(INVALID, (f"Filen kan ikke leses: {in_words(error)}.",))

    @cache
    def scenarios_of(plan: str) -> frozenset[str]:
        return frozenset(suite.ids(plan) or ())

    def name_of(plan: str) -> str:
        return suite.book.find(plan).name

    return Rules(policy, today, checked, scenarios_of, name_of, suite.book.whole.id, deviations)


@dataclass(frozen=True)
class Choice:
    """What was found for one plan."""

    plan: str
    used: Used | None
    passed_over: tuple[PassedOver, ...]


def choose(plan: str, packs: Sequence[Kept], rules: Rules) -> Choice:
    """The newest pack that counts; one that is simulated never does, and one that cannot be trusted does not."""
    passed_over = []
    fitting = newest_first(one for one in packs if one.plan in (plan, rules.whole_plan))
    for kept in fitting:
        if kept.origin != REAL:
            passed_over.append(PassedOver(kept, _not_real(kept), Why.NOT_REAL))
            continue
        checked = rules.verify(kept)
        if checked.pack is None or (why := _why_not(checked, kept)):
            told = " ".join(checked.reasons) if checked.pack is None else why
            passed_over.append(PassedOver(kept, told, failing=_failing(plan, checked, rules)))
            continue
        if other := _contradicting(kept, checked.pack, fitting, rules):
            passed_over.append(PassedOver(kept, f"den og {other.path.name} har forskjellige dommer av samme kjøring"))
            continue
        return Choice(plan, _used(plan, kept, checked.pack, checked, rules), tuple(passed_over))
    return Choice(plan, None, tuple(passed_over))


def _failing(plan: str, checked: Verification, rules: Rules) -> tuple[str, ...]:
    """What would stop, of what a real run shows to have failed: it need not be whole or fresh to have shown that."""
    if checked.pack is None or checked.simulated or checked.state not in (INCOMPLETE, STALE):
        return ()
    found = weigh(_of_plan(checked.pack, plan, rules), _deviations(checked.pack, rules), rules.policy, rules.today)
    return tuple(one.scenario.id for one in found.stopping if one.scenario.verdict == Verdict.FAILED)


def _deviations(pack: Pack, rules: Rules) -> Sequence[Deviation]:
    return deviating.of_pack(pack) if rules.deviations is None else rules.deviations


def _contradicting(kept: Kept, pack: Pack, packs: Iterable[Kept], rules: Rules) -> Kept | None:
    """Another valid pack of the very same run that has other verdicts; nobody can know which of them is right."""
    for other in packs:
        if other is kept or (other.plan, other.ran_at, other.origin) != (kept.plan, kept.ran_at, kept.origin):
            continue
        found = rules.verify(other)
        if found.pack and not _why_not(found, other) and _verdicts(found.pack) != _verdicts(pack):
            return other
    return None


def _verdicts(pack: Pack) -> dict[str, str]:
    return {one.id: one.verdict for one in pack.scenarios}


def newest_first(packs: Iterable[Kept]) -> list[Kept]:
    """The newest run first."""
    return sorted(packs, key=lambda one: (one.ran_at, one.made_at, str(one.path)), reverse=True)


def _used(plan: str, kept: Kept, pack: Pack, checked: Verification, rules: Rules) -> Used:
    weighing = weigh(_of_plan(pack, plan, rules), _deviations(pack, rules), rules.policy, rules.today)
    return Used(plan, kept, pack, checked.key_id, checked.key_name, checked.told, weighing)


def _of_plan(pack: Pack, plan: str, rules: Rules) -> list[PackScenario]:
    """The scenarios of a pack that belong to a plan: all of its own, some of a pack of everything."""
    if pack.plan.id == plan:
        return list(pack.scenarios)
    wanted = rules.scenarios_of(plan)
    return [one for one in pack.scenarios if one.id in wanted]


def _why_not(checked: Verification, kept: Kept) -> str:
    if checked.state != VALID:
        return f"den er {checked.state}: {' '.join(checked.reasons)}".strip()
    if not checked.real:
        return _not_real(kept)
    if checked.pack is not None and not kept.is_about(checked.pack):
        return "den sier to forskjellige ting om hva den gjelder"
    return ""


def _not_real(kept: Kept) -> str:
    if kept.origin in (SIMULATED, REAL):
        return "prøvd mot en simulert journal, og det teller aldri"
    return "journalen sendte ingenting, så ingenting viser hva som ble prøvd"
