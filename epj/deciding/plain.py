"""The gate's answer as plain data, for programs (`standards/schemas/gate.schema.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from conformance.deciding.decision import Answer, Decision, PassedOver, Used
from conformance.deciding.deviating import Judged, State
from conformance.deciding.policy import Policy
from conformance.deciding.shelf import Ignored
from conformance.deciding.weighing import Weighed
from conformance.deciding.wording import sentence
from standards.masking import mask


def document(decisions: Iterable[Decision], policy: Policy, ignored: Sequence[Ignored], exit_code: int) -> str:
    """The whole answer as JSON; real persons are masked."""
    found = {
        "schema": 1,
        "exit_code": exit_code,
        "policy": {"name": policy.name, "sha256": policy.sha256, "shipped": policy.is_shipped},
        "decisions": [_decision(one) for one in decisions],
        "ignored": [{"file": str(one.path), "why": one.why} for one in ignored],
    }
    return mask(json.dumps(found, ensure_ascii=False, indent=1))


def _decision(one: Decision) -> dict[str, Any]:
    question = one.question
    return {
        "municipality": question.municipality,
        "product": question.product,
        "version": question.version,
        "service": question.service.id,
        "answer": one.answer.value,
        "ready": one.answer is Answer.READY,
        "sentence": sentence(one),
        "reasons": [{"why": each.why.value, "text": each.text} for each in one.reasons],
        "tried": one.tried,
        "stopping": [_weighed(each) for each in one.stopping],
        "accepted": [_weighed(each) for each in one.accepted],
        "remarks": [_weighed(each) for each in one.remarks],
        "deviations": [_judged(each) for state in State for each in one.deviations(state)],
        "packs": [_used(each) for each in one.used],
        "passed_over": [_passed_over(each) for each in one.passed_over],
    }


def _weighed(one: Weighed) -> dict[str, Any]:
    scenario = one.scenario
    return {
        "id": scenario.id,
        "name": scenario.name,
        "level": scenario.level,
        "class": scenario.severity_class,
        "verdict": scenario.verdict,
        "unreviewed": scenario.confirmed_by_person and not scenario.reviewed,
    }


def _judged(one: Judged) -> dict[str, Any]:
    deviation = one.deviation
    return {
        "scenario": deviation.scenario,
        "rule": deviation.rule,
        "owner": deviation.owner,
        "approver": deviation.approver,
        "issued": deviation.issued.isoformat(),
        "expires": deviation.expires.isoformat(),
        "state": one.state.value,
        "why": one.why,
    }


def _used(one: Used) -> dict[str, Any]:
    return {
        "file": str(one.kept.path),
        "plan": one.plan,
        "ran_at": one.kept.ran_at.isoformat(),
        "verdict": one.pack.run.verdict,
        "key": {"id": one.key_id, "name": one.key_name},
        "told": list(one.told),
    }


def _passed_over(one: PassedOver) -> dict[str, Any]:
    return {"file": str(one.kept.path), "ran_at": one.kept.ran_at.isoformat(), "why": one.why}
