"""The register and Helsenorge's own parts beside each other, without a network between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

import urllib3
from flask import Flask
from flask.testing import FlaskClient

from simulator.clock import ManualClock
from simulator.national.folkeregister.areas import Areas as Registers
from simulator.national.folkeregister.building import build as build_register
from simulator.national.helsenorge.areas import Areas as Helsenorges
from simulator.national.helsenorge.building import build as build_helsenorge
from simulator.national.helsenorge.citizens import HttpRegistry
from simulator.serving.service import Place, Surroundings
from standards.identifiers import is_real_range

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
SEED = 7
AREAS = ("a", "b")
REAL = next(number for last in range(100) if is_real_range(number := f"010101500{last:02}"))
"""Made up, but with an ordinary month and right check digits: somebody could have it."""


class Wire:
    """Stands where the connections would: takes a call to the register's app."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self.calls: list[str] = []
        self.silent = False

    def request(self, method: str, url: str, **sent: Any) -> SimpleNamespace:
        if self.silent:
            raise urllib3.exceptions.ConnectTimeoutError
        path = urlsplit(url).path
        self.calls.append(path)
        answer = self._client.open(path, method=method, data=sent.get("body"), headers=sent.get("headers"))
        return SimpleNamespace(status=answer.status_code, data=answer.data)


class World:
    """Two areas with the named families, and what tests ask of them."""

    def __init__(self, data: Path | None, **options: Any) -> None:
        self.clock = ManualClock(START)
        around = Surroundings(data, self.clock, known=AREAS, place=lambda area: Place(SEED, "familier"))
        register, self.registers = build_register(around)
        self.wire = Wire(register)
        registry = HttpRegistry(lambda area: f"http://register/w/{area}", cast(Any, self.wire))
        self.app, self.helsenorges = build_helsenorge(around, registry=registry, **options)
        self.register_app = register
        self.register: FlaskClient = register.test_client()
        self.helsenorge: FlaskClient = self.app.test_client()

    def number(self, one: str, area: str = "a") -> str:
        """The number of today of one with that id."""
        register = self.registers.get(area)
        found = register.records[one].person.ident_on(register.today())
        assert found, one
        return found

    def happen(self, kind: str, area: str = "a", status: int = 201, **given: Any) -> dict[str, Any]:
        """Something happens in the register."""
        answer = self.register.post(f"/_sim/areas/{area}/hendelser", json={"hendelse": kind, **given})
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def acts(self, actor: str, patient: str, area: str = "a") -> dict[str, Any]:
        """What one may do for another."""
        where = f"/w/{area}/representasjon?representant={self.number(actor)}&for={self.number(patient)}"
        (found,) = self.register.get(where).get_json()["svar"]
        return dict(found)

    def document(self, one: str, part: str = "") -> Any:
        """The document of one with that id, or a part of it."""
        answer = self.register.get(f"/w/a/folkeregisteret/api/v1/personer/{self.number(one)}")
        assert answer.status_code == 200
        return answer.get_json()[part] if part else answer.get_json()

    def feed(self, first: int = 1, area: str = "a") -> list[dict[str, Any]]:
        """The events of the register."""
        found = self.register.get(f"/w/{area}/folkeregisteret/api/v1/hendelser/feed?seq={first}").get_json()
        return list(found["hendelser"])

    def active(self, one: str, service_area: str = "Helsehjelp") -> tuple[bool, bool, bool]:
        """Active alone, through others, and with power given."""
        asked = {"fnrListe": [self.number(one)], "omraade": service_area}
        answer = self.helsenorge.post("/w/a/digitaltaktiv/helsenorgeaktivsjekken/v1", json=asked)
        (found,) = answer.get_json()["erAktivListe"].values()
        return found["erDigitaltAktivSelv"], found["erDigitaltAktivViaAndre"], found["tildeltFullmakt"]

    def tell(self, kind: str, person: str, status: int = 201, area: str = "a", **given: Any) -> dict[str, Any]:
        """Something happens at Helsenorge."""
        content = {"hendelse": kind, "person": self.number(person), **given}
        answer = self.helsenorge.post(f"/w/{area}/varsel/hendelser", json=content)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def outbox(self, area: str = "a") -> list[dict[str, Any]]:
        """What would have been sent."""
        return list(self.helsenorge.get(f"/w/{area}/varsel/utboks").get_json()["varsler"])

    def move(self, area: str = "a", **step: float) -> None:
        """Move the clock of the area in both services."""
        seconds = step.get("seconds", 0) + step.get("hours", 0) * 3600 + step.get("days", 0) * 86400
        for client in (self.register, self.helsenorge):
            answer = client.post(f"/_sim/areas/{area}/clock", json={"advance_seconds": seconds})
            assert answer.status_code == 200

    def fault(self, fault: str, **order: Any) -> None:
        """Turn a fault of Helsenorge's parts on."""
        assert self.helsenorge.post("/_sim/areas/a/faults", json={"id": fault, **order}).status_code == 201

    def close(self) -> None:
        """Close both."""
        self.helsenorges.close()
        self.registers.close()


@contextmanager
def running(data: Path | None = None, **options: Any) -> Iterator[World]:
    """Both services, until the block ends."""
    world = World(data, **options)
    try:
        yield world
    finally:
        world.close()


__all__ = ["AREAS", "REAL", "SEED", "START", "Helsenorges", "Registers", "World", "running"]
