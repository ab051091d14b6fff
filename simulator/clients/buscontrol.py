"""Asks a simulated bus for a test area with our parties in it, and a receiver of appointments for one of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping

import urllib3

from wire.bus import BusRefused, BusUnreachable

_ROUTE = "/_sim/areas"
_NO_AREAS = frozenset({401, 403, 404, 405})
"""What a service that is no simulation of ours says to the request for an area."""


def ensure_area(bus_url: str, area: str, passwords: Mapping[str, str], *, timeout: float = 10.0) -> str:
    """Make or extend the area; gives the address of its queues. Raises `BusUnreachable`, `BusRefused`."""
    base = bus_url.rstrip("/")
    _call("POST", base, json.dumps({"area": area, "parties": dict(passwords)}).encode(), timeout)
    return f"{base}/w/{area}"


def ensure_appointments(base_url: str, area: str, *, timeout: float = 10.0) -> str:
    """Where appointments of the area are put: our own test area, or the address itself where there are no areas.

    Raises `BusUnreachable`, `BusRefused`.
    """
    base = base_url.rstrip("/")
    try:
        _call("POST", base, json.dumps({"area": area}).encode(), timeout)
    except BusRefused as error:
        if error.status not in _NO_AREAS:
            raise
        return base
    except BusUnreachable as error:
        raise BusUnreachable(
            "Får ikke kontakt med mottaket av timer.",
            expected=f"et svar fra {base}",
            found=error.found,
            fix="Start det med «epj simulate bus --timeavtaler», og sjekk adressen.",
        ) from error
    return f"{base}/w/{area}"


def area_names(bus_url: str, *, timeout: float = 10.0) -> frozenset[str]:
    """The areas that the bus has. Raises `BusUnreachable`, `BusRefused`."""
    answer = _call("GET", bus_url.rstrip("/"), None, timeout)
    try:
        # A simulated journal has areas too, but no queues.
        return frozenset(str(area["area"]) for area in json.loads(answer.data)["areas"] if area["queues"])
    except (ValueError, KeyError, TypeError) as error:
        raise _refused(bus_url, "GET", answer) from error


def amqp_address(bus_url: str, *, timeout: float = 10.0) -> str:
    """Where the areas of the bus answer over AMQP 1.0. Raises `BusUnreachable`, `BusRefused`."""
    answer = _call("GET", bus_url.rstrip("/"), None, timeout)
    try:
        told = {str(area["amqp"]) for area in json.loads(answer.data)["areas"] if area.get("amqp")}
    except (ValueError, KeyError, TypeError) as error:
        raise _refused(bus_url, "GET", answer) from error
    if not told:
        raise BusRefused(
            "Bussen snakker ikke AMQP.",
            expected=f"en simulert buss på {bus_url} som også svarer over AMQP",
            found="en som bare svarer over HTTP",
            fix="Start den på nytt med «epj simulate bus --over amqp».",
        )
    return told.pop()


def _call(method: str, base: str, body: bytes | None, timeout: float) -> urllib3.BaseHTTPResponse:
    try:
        with urllib3.PoolManager(retries=False) as pool:
            answer = pool.request(
                method, base + _ROUTE, body=body, headers={"Content-Type": "application/json"}, timeout=timeout
            )
    except urllib3.exceptions.HTTPError as error:
        raise BusUnreachable(
            "Får ikke kontakt med bussen.",
            expected=f"en simulert buss på {base}",
            found=_why(error, timeout),
            fix="Start den med «epj simulate bus», og sjekk adressen.",
        ) from error
    if answer.status not in (200, 201):
        raise _refused(base, method, answer)
    return answer


def _why(error: urllib3.exceptions.HTTPError, timeout: float) -> str:
    if isinstance(error, urllib3.exceptions.NameResolutionError):
        return "maskinnavnet finnes ikke"
    if not isinstance(error, urllib3.exceptions.NewConnectionError) and isinstance(
        error, urllib3.exceptions.TimeoutError
    ):
        return f"ikke noe svar innen {timeout:g} s"
    return "ingen som tar imot der"


def _said(answer: urllib3.BaseHTTPResponse) -> str:
    """What a bus says is wrong; nothing when it is some other server, whose pages tell the reader nothing."""
    try:
        return str(json.loads(answer.data)["error"])
    except (ValueError, KeyError, TypeError):
        return "fra noe som ikke er en simulert buss"


def _refused(base: str, method: str, answer: urllib3.BaseHTTPResponse) -> BusRefused:
    return BusRefused(
        "Bussen ga ikke et testområde.",
        expected=f"et godt svar på {method} {base}{_ROUTE}",
        found=f"HTTP {answer.status} {_said(answer)}".strip(),
        fix="Sjekk at adressen er til en simulert buss.",
        status=answer.status,
    )
