"""Whether a pack shows all that its plan asks for; where it does not, it is `ufullstendig`."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.packing.layout import ATTACHED, RELEASED
from conformance.packing.model import UNKNOWN, Pack
from conformance.packing.reading import OpenPack
from conformance.packing.reasons import Reason, reason, some
from conformance.packing.suite import Suite
from conformance.packing.witness import Witness
from conformance.verdicts import Verdict


def reasons(package: OpenPack, witness: Witness, suite: Suite | None) -> Iterator[Reason]:
    """Everything that is missing."""
    pack = package.pack
    if pack.origin == UNKNOWN:
        yield reason("nothing_sent")
    if not pack.run.finished_at:
        yield reason("not_finished", reason=pack.run.reason)
    elif pack.run.verdict == Verdict.TOOL_FAULT:
        yield reason("tool_fault", reason=pack.run.reason)
    yield from _scenarios(pack, suite)
    yield from _evidence(package, witness)


def _scenarios(pack: Pack, suite: Suite | None) -> Iterator[Reason]:
    present = {one.id for one in pack.scenarios}
    missing = [one for one in pack.suite.scenarios if one not in present]
    wanted = max(len(pack.suite.scenarios), pack.plan.scenarios)
    if missing or len(present) < wanted:
        short = missing or ["–"]
        count = max(len(missing), wanted - len(present))
        yield reason("missing_scenarios", count=count, of=wanted, plan=pack.plan.name, ids=some(short))
    locked = suite.ids(pack.plan.id) if suite and suite.sha256 == pack.suite.sha256 else None
    if unlisted := [one for one in locked or () if one not in pack.suite.scenarios and one not in present]:
        yield reason("other_list", plan=pack.plan.name, ids=some(unlisted))
    if stopped := [one.id for one in pack.scenarios if one.stopped]:
        yield reason("stopped_scenarios", count=len(stopped), ids=some(stopped))
    if faulty := [one.id for one in pack.scenarios if one.verdict == Verdict.TOOL_FAULT]:
        yield reason("faulty_scenarios", count=len(faulty), ids=some(faulty))


def _evidence(package: OpenPack, witness: Witness) -> Iterator[Reason]:
    listed = {entry.path for entry in package.manifest.entries}
    for one in package.pack.confirmations:
        name = one.file.rpartition("/")[2]
        if name and not {f"{ATTACHED}/{name}", f"{RELEASED}/{name}"} & listed:
            yield reason("missing_attachment", path=one.file, scenario=one.scenario)
    spoken = _with_messages(witness.report)
    if silent := sorted(one for one in spoken if one not in witness.folders):
        yield reason("missing_evidence", ids=some(silent))


def _with_messages(report: object) -> set[str]:
    rows = report.get("scenarios") if isinstance(report, dict) else None
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {str(row.get("id")) for row in found if row.get("messages")}
