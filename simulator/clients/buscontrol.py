"""Asks a simulated bus for a test area with our parties in it."""

from __future__ import annotations

import json
from collections.abc import Mapping

import urllib3

from wire.bus import BusRefused, BusUnreachable

_ROUTE = "/_sim/areas"


def ensure_area(bus_url: str, area: str, passwords: Mapping[str, str], *, timeout: float = 10.0) -> str:
    """Make or extend the area; gives the address of its queues. Raises `BusUnreachable`, `BusRefused`."""
    base = bus_url.rstrip("/")
    try:
        with urllib3.PoolManager(retries=False) as pool:
            answer = pool.request(
                "POST",
                base + _ROUTE,
                body=json.dumps({"area": area, "parties": dict(passwords)}).encode(),
                headers={"Content-Type": "application/json"},
                timeout=timeout,
            )
    except urllib3.exceptions.HTTPError as error:
        raise BusUnreachable(
            "Får ikke kontakt med bussen.",
            expected=f"en simulert buss på {base}",
            found=str(error),
            fix="Start den med «epj simulate bus», og sjekk adressen.",
        ) from error
    if answer.status not in (200, 201):
        raise BusRefused(
            "Bussen ville ikke opprette testområdet.",
            expected=f"201 fra {base}{_ROUTE}",
            found=f"{answer.status}: {answer.data[:200].decode('utf-8', 'replace')}",
            fix="Sjekk at adressen er til en simulert buss.",
            status=answer.status,
        )
    return f"{base}/w/{area}"
