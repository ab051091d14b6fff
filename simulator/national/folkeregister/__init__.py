"""Folkeregisteret and Persontjenesten for a test area, and who may represent whom; `SERVICE` says how it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.serving.service import Service, Surroundings

if TYPE_CHECKING:
    from flask import Flask

    from simulator.serving.areas import Areas

THREADS: Final = 16


def _build(surroundings: Surroundings) -> tuple[Flask, Areas[Any]]:
    from simulator.national.folkeregister.building import build  # noqa: PLC0415  only who starts it needs it

    return build(surroundings)


SERVICE: Final = Service(
    "folkeregister",
    "Folkeregisteret og Persontjenesten",
    _build,
    threads=THREADS,
    what="oppslag av personer, hendelser og hvem som kan representere hvem",
)
