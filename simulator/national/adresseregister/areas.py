"""The test areas of one server, each with the parties of its own world."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Final

from simulator.national.adresseregister.registry import SCHEMA, Registry
from simulator.serving.areas import Areas
from simulator.serving.service import Surroundings
from simulator.store.database import MEMORY, Database

USER, PASSWORD = "simulert", "simulert"
"""What SOAP asks for where nothing else is set."""
_CREDENTIALS: Final = "soap_credentials"


class Registries(Areas[Registry]):
    """Makes, finds and closes them."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        directory = None if surroundings.data_dir is None else surroundings.data_dir / "adresseregister"
        super().__init__(directory, lambda path: self._registry("", path), surroundings.known)

    def _open(self, area: str) -> Registry:
        return self._registry(area, MEMORY if self._directory is None else self._directory / f"{area}.sqlite")

    def _registry(self, area: str, path: Path | str) -> Registry:
        around = self._surroundings
        wallet = around.certificates(area) if area else None
        return Registry(Database(path, SCHEMA), around.clock, lambda: around.place(area).parties, wallet)


def set_credentials(registry: Registry, user: str, password: str) -> None:
    """Ask for these in SOAP from now on."""
    registry.set(_CREDENTIALS, _digest(user, password))


def knows(registry: Registry, user: str, password: str) -> bool:
    """Whether they are those that are asked for."""
    wanted = registry.setting(_CREDENTIALS) or _digest(USER, PASSWORD)
    return hmac.compare_digest(wanted, _digest(user, password))


def _digest(user: str, password: str) -> str:
    return hashlib.sha256(f"{len(user)}:{user}:{password}".encode("utf-8", "replace")).hexdigest()
