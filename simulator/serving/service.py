"""What a national service says of itself so that it can be started beside the others, and what it is told then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from flask import Flask

from simulator.clock import Clock
from simulator.serving.areas import Areas
from standards.parties import Party
from wire.bus import BusClient

if TYPE_CHECKING:
    from simulator.certificates import Certificates


@dataclass(frozen=True)
class Registered:
    """A communication party as the registry knows it; the organisation number is that of level 1."""

    party: Party
    organisation_number: str
    sub_organisation_number: str = ""
    service_code: str = ""
    """Of code set 8663, or of 8666 where the service is one that all share."""
    role: Literal["epj", "helsenorge", "other"] = "other"
    processes: tuple[str, ...] = ()
    """The codes of the processes that its profile (CPP) declares."""
    generation: Literal["old", "new"] = "new"
    """Which form its profile is written in."""
    versions: tuple[str, ...] = ()
    """The version of each process, in the same order; without any, the profile declares every version known."""
    own_queue: bool = True
    """Whether it has a queue itself; one that has none is reached on that of its parent."""
    ended: bool = False
    """Whether it stands in the registry but is no longer valid."""


@dataclass(frozen=True)
class Place:
    """What is true of the world that a test area stands in: who lives there, and which parties there are."""

    seed: int
    pack: str = "vanlig"
    parties: tuple[Registered, ...] = ()
    day: str = ""
    """The day that the people are as they were on (ISO); empty for today."""
    client_key: str = field(default="", repr=False)
    """The private JWK of the ready clients of HelseID, where target files hold it; empty where HelseID makes one."""


@dataclass(frozen=True)
class Seat:
    """Where one plays Helsenorge towards a journal: a test area of its own, whose queues nobody else reads."""

    area: str
    bus: str
    helsenorge: Party
    password: str = field(repr=False)
    """Of Helsenorge on the bus of that area."""
    services: tuple[tuple[str, Party], ...]
    """What each service of the municipality is, such as `helsestasjon`, and its party."""
    processes: Mapping[str, str]
    """Process code → version."""
    dialog: str
    """The process that the journal holds its dialogs in."""
    workbench: str
    """Where staff of the same test area work."""
    connect: Callable[[], BusClient] = field(compare=False)
    """Helsenorge's access to the bus of that area, however messages go there."""


@dataclass(frozen=True)
class JournalHere:
    """A journal that runs; `open` makes the citizen's test area the first time. Raises `Problem`."""

    product: str
    name: str
    open: Callable[[], Seat]


@dataclass(frozen=True)
class Surroundings:
    """What a service is told when it is built."""

    data_dir: Path | None
    clock: Clock
    known: tuple[str, ...] = ()
    """Test areas that exist from the start; each is opened when somebody first asks for it."""
    address: Callable[[str, str], str] = lambda service, area: ""
    """Where another service answers for a test area, as `http://127.0.0.1:8010/w/AREA`; empty when there is none."""
    place: Callable[[str], Place] = lambda area: Place(0)
    """What is true around a test area, also of one that nobody has heard of."""
    let_in: Callable[[str, str], None] = lambda area, organisation: None
    """Told when HelseID gives a token in a test area, and which organisation number it is for."""
    certificates: Callable[[str], Certificates | None] = lambda area: None
    """What the parties of a test area sign and encrypt with; None where nobody does, and whoever shows them makes them.
    """
    journals: Callable[[], tuple[JournalHere, ...]] = tuple
    """The journals that run, for who plays a citizen beside them."""


Build = Callable[[Surroundings], tuple[Flask, Areas[Any]]]


@dataclass(frozen=True)
class Service:
    """A national service: `name` is that of its folder, `title` what it is called in bokmål.

    `build` gives the app and its areas when the first request comes. Importing the service must cost next to nothing.
    """

    name: str
    title: str
    build: Build
    threads: int = 8
    page: str = "/_sim/areas"
    """What the overview links to."""
    what: str = "simulert tjeneste"
    """What a tester uses it for, in bokmål: a line without a capital and a full stop."""
    path: str | None = ""
    """What stands behind the test area in the address that a client is set up with; None when only people use it."""

    def setup(self, base: str) -> str:
        """What a client is set up with, where `base` is the address of the test area; empty when only people use it."""
        return "" if self.path is None else f"{base}{self.path}"
