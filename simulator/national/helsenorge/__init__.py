"""Helsenorge's own parts for a test area: who is digitally active, and notices that never leave; see `SERVICE`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.serving.service import Service, Surroundings

if TYPE_CHECKING:
    from flask import Flask

    from simulator.serving.areas import Areas


def _build(surroundings: Surroundings) -> tuple[Flask, Areas[Any]]:
    from simulator.national.helsenorge.building import build  # noqa: PLC0415  only who starts it needs it

    return build(surroundings)


SERVICE: Final = Service(
    "helsenorge",
    "Helsenorge: aktivsjekk og varsler",
    _build,
    threads=24,
    what="aktivsjekk av innbyggere, og utboksen med varsler som ville gått ut",
)
