"""What a test area must remember to come back the same after a restart, in a file only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from standards.errors import Problem


class ConfigUnreadable(Problem):
    """The stored configuration of an area cannot be used."""


@dataclass(frozen=True)
class AreaConfig:
    """Secrets and seed of one area; `bus_area` is the area's name on the bus."""

    area: str
    seed: int
    own_password: str
    helsenorge_password: str
    staff_secret: str
    pack: str = "vanlig"
    """The seed pack that its people are of."""
    day: str = ""
    """The day that the people are as they were on; empty while that does not matter."""

    @classmethod
    def new(cls, area: str, seed: int) -> AreaConfig:
        """Fresh secrets."""
        return cls(area, seed, *(secrets.token_urlsafe(18) for _ in range(3)))


def load(path: Path) -> AreaConfig:
    """Read a stored configuration; raises `ConfigUnreadable`."""
    try:
        return AreaConfig(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ConfigUnreadable(
            "Oppsettet til testområdet kan ikke leses.",
            expected=f"filen simulatoren selv skrev: {path}",
            found=str(error),
            fix="Flytt datamappen unna og start på nytt.",
        ) from error


def save(path: Path, config: AreaConfig) -> None:
    """Write the configuration so that it is whole or not there at all."""
    write_private(path, json.dumps(asdict(config), indent=1))


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner can read (0600), replacing it in one step. Raises `OSError`."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
