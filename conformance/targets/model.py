"""The target: one EPJ installation to be tested, as its TOML file describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from conformance.targets.deviations import Deviation
from conformance.targets.file import TargetFile
from conformance.targets.protection import SPARES, MessageProtection
from conformance.targets.services import Network, Override, Services
from wire.route import Route

CHANGEABLE = "kan_byttes"
"""The value of a setting that may be changed during the test."""
SETTINGS: Mapping[str, str] = {
    "cancel_approval": "om en ansatt må godkjenne avbestillinger",
    "free_slots": "om innbyggeren kan bestille en ledig time selv",
    "slot_approval": "om en ansatt kan måtte godkjenne det innbyggeren bestiller",
    "slot_by_phone": "om en ledig time kan vises uten å kunne bestilles på nett",
    "test_clock": "om klokken i testmiljøet kan flyttes",
    "downtime": "om mottaket av meldinger kan stanses og startes igjen under testen",
    "exempt": "om en time kan unntas foreldreinnsyn",
    "rest_push": "om timer legges hos Helsenorge over REST",
}
"""What each setting is about (bokmål)."""


PROTECTION: Mapping[str, str] = {
    "protection": "om meldinger signeres og krypteres, tabellen [protection]",
    **{f"{name}_certificate": f"om vi har {what}, tabellen [protection.{name}]" for name, what in SPARES.items()},
}
"""What the table [protection] answers, for scenarios that need it, as the settings do (bokmål)."""


@dataclass(frozen=True)
class Transport:
    """How the bus is reached; without `settle`, `quiet_seconds` of silence count as proof of absence."""

    kind: str
    address: str
    queue_exclusive: bool
    quiet_seconds: float


@dataclass(frozen=True)
class Helsenorge:
    """The party that we play."""

    her_id: str
    name: str
    parent_her_id: str
    parent_name: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class TargetParty:
    """One service of the municipality; `level2` is "service" or "person"."""

    role: str
    her_id: str
    name: str
    parent_her_id: str
    parent_name: str
    level2: str


@dataclass(frozen=True)
class Staff:
    """How staff is asked to do things: `kind` names the adapter; `settle` whether it can prove absence."""

    kind: str
    address: str
    settle: bool
    secret: str = field(repr=False, default="")
    second_person: bool = False
    """Whether another person looks over what a person confirmed."""


@dataclass(frozen=True)
class TestPerson:
    """A synthetic person that the EPJ knows; `guardians` are ids of other persons."""

    __test__ = False  # the name begins with Test, and pytest would try to collect it

    id: str
    ident: str
    family: str
    given: str
    birth_date: date
    kind: str
    guardians: tuple[str, ...]
    relation: str
    digitally_active: bool
    traits: tuple[str, ...] = ()
    """What scenarios look for: `gravid`, `hjemmetjeneste`, `kan_brukes_opp`; others are passed by."""


@dataclass(frozen=True)
class Deadlines:
    """How long we wait, in seconds."""

    message_seconds: float
    apprec_seconds: float
    answer_seconds: float
    staff_seconds: float


@dataclass(frozen=True)
class LoadTerms:
    """What `epj load` may do here: whether at all, with how many users, and the share that may pass the deadline."""

    allow: bool
    max_users: int | None = None
    over_percent: float = 0.0


@dataclass(frozen=True)
class Target:
    """One EPJ installation; `environment` is "simulert" or "test", `topology` "own_bus" or "test_actor"."""

    name: str
    product: str
    vendor: str
    version: str
    environment: str
    topology: str
    transport: Transport
    helsenorge: Helsenorge
    parties: tuple[TargetParty, ...]
    processes: Mapping[str, str]
    settings: Mapping[str, str]
    staff: Staff
    persons: tuple[TestPerson, ...]
    deadlines: Deadlines
    deviations: tuple[Deviation, ...] = ()
    network: Network = field(default_factory=Network)
    services: Services = field(default_factory=Services)
    hints: Mapping[str, str] = field(default_factory=dict)
    """Intent → where to click in this EPJ, as the municipality keeps it."""
    retention_days: int | None = None
    """How long runs are kept; None for as long as nobody deletes them."""
    override: Override | None = None
    """What somebody has answered for that would else be refused."""
    protection: MessageProtection | None = None
    """How bodies are signed and encrypted; None where they go as they are."""
    load: LoadTerms | None = None
    """What has been agreed of load; None where nothing has."""
    plan: str = ""
    """The plan it is to be tried by where nobody names one; empty for everything."""
    file: TargetFile | None = field(default=None, repr=False, compare=False)

    @property
    def route(self) -> Route:
        """How services are reached; the file of certificates lies beside the target file."""
        beside = self.file.path.parent if self.file else Path()
        name = self.network.ca_file
        return Route(str(beside / name) if name else "", self.network.proxy)

    def party(self, role: str) -> TargetParty | None:
        """The first party with a role."""
        return next((party for party in self.parties if party.role == role), None)

    def person(self, person_id: str) -> TestPerson | None:
        """The person with an id of the file."""
        return next((person for person in self.persons if person.id == person_id), None)

    def setting(self, name: str) -> str:
        """What a setting is; what the file is silent about may be changed, or so we try."""
        if name not in PROTECTION:
            return self.settings.get(name, CHANGEABLE)
        if self.protection is None:
            return "nei"
        return "ja" if name == "protection" or name.removesuffix("_certificate") in self.protection.spares else "nei"

    def line(self, *path: str | int) -> int:
        """The line in the file of a key; 0 when there is no file."""
        return self.file.line(*path) if self.file else 0

    def public(self) -> dict[str, Any]:
        """What the evidence keeps about the target: everything but the secrets."""
        return {
            **{key: getattr(self, key) for key in ("name", "product", "vendor", "version", "environment", "topology")},
            "transport": dict(vars(self.transport)),
            "helsenorge": {key: value for key, value in vars(self.helsenorge).items() if key != "secret"},
            "parties": [dict(vars(party)) for party in self.parties],
            "processes": dict(self.processes),
            "settings": dict(self.settings),
            "staff": {key: value for key, value in vars(self.staff).items() if key != "secret"},
            "persons": [dict(vars(person)) for person in self.persons],
            "deadlines": dict(vars(self.deadlines)),
            "deviations": [dict(vars(deviation)) for deviation in self.deviations],
            "network": dict(vars(self.network)),
            "services": self.services.public(),
            "hints": dict(self.hints),
            "retention_days": self.retention_days,
            "override": dict(vars(self.override)) if self.override else None,
            "protection": self.protection.public() if self.protection else None,
            "load": dict(vars(self.load)) if self.load else None,
        }
