"""HelseID when it is killed, and when many ask at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from simulator.clock import SystemClock
from simulator.national.helseid import area as helseid_area
from simulator.national.helseid import clients, token_endpoint
from simulator.national.helseid.refusals import OAuthRefusal
from simulator.national.helseid.token_endpoint import TokenCall
from simulator.store.database import MEMORY, Database
from tests.simulator.helseid_world import AREA, ENDPOINT, ISSUER, World
from wire import jose
from wire.helseid import Credentials, TokenSource


@contextmanager
def alone(data: Path) -> Iterator[str]:
    """The service in a process of its own, killed at the end; its address."""
    command = [sys.executable, "-m", "simulator.national.helseid", "--data", str(data), "--area", "a"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(line for line in process.stdout if "http" in line).split()[-1]
        finally:
            process.kill()


def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    with alone(tmp_path) as url:
        made = requests.post(f"{url}/_sim/areas/a/clients", json={"client_id": "ny"}, timeout=20).json()
        requests.post(f"{url}/_sim/areas/a/settings", json={"token_seconds": 300}, timeout=20)
        credentials = Credentials.of_jwk("ny", made["private_jwk"])
        before = TokenSource(f"{url}/w/a/helseid", credentials, now=SystemClock().now).token()
    with alone(tmp_path) as url:
        keys = requests.get(f"{url}/w/a/helseid/.well-known/openid-configuration/jwks", timeout=20).json()["keys"]
        assert jose.verifies(jose.read(before.value), jose.public_key(keys[0]))
        after = TokenSource(f"{url}/w/a/helseid", credentials, now=SystemClock().now).token()
        claims = jose.read(after.value).claims
        assert claims["exp"] - claims["iat"] == 300


def test_an_assertion_is_good_once_however_many_ask_with_it() -> None:
    world = World()
    area = world.areas.get(AREA)
    area.keys.current()

    def ask(_: int) -> bool:
        try:
            return bool(token_endpoint.answer(area, call, str))
        except OAuthRefusal:
            return False

    for _ in range(5):
        body, headers = world.draft().sent()
        call = TokenCall(body.encode(), ENDPOINT, headers["DPoP"], ISSUER)
        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(ask, range(16))) == 1


def test_the_first_who_ask_at_once_get_the_same_keys() -> None:
    world = World()
    area = world.areas.get(AREA)
    with ThreadPoolExecutor(8) as pool:
        assert len({key.kid for key in pool.map(lambda _: area.keys.current(), range(16))}) == 1
        list(pool.map(lambda _: area.ready(lambda: "310000000"), range(16)))
    assert area.private_key("testklient") == area.private_key("testklient-flere")


def test_a_client_that_is_removed_while_it_is_looked_up_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    found = helseid_area.HelseId(Database(MEMORY, helseid_area.SCHEMA), SystemClock())
    found.register({"client_id": "borte"})
    found._known.clear()
    removing = threading.Thread(target=found.remove, args=("borte",))
    read = clients.known

    def meanwhile(client: clients.Client) -> clients.Known:
        removing.start()
        removing.join(0.2)
        return read(client)

    monkeypatch.setattr(clients, "known", meanwhile)
    found.find("borte")
    removing.join(60)
    assert found.find("borte") is None
    found.close()
