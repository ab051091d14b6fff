"""Whether what a pack says of itself agrees with what lies in it; where it does not, the pack is `ugyldig`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from conformance.evidence.origin import ENVIRONMENT, is_called_simulated
from conformance.packing import banner
from conformance.packing.layout import REPORT_JSON, says_simulated
from conformance.packing.manifest import PACK_JSON, PAGE, SIGNATURE_JSON
from conformance.packing.model import SIMULATED, UNKNOWN, Pack
from conformance.packing.reading import OpenPack
from conformance.packing.reasons import Reason, reason
from conformance.packing.suite import Suite, weight
from conformance.packing.witness import Witness
from conformance.verdicts import Verdict, of_run, of_scenario
from standards.rules.model import Severity

_OSLO: Final = ZoneInfo("Europe/Oslo")
_KNOWN: Final = frozenset(severity.value for severity in Severity)
APART: Final = timedelta(minutes=5)
"""As much as the clocks of two honest machines may differ."""


def reasons(package: OpenPack, witness: Witness, today: date, suite: Suite | None) -> Iterator[Reason]:
    """Everything that does not agree; `suite` is the one that is here, and None compares nothing with it."""
    yield from _origin(package, witness)
    yield from _times(package, today)
    yield from _verdicts(package.pack, witness.report)
    yield from _scenarios(package.pack, suite)
    if package.manifest.suite != package.pack.suite.sha256:
        yield reason("other_suite")


def _origin(package: OpenPack, witness: Witness) -> Iterator[Reason]:
    pack = package.pack
    told = witness.report.get("simulated") if isinstance(witness.report, Mapping) else False
    declared = pack.target.environment == ENVIRONMENT or is_called_simulated(pack.target.name) or told is True
    seen = SIMULATED if declared or witness.origin == SIMULATED else witness.origin
    claims = {
        PACK_JSON: pack.simulated,
        SIGNATURE_JSON: package.signature.simulated,
        PAGE: banner.says_simulated(witness.page),
        "filnavnet": says_simulated(package.path.name),
    }
    for where, claim in claims.items():
        if seen == SIMULATED and not claim:
            yield reason("claims_real", where=where)
        if seen != SIMULATED and claim:
            yield reason("claims_simulated", where=where)
    if pack.origin != seen and SIMULATED not in (pack.origin, seen):
        yield reason("origin_differs", said=pack.origin, seen=seen or UNKNOWN)


def _times(package: OpenPack, today: date) -> Iterator[Reason]:
    run, signed = package.pack.run, datetime.fromisoformat(package.signature.signed_at)
    if signed.astimezone(_OSLO).date() > today:
        yield reason("signed_in_future", when=f"{signed.astimezone(_OSLO):%d.%m.%Y kl. %H:%M}")
    steps = {
        "kjøringen begynte": run.started_at,
        "kjøringen sluttet": run.finished_at,
        "pakken ble laget": package.pack.made_at,
        "pakken ble signert": package.signature.signed_at,
    }
    known = [(what, datetime.fromisoformat(when)) for what, when in steps.items() if when]
    for (before, earlier), (after, later) in pairwise(known):
        if later < earlier - APART:
            yield reason("times_disagree", what=f"{after} før {before}")


def _verdicts(pack: Pack, report: object) -> Iterator[Reason]:
    gives = of_run(Verdict(one.verdict) for one in pack.scenarios)
    if pack.run.verdict not in (gives, Verdict.TOOL_FAULT):
        yield reason("run_verdict", said=pack.run.verdict, gives=gives)
    there = _of_report(report)
    here = {"kjøringen": pack.run.verdict, **{one.id: one.verdict for one in pack.scenarios}}
    for what in sorted({*there, *here}):
        if there.get(what) != here.get(what):
            told = {"there": there.get(what, "–"), "here": here.get(what, "–")}
            yield reason("verdicts_disagree", where=REPORT_JSON, what=what, **told)
            return


def _scenarios(pack: Pack, suite: Suite | None) -> Iterator[Reason]:
    """No scenario may be called better than its findings, or weigh less than it is written to by who judged."""
    weights = suite.weights if suite and suite.sha256 == pack.suite.sha256 else {}
    for one in pack.scenarios:
        said = Verdict(one.verdict)
        gives = of_scenario(said, (Severity(found.severity) for found in one.findings if found.severity in _KNOWN))
        if gives is not said:
            yield reason("too_green", scenario=one.id, said=said, gives=gives)
        if (told := weight(one.level, one.severity_class)) != (here := weights.get(one.id, told)):
            yield reason("other_weight", scenario=one.id, said=told, here=here)


def _of_report(report: object) -> dict[str, str]:
    if not isinstance(report, Mapping):
        return {}
    listed: Any = report.get("scenarios")
    rows = [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []
    found = {str(row.get("id")): str(row.get("verdict")) for row in rows}
    return {"kjøringen": str(report.get("verdict")), **found}
