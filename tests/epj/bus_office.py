"""A target file for a bus of its own, and both parties' access to that bus, for the tests of `epj bus`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from epj.main import group
from standards.envelope import Envelope, business_envelope
from standards.identifiers import is_real_range
from tests.conformance.samples import GOOD
from tests.simulator.bus_world import EPJ, HELSENORGE, PASSWORDS, World
from wire.bus import BusMessage
from wire.http import HttpBusClient

ASYNC, DEAD = f"{HELSENORGE}_async", f"{HELSENORGE}_dl"
LIVING = next(n for last in range(100) if is_real_range(n := f"010180000{last:02}"))
KIND, ADDRESS, SECRET = (
    'kind = "http"\naddress = "http://127.0.0.1:9/w/1"\nqueue',
    "http://127.0.0.1:9/w/1",
    "hemmelig-ord",
)


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> list[dict[str, object]]:
        """Its lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Office:
    """A target file for a bus of its own, and both parties' access to it."""

    world: World
    target: Path
    ours: HttpBusClient
    theirs: HttpBusClient

    def bus(self, *words: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> Said:
        """Run a command at the bus."""
        given = ["bus", "--target", str(self.target), *words]
        done = CliRunner().invoke(group, given, standalone_mode=False, input=stdin, env=env)
        if done.exception is not None and not hasattr(done.exception, "exit_code"):
            raise done.exception
        code = done.exception.exit_code if done.exception is not None else done.return_value
        return Said(int(code), done.stdout, f"{done.stderr}{getattr(done.exception, 'message', '')}")

    def build(self, name: str, *words: str) -> Path:
        """An example written by `epj build`."""
        path = self.target.with_name(name)
        CliRunner().invoke(group, ["build", *words, "--target", str(self.target), "--out", str(path)])
        return path

    def put(self, body: bytes = b"<a/>", queue: str = ASYNC, message_id: str = "m-1", **more: str) -> None:
        """A message from the EPJ to a queue."""
        made = business_envelope(
            message_id=message_id,
            subject="DIALOG_INNBYGGER_EKONTAKT",
            from_her_id=EPJ,
            to_her_id=HELSENORGE,
            time_stamp="2026-12-01T08:00:00Z",
        )
        self.theirs.send(queue, BusMessage(Envelope({**made.properties, **more}, made.application_properties), body))

    def lies(self, queue: str = ASYNC) -> list[str]:
        """The message-ids of what lies ready on a queue of ours, which is emptied."""
        found = []
        while (received := self.ours.receive(queue, 0)) is not None:
            found.append(received.message.envelope.message_id)
            self.ours.complete(received)
        return found


@contextmanager
def open_office(world: World, folder: Path, amqp: str = "") -> Iterator[Office]:
    """An office at the bus, whose target is reached over AMQP where an address is given; the bus is emptied first."""
    world.areas.get("a").reset()
    over = f'kind = "amqp"\naddress = "{amqp}"\nqueue' if amqp else KIND.replace(ADDRESS, world.base)
    target = folder / "t.toml"
    target.write_text(GOOD.replace(KIND, over).replace(SECRET, PASSWORDS[HELSENORGE]), "utf-8")
    ours, theirs = (HttpBusClient(world.base, her_id, PASSWORDS[her_id]) for her_id in (HELSENORGE, EPJ))
    try:
        yield Office(world, target, ours, theirs)
    finally:
        ours.close()
        theirs.close()
