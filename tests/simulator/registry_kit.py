"""An address registry with test areas `a` and `b`, each the world of one product, for the tests of it and beside it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from flask import Flask
from flask.testing import FlaskClient

from simulator.certificates import wallet
from simulator.certificates.issuing import new_key
from simulator.clock import ManualClock
from simulator.landscape.registered import parties_of
from simulator.national.adresseregister import SERVICE
from simulator.serving.areas import Areas
from simulator.serving.service import Place, Surroundings
from simulator.vendors import find_profile

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
PRODUCTS = {"a": "visma_hspro", "b": "cgm_journal"}
STATION, TOWN, HELSENORGE, WARD, DOCTOR = "8210011", "8210001", "8200002", "8230011", "8220012"
CLOSED, SHARED = "8210019", "8210021"
Address = Callable[[str, str], str]


def place(area: str) -> Place:
    """The world of an area."""
    return Place(1, parties=parties_of(find_profile(PRODUCTS.get(area, "visma_hspro"))))


def surroundings(
    clock: ManualClock, data: Path | None = None, address: Address = lambda service, area: ""
) -> Surroundings:
    """What the services are told."""
    return Surroundings(data, clock, tuple(PRODUCTS), address, place)


@cache
def key(number: int) -> RSAPrivateKey:
    """One of a few keys; making them is what these tests would use most of their time on."""
    return new_key()


@contextmanager
def few_keys() -> Iterator[None]:
    """Let certificates be of a few keys, over and over; each certificate is a new one all the same."""
    numbers = itertools.cycle(range(4))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wallet, "new_key", lambda: key(next(numbers)))
        yield


@dataclass(frozen=True)
class World:
    """The service, a client of it, and the clock."""

    app: Flask
    areas: Areas[Any]
    clock: ManualClock

    @property
    def client(self) -> FlaskClient:
        """Asks in this process."""
        return self.app.test_client()

    def get(self, path: str, area: str = "a", **headers: str) -> Any:
        """The answer of an address in an area."""
        return self.client.get(f"/w/{area}{path}", headers=headers)

    def json(self, path: str, area: str = "a") -> Any:
        """What an address in an area tells."""
        answer = self.get(path, area)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def change(self, her_id: str, area: str = "a", /, **what: Any) -> Any:
        """Change a party."""
        answer = self.client.post(f"/_sim/areas/{area}/parties/{her_id}", json=what)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def fault(self, name: str, area: str = "a", **more: Any) -> None:
        """Turn a fault on."""
        answer = self.client.post(f"/_sim/areas/{area}/faults", json={"id": name, **more})
        assert answer.status_code == 201, answer.text


@contextmanager
def registry(data: Path | None = None, address: Address = lambda service, area: "") -> Iterator[World]:
    """The registry, at nine in the morning in Oslo."""
    clock = ManualClock(NOW)
    app, areas = SERVICE.build(surroundings(clock, data, address))
    try:
        yield World(app, areas, clock)
    finally:
        areas.close()
