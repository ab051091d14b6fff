"""What is told of a fault, to the control API and the command line alike."""

from __future__ import annotations

from typing import Any

from simulator.faults.catalogue import kinds
from simulator.faults.fault import Fault


def told(fault: Fault) -> dict[str, Any]:
    """Everything about it, as JSON has it."""
    return {
        "id": fault.id,
        "kind": kinds()[fault.id],
        "where": fault.where,
        "title": fault.title,
        "noticed": fault.noticed,
        "caught_by": list(fault.caught_by),
        "fate": str(fault.fate),
        "why": fault.why,
        "borne_in": fault.borne_in,
        "cms": fault.cms,
        "hook": str(fault.hook),
        "params": [vars(param) for param in fault.params],
    }
