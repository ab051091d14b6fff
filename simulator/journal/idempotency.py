"""The same intent with the same key is done once; the answer is kept in the same transaction as its effects."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from simulator.journal.refusals import KeyReused
from simulator.journal.unit import Unit


def find(unit: Unit, key: str, intent: str, params: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answer given before; raises `KeyReused` when the key came with something else."""
    row = unit.row("SELECT digest, answer FROM idempotency WHERE key = ?", key)
    if row is None:
        return None
    if row["digest"] != _digest(intent, params):
        raise KeyReused(
            "Nøkkelen er brukt før, til noe annet.",
            expected="en ny Idempotency-Key for hvert oppdrag",
            found=key,
            fix="Lag en ny UUID.",
        )
    answer: dict[str, Any] = json.loads(row["answer"])
    return answer


def keep(unit: Unit, key: str, intent: str, params: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    """Remember the answer."""
    unit.insert(
        "idempotency",
        key=key,
        digest=_digest(intent, params),
        time=unit.stamp,
        answer=json.dumps(answer, ensure_ascii=False),
    )


def _digest(intent: str, params: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps([intent, params], sort_keys=True).encode()).hexdigest()
