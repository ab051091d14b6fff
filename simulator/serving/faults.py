"""What a service may be made to do wrong: a catalogue, and per test area the switches, off until somebody asks.

A service declares its `CATALOGUE = (Fault(…), …)`, gives each area `self.faults = Switches(CATALOGUE)`, turns all
off in `reset`, calls `self.faults.stop()` in `close`, and has `faults.blueprint(areas, lambda area: area.faults,
CATALOGUE)` among its blueprints. Where a fault would strike it asks `if area.faults.take("wrong_audience"):`, which
counts the strike and costs a look in an empty dict while nothing is on. For a fault with `seconds` it asks
`area.faults.linger("slow")`, which waits.

    GET    /_sim/faults                      {"faults": [{"id", "text", "caught_by", "seconds"?}]}
    GET    /_sim/areas/<area>/faults         {"active": [{"id", "left", "struck", "seconds"?}]}
    POST   /_sim/areas/<area>/faults         {"id": "slow", "next": 3, "seconds": 2} → 201; no "next": for good
    DELETE /_sim/areas/<area>/faults[/<id>]  {"turned_off": ["slow"], "active": []}

The switches are in memory: a restart turns all off.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Final, TypeVar

from flask import Blueprint, Response, jsonify, request

from simulator.serving import reading
from simulator.serving.area import Area
from simulator.serving.areas import Areas
from simulator.serving.refusals import FaultyRequest, Refusal

MOST_TIMES: Final = 1_000_000
MOST_SECONDS: Final = 60.0
T = TypeVar("T", bound=Area)


class UnknownFault(Refusal):
    """No fault of that name."""

    status = 404


@dataclass(frozen=True)
class Fault:
    """A misbehaviour: what happens (bokmål), and which scenarios, rules or habits of a client should notice.

    One that lingers has `seconds`, which the order may change.
    """

    id: str
    text: str
    caught_by: tuple[str, ...] = ()
    seconds: float | None = None

    def to_json(self) -> dict[str, Any]:
        """As the control API tells it."""
        return _without_none({"id": self.id, "text": self.text, "caught_by": self.caught_by, "seconds": self.seconds})


@dataclass(frozen=True)
class Active:
    """A fault that is on; `left` is how many times more it strikes, None until it is turned off."""

    id: str
    left: int | None = None
    seconds: float | None = None
    struck: int = 0

    def to_json(self) -> dict[str, Any]:
        """As the control API tells it; `left` is null when there is no end."""
        told = asdict(self)
        return told if self.seconds is not None else {name: told[name] for name in told if name != "seconds"}


class Switches:
    """The faults of one test area. Thread-safe."""

    def __init__(self, catalogue: Iterable[Fault]) -> None:
        self._catalogue: Mapping[str, Fault] = {fault.id: fault for fault in catalogue}
        self._lock = threading.Lock()
        self._on: dict[str, Active] = {}
        self._stopped = threading.Event()

    @property
    def catalogue(self) -> tuple[Fault, ...]:
        """All there are, in the order they were declared."""
        return tuple(self._catalogue.values())

    def take(self, fault: str) -> bool:
        """Whether the fault is to strike now; one strike of it is then used. `KeyError` for a name not declared."""
        return self._struck(fault) is not None

    def linger(self, fault: str) -> bool:
        """Wait as long as the fault has seconds, if it is on and the area is not closed; whether it was on."""
        struck = self._struck(fault)
        if struck is not None and struck.seconds:
            self._stopped.wait(struck.seconds)
        return struck is not None

    def turn_on(self, fault: str, times: int | None = None, seconds: float | None = None) -> Active:
        """Turn one on for so many times, None until it is turned off; one that is on begins anew.

        Raises `UnknownFault` with the three nearest names.
        """
        known = self.find(fault)
        order = Active(known.id, times, known.seconds if seconds is None or known.seconds is None else seconds)
        with self._lock:
            self._on.pop(known.id, None)
            self._on[known.id] = order
        return order

    def turn_off(self, fault: str | None = None) -> list[str]:
        """Turn one off, or all; the ids of those that were on. Raises `UnknownFault`."""
        wanted = None if fault is None else self.find(fault).id
        with self._lock:
            gone = [one for one in self._on if wanted in (None, one)]
            for one in gone:
                del self._on[one]
        return gone

    def active(self) -> list[Active]:
        """Those that are on, in the order they were turned on."""
        with self._lock:
            return list(self._on.values())

    def find(self, fault: str) -> Fault:
        """The fault of that name; raises `UnknownFault` with the three nearest names."""
        found = self._catalogue.get(fault)
        if found is None:
            near = sorted(self._catalogue, key=lambda one: -SequenceMatcher(None, fault[:80].lower(), one).ratio())[:3]
            raise UnknownFault(
                "Det finnes ingen feil med det navnet.",
                expected="en id fra GET /_sim/faults",
                found=fault[:80] or "ingenting",
                fix=f"De nærmeste er {', '.join(near)}." if near else "Tjenesten har ingen feil å slå på.",
            )
        return found

    def stop(self) -> None:
        """Send home whoever lingers, now and later."""
        self._stopped.set()

    def _struck(self, fault: str) -> Active | None:
        if not self._on:
            return None
        known = self._catalogue[fault]
        with self._lock:
            found = self._on.get(known.id)
            if found is None:
                return None
            left = None if found.left is None else found.left - 1
            if left == 0:
                del self._on[found.id]
            else:
                self._on[found.id] = replace(found, left=left, struck=found.struck + 1)
            return found


def blueprint(areas: Areas[T], switches_of: Callable[[T], Switches], catalogue: Iterable[Fault]) -> Blueprint:
    """The routes under /_sim; `switches_of` gives the switches of an area."""
    control = Blueprint("faults", __name__, url_prefix="/_sim")
    known = tuple(catalogue)

    def board(area: str) -> Switches:
        return switches_of(areas.get(area))

    @control.get("/faults")
    def show_all() -> Response:
        return jsonify(faults=[fault.to_json() for fault in known])

    @control.get("/areas/<area>/faults")
    def show(area: str) -> Response:
        return jsonify(active=_told(board(area)))

    @control.post("/areas/<area>/faults")
    def turn_on(area: str) -> tuple[Response, int]:
        on = _ordered(board(area), reading.json_object(request))
        return jsonify({**on.to_json(), "text": board(area).find(on.id).text}), 201

    @control.delete("/areas/<area>/faults")
    def turn_all_off(area: str) -> Response:
        return jsonify(turned_off=board(area).turn_off(), active=[])

    @control.delete("/areas/<area>/faults/<fault>")
    def turn_off(area: str, fault: str) -> Response:
        gone = board(area).turn_off(fault)
        return jsonify(turned_off=gone, active=_told(board(area)))

    return control


def _told(switches: Switches) -> list[dict[str, Any]]:
    return [one.to_json() for one in switches.active()]


def _ordered(switches: Switches, content: Mapping[str, Any]) -> Active:
    """Turn on what somebody asks for; raises `UnknownFault`, `FaultyRequest`."""
    extra = sorted(set(content) - {"id", "next", "seconds"})
    if extra:
        raise _faulty("id, next og seconds", ", ".join(extra)[:80])
    fault = switches.find(reading.text(content, "id"))
    times, seconds = content.get("next"), content.get("seconds")
    if times is not None and (type(times) is not int or not 1 <= times <= MOST_TIMES):
        raise _faulty(f"next som et helt tall fra 1 til {MOST_TIMES}, eller utelatt", repr(times)[:80])
    if seconds is not None and fault.seconds is None:
        raise _faulty(f"{fault.id} uten seconds", repr(seconds)[:80])
    if seconds is not None and (type(seconds) not in {int, float} or not 0 <= seconds <= MOST_SECONDS):
        raise _faulty(f"seconds som et tall fra 0 til {MOST_SECONDS:g}", repr(seconds)[:80])
    return switches.turn_on(fault.id, times, seconds)


def _faulty(expected: str, found: str) -> FaultyRequest:
    return FaultyRequest(
        "Forespørselen har feil form.",
        expected=expected,
        found=found,
        fix='Send for eksempel {"id": "…", "next": 1}. Navnene står på GET /_sim/faults.',
    )


def _without_none(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}
