"""How two runs differ as plain data, for programs (`standards/schemas/diff.schema.json`)."""

from __future__ import annotations

import json
from typing import Any

from conformance.deciding.comparing import Comparison
from conformance.deciding.sides import Side
from epj.deciding.differences import summary
from standards.masking import mask


def document(found: Comparison, exit_code: int) -> str:
    """Everything that differs as JSON; real persons are masked."""
    told = {
        "schema": 1,
        "exit_code": exit_code,
        "summary": summary(found),
        "same_suite": found.suite,
        "before": _side(found.before),
        "after": _side(found.after),
        "differences": [
            {
                "kind": one.kind.value,
                "scenario": one.scenario,
                "name": one.name,
                "before": one.before,
                "after": one.after,
                "cause": one.cause.value,
                "details": list(one.details),
            }
            for one in found.differences
        ],
        "shapes": [
            {"path": one.path, "new": one.is_new, "messages": list(one.messages), "scenarios": list(one.scenarios)}
            for one in found.shapes
        ],
    }
    return mask(json.dumps(told, ensure_ascii=False, indent=1))


def _side(one: Side) -> dict[str, Any]:
    return {
        "path": str(one.path),
        "kind": one.kind,
        "name": one.name,
        "product": one.product,
        "version": one.version,
        "origin": one.origin,
        "plan": one.plan,
        "ran_at": one.ran_at.isoformat() if one.ran_at else None,
        "verdict": one.verdict,
        "suite": dict(one.suite),
    }
