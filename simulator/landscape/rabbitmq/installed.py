"""Where RabbitMQ is on this machine, or what to do where it is not."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from standards.errors import Problem

_PLACES: Final = (
    "/usr/lib/rabbitmq/bin",
    "/usr/local/sbin",
    "/usr/local/bin",
    "/opt/homebrew/sbin",
    "/opt/homebrew/bin",
)
"""Where it lies; that of Debian first, since the one in its PATH starts the shared server of the machine instead."""
_WRAPPER: Final = "rabbitmq-script-wrapper"
_NEEDED: Final = ("rabbitmq-server", "rabbitmqctl", "epmd", "erl")


class NoRabbit(Problem):
    """RabbitMQ is not installed, did not start, or did not do as it was told."""


@dataclass(frozen=True)
class Installed:
    """The programs."""

    server: Path
    control: Path
    epmd: Path


def find(path: str | None = None) -> Installed:
    """The programs in the usual places and in `path`, the PATH of the environment; raises `NoRabbit`."""
    if os.name != "posix":
        raise NoRabbit(
            "RabbitMQ kan ikke startes herfra på dette systemet.",
            expected="Linux eller macOS",
            found=sys.platform,
            fix="Bruk --over amqp, som ikke trenger RabbitMQ.",
        )
    search = os.environ.get("PATH", "") if path is None else path
    found = {name: _find(name, search) for name in _NEEDED}
    missing = [name for name, place in found.items() if place is None]
    if missing:
        raise NoRabbit(
            "RabbitMQ er ikke installert på denne maskinen.",
            expected=f"programmene {', '.join(_NEEDED)}",
            found=f"ikke {', '.join(missing)}",
            fix="Installer RabbitMQ (Debian og Ubuntu: apt-get install rabbitmq-server), eller bruk --over amqp, som"
            " ikke trenger RabbitMQ.",
        )
    return Installed(*(Path(str(found[name])) for name in ("rabbitmq-server", "rabbitmqctl", "epmd")))


def _find(name: str, search: str) -> str | None:
    places = [*(_PLACES if search else ()), *search.split(os.pathsep)]
    candidates = (shutil.which(name, path=place) for place in places if place)
    return next((one for one in candidates if one and Path(one).resolve().name != _WRAPPER), None)
