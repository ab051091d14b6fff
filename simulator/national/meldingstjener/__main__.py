"""`python -m simulator.national.meldingstjener --port N --data DIR`: the service alone, until it is stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask

from simulator.clock import Clock
from simulator.national.meldingstjener import SERVICE
from simulator.serving.alone import command
from simulator.serving.areas import Areas
from simulator.serving.service import Surroundings


def build(data_dir: Path | None, clock: Clock) -> tuple[Flask, Areas[Any]]:
    """The service with nothing around it."""
    return SERVICE.build(Surroundings(data_dir, clock))


if __name__ == "__main__":
    command(build, SERVICE.title, SERVICE.threads)()
