"""What Meldingstjener has answered for outlives a kill, and many at once get each their own."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from simulator.app import Server
from standards.parties import Party
from tests.simulator.meldingstjener_world import CLINIC, SURGERY, message, running
from wire.msh import MshClient, MshUnreachable

SURGERY_ID, CLINIC_ID = 8230201, 8230101


@contextmanager
def served(data: Path) -> Iterator[tuple[subprocess.Popen[str], MshClient]]:
    """The service alone in a process of its own, open to all, with area `a`."""
    command = [sys.executable, "-m", "simulator.national.meldingstjener", "--area", "a", "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().rsplit(" ", 1)[1].strip()
        client = MshClient(f"{url}/w/a/msh", "Prøve 1")
        try:
            yield process, client
        finally:
            client.close()
            process.kill()


def test_a_killed_service_has_all_that_it_answered_for(tmp_path: Path) -> None:
    raw = [message(CLINIC, SURGERY).to_xml() for _ in range(30)]
    answered: list[str] = []
    with served(tmp_path) as (process, client):
        for number, one in enumerate(raw):
            answered.append(client.send(one))
            if number == 10:
                client.receipt(answered[0], SURGERY_ID)
                client.mark_read(answered[1], SURGERY_ID)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with served(tmp_path) as (_, client):
        assert {one.id for one in client.unread(SURGERY_ID)} == set(answered) - {answered[1]}
        assert client.fetch(answered[-1]) == raw[-1]
        assert client.deliveries(answered[0])[0].receipt == "Ok"
        assert [one.is_receipt for one in client.unread(CLINIC_ID)] == [True]


def test_many_at_once_each_get_their_own() -> None:
    """Eight pairs write to each other at the same time: no message or state of one is seen by another."""
    parties = [Party.service("Kontor", str(9000 + number), "Kontor", str(9100 + number)) for number in range(8)]

    def converse(address: str, number: int) -> None:
        us, them = parties[number], parties[(number + 1) % 8]
        client = MshClient(address, "Prøve 1")
        sent = [message(us, them) for _ in range(5)]
        names = [client.send(one.to_xml()) for one in sent]
        for name, one in zip(names, sent, strict=True):
            assert client.fetch(name) == one.to_xml()
            client.receipt(name, int(them.her_id))
            client.mark_read(name, int(them.her_id))
        assert all(client.deliveries(name)[0].receipt == "Ok" for name in names)
        client.close()

    with running(check=lambda _: None) as world, Server(world.client.application, threads=8) as server:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number: converse(f"{server.url}/w/a/msh", number), range(8)))
        client = MshClient(f"{server.url}/w/a/msh", "Prøve 1")
        for party in parties:
            receipts = client.unread(int(party.her_id))
            assert len(receipts) == 5 and all(one.is_receipt for one in receipts)
        client.close()
    try:
        client.unread(1)
    except MshUnreachable as gone:
        assert "Sjekk at tjenesten er i gang" in str(gone)
