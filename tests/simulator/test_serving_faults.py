"""The faults that a service may be asked for: named, counted, told, and off again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from simulator.clock import ManualClock
from simulator.serving import app, area, control, faults
from simulator.serving.area import Area
from simulator.serving.areas import Areas
from simulator.serving.faults import Fault, Switches, UnknownFault
from simulator.store.database import Database

CATALOGUE = (
    Fault("wrong_audience", "Tokenet er til en annen.", ("ACCESS-F01",)),
    Fault("slow", "Svaret kommer sent.", (), seconds=0.0),
    Fault("gone", "Tjenesten svarer 503."),
    Fault("expired", "Tokenet er utløpt."),
)


class Kiosk(Area):
    """A service that can do nothing but go wrong."""

    def __init__(self, path: object) -> None:
        super().__init__(Database(str(path), area.SCHEMA), ManualClock(datetime(2026, 11, 2, tzinfo=UTC)))
        self.faults = Switches(CATALOGUE)

    def reset(self) -> None:
        self.faults.turn_off()


@pytest.fixture
def kiosks() -> Areas[Kiosk]:
    return Areas(None, Kiosk)


@pytest.fixture
def client(kiosks: Areas[Kiosk]) -> FlaskClient:
    blueprints = [
        control.blueprint("kiosk", kiosks, lambda name, _: kiosks.make(name), lambda _: {}),
        faults.blueprint(kiosks, lambda kiosk: kiosk.faults, CATALOGUE),
    ]
    kiosks.make("a")
    kiosks.make("b")
    return app.create_app("kiosk", "en kiosk", blueprints, max_request_bytes=10_000).test_client()


def test_a_fault_strikes_as_often_as_was_asked() -> None:
    switches = Switches(CATALOGUE)
    assert not switches.take("wrong_audience")
    switches.turn_on("wrong_audience", 2)
    assert [switches.take("wrong_audience") for _ in range(3)] == [True, True, False]
    assert switches.active() == []


def test_without_a_number_it_goes_on_until_it_is_turned_off() -> None:
    switches = Switches(CATALOGUE)
    switches.turn_on("gone")
    assert all(switches.take("gone") for _ in range(5))
    assert switches.active()[0].struck == 5
    assert switches.turn_off("gone") == ["gone"]
    assert not switches.take("gone")


def test_an_undeclared_name_is_a_mistake_of_the_service() -> None:
    switches = Switches(CATALOGUE)
    switches.turn_on("gone")
    with pytest.raises(KeyError):
        switches.take("no_such")


def test_lingering_ends_when_the_area_closes() -> None:
    switches = Switches(CATALOGUE)
    switches.turn_on("slow", seconds=60)
    switches.stop()
    assert switches.linger("slow")


def test_the_nearest_three_are_named() -> None:
    with pytest.raises(UnknownFault) as refused:
        Switches(CATALOGUE).turn_on("wrong_audiense")
    assert "wrong_audience" in refused.value.fix
    assert refused.value.fix.count(",") == 2


def test_control(client: FlaskClient, kiosks: Areas[Kiosk]) -> None:
    assert [one["id"] for one in client.get("/_sim/faults").get_json()["faults"]] == [one.id for one in CATALOGUE]
    made = client.post("/_sim/areas/a/faults", json={"id": "slow", "next": 3, "seconds": 0})
    assert (made.status_code, made.get_json()["left"], made.get_json()["seconds"]) == (201, 3, 0)
    assert kiosks.get("a").faults.linger("slow")
    assert client.get("/_sim/areas/a/faults").get_json()["active"] == [
        {"id": "slow", "left": 2, "struck": 1, "seconds": 0}
    ]
    assert client.get("/_sim/areas/b/faults").get_json() == {"active": []}
    assert client.delete("/_sim/areas/a/faults/slow").get_json() == {"turned_off": ["slow"], "active": []}


def test_a_reset_turns_all_off(client: FlaskClient, kiosks: Areas[Kiosk]) -> None:
    client.post("/_sim/areas/a/faults", json={"id": "gone"})
    client.post("/_sim/areas/a/reset")
    assert not kiosks.get("a").faults.take("gone")


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"id": "gonne"}, 404, "gone"),
        ({}, 404, "De nærmeste"),
        ({"id": 7}, 400, "id som tekst"),
        ({"id": "gone", "next": 0}, 400, "next"),
        ({"id": "gone", "next": True}, 400, "next"),
        ({"id": "gone", "seconds": 1}, 400, "uten seconds"),
        ({"id": "slow", "seconds": 1e9}, 400, "seconds"),
        ({"id": "gone", "count": 1}, 400, "count"),
    ],
)
def test_what_cannot_be_ordered(client: FlaskClient, given: dict[str, object], status: int, told: str) -> None:
    answer = client.post("/_sim/areas/a/faults", json=given)
    assert answer.status_code == status
    assert told in str(answer.get_json())


def test_an_unknown_area_has_none(client: FlaskClient) -> None:
    assert client.get("/_sim/areas/c/faults").status_code == 404
    assert client.delete("/_sim/areas/a/faults/gonne").status_code == 404
