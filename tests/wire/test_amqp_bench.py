"""The bench of the whole way over RabbitMQ says why it is skipped, and its table accounts for all that was used."""

from __future__ import annotations

import importlib.util
import re

import pytest

from tests import bench_whole_bus as bench


def test_without_the_extra_it_is_skipped_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    bench.main([])
    said = capsys.readouterr().out
    assert said.startswith("  the whole way over RabbitMQ: skipped, AMQP er ikke installert.") and said.count("\n") == 1


def test_the_shares_are_of_all_that_the_three_processes_used(capsys: pytest.CaptureFixture[str]) -> None:
    trips = [bench.Trip(seconds, {"Helsenorge": 0.4, "RabbitMQ": 0.2, "journal": 0.4}) for seconds in (2.0, 1.0, 4.0)]
    bench.tell(trips, 100, {bench.CMS: 3.0, bench.XML: 1.0, bench.OURS: 2.5, bench.TRANSPORT: 1.5})
    said = capsys.readouterr().out
    assert "100 messages: 50/s (25 to 100)" in said
    assert "processor time a message: 10.0 ms (Helsenorge 4.0, RabbitMQ 2.0, journal 4.0)" in said
    assert [int(share) for share in re.findall(r"(\d+)%$", said, re.MULTILINE)][-6:] == [20, 30, 10, 25, 15, 0]
