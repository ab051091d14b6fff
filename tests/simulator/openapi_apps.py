"""Everything that publishes an OpenAPI description, with values of its world that a call can name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Flask

from simulator.clock import SystemClock
from simulator.landscape import start_bus, start_journal
from simulator.landscape.registered import parties_of
from simulator.landscape.world import build_app
from simulator.vendors import find_profile
from tests.simulator.meldingstjener_world import HEADERS, message, packed
from tests.simulator.national_apps import apps
from tests.simulator.registry_kit import DOCTOR, HELSENORGE, STATION, TOWN, few_keys

DESCRIPTION: Final = "/openapi.json"
METHODS: Final = ("get", "put", "post", "delete", "patch")
SHORT_WAITS: Final = (0, 0.01)
"""Long polls are let through, and end at once."""


@dataclass(frozen=True)
class Published:
    """An app, where its description lies, the headers of a caller, and what a call may name."""

    name: str
    app: Flask
    path: str = DESCRIPTION
    headers: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def described(self) -> dict[str, Any]:
        """The description as it is served."""
        found: dict[str, Any] = self.app.test_client().get(self.path).get_json()
        return found

    def operations(self) -> int:
        """How many calls are described."""
        return sum(method in METHODS for ways in self.described()["paths"].values() for method in ways)


PUBLISHED: Final = (
    "adresseregister", "cppa", "folkeregister", "helseid", "helsenorge", "idporten", "meldingstjener", "timeavtaler",
    "journal",
)  # fmt: skip
"""Who publishes one; the bus is described in docs/contract.md, and the citizen's pages are for people."""


@contextmanager
def published() -> Iterator[Sequence[Published]]:
    """All of them, until the block ends."""
    with few_keys(), apps(SystemClock()) as found, _journal() as journal:
        known = {
            "adresseregister": {"herId": [STATION, TOWN, DOCTOR]},
            "cppa": dict.fromkeys(("herId", "myHerId", "otherHerId"), (STATION, HELSENORGE, DOCTOR)),
            "folkeregister": {
                "basis": ["legal-basis", "no-legal-basis"],
                **dict.fromkeys(("number", "representant", "for"), _numbers(found["folkeregister"])),
            },
            "meldingstjener": {
                "message": [_message(found["meldingstjener"])],
                "herId": [int(STATION), int(DOCTOR)],
            },
        }
        national = [
            Published(name, found[name], known={"area": ["a"], "wait": SHORT_WAITS, **known.get(name, {})})
            for name in PUBLISHED
            if name in found
        ]
        yield [*national, journal]


def _numbers(register: Flask) -> list[str]:
    told = register.test_client().get("/_sim/areas/a/personer").get_json()["personer"]
    return [one["nummer"] for one in told if one["nummer"]][:6]


def _message(msh: Flask) -> str:
    """A message that lies there; its id."""
    parties = {one.party.her_id: one.party for one in parties_of(find_profile("visma_hspro"))}
    document = message(parties[STATION], parties[DOCTOR]).to_xml()
    answer = msh.test_client().post("/w/a/msh/Messages", json=packed(document), headers=HEADERS)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json())


@contextmanager
def _journal() -> Iterator[Published]:
    with ExitStack() as running:
        bus = start_bus(None, SystemClock(), port=0)
        running.callback(bus.stop)
        journal = start_journal(find_profile("visma_hspro"), bus.url, None, SystemClock(), port=0, seed=1)
        running.callback(journal.stop)
        known = {"area": [journal.area], "table": ["appointment", "patient"], "fault": ["no_receipt"]}
        yield Published("journal", build_app(journal.areas), "/_sim/openapi.json", known=known)
