"""`epj check` where the library for AMQP is not installed: IT is told once, and how."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance import transports
from conformance.checking.light import Who
from conformance.checking.looks import bus, line
from conformance.checking.sight import Sight
from conformance.clock import SystemClock
from conformance.outcomes import PreconditionMissing
from conformance.targets.loading import load
from tests.conformance.samples import changed


@pytest.fixture
def sight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sight]:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"amqp://127.0.0.1:{listener.getsockname()[1]}/N"
        old = 'kind = "http"\naddress = "http://127.0.0.1:9/w/1"'
        path = tmp_path / "target.toml"
        test = ("[processes]", '[processes]\nDIALOG_INNBYGGER_TEST = "1.0"')
        path.write_text(changed((old, f'kind = "amqp"\naddress = "{address}"'), test), "utf-8")
        yield Sight(load(path, environ={}), SystemClock())


def test_it_is_told_who_mends_it_and_how(sight: Sight) -> None:
    with pytest.raises(PreconditionMissing, match="ikke installert") as caught:
        transports.connect(sight.target)
    assert "pip install" in caught.value.fix
    (light,) = bus.see(sight)
    assert light.who is Who.IT and light.seen == "AMQP er ikke installert."
    assert light.sentence.startswith("På maskinen med testbenken: AMQP er ikke installert. Kjør: pip install ")
    assert light.line == sight.target.line("transport", "kind")


def test_the_line_is_not_tried_then(sight: Sight) -> None:
    (light,) = line.see(sight)
    assert light.who is None and "se linjene over" in light.seen
