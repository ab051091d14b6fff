"""No wrong reds: an EPJ that differs only in what the sources leave open passes the scenarios where that shows."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.verdicts import Verdict
from tests.miniatures import legal, world
from tests.miniatures.bench import Bench

VARIANTS = [info.name for info in pkgutil.iter_modules(legal.__path__)]
written = world.target_file


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


@pytest.mark.parametrize("name", VARIANTS)
def test_a_legal_choice_passes(bench: Bench, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    variant = importlib.import_module(f"{legal.__name__}.{name}")

    def target_file(bus: str, staff: str, **more: Any) -> str:
        text = written(bus, staff, **more)
        for old, new in getattr(variant, "TARGET", {}).items():
            assert old in text
            text = text.replace(old, new)
        return text

    monkeypatch.setattr(world, "target_file", target_file)
    judged = bench.judge(variant.Legal, variant.ONLY, tmp_path, seconds=10).judged
    assert set(judged) == set(variant.ONLY)
    red = {scenario: one.text for scenario, one in judged.items() if not Verdict(one.verdict).is_green}
    assert not red, f"{variant.__doc__}\n" + "\n\n".join(f"{scenario}: {text}" for scenario, text in red.items())
