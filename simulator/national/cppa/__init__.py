"""The registry of profiles and agreements (CPP and CPA): what each party can, and what two of them can together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.serving.service import Service, Surroundings

if TYPE_CHECKING:
    from flask import Flask

    from simulator.serving.areas import Areas


def _build(surroundings: Surroundings) -> tuple[Flask, Areas[Any]]:
    from simulator.national.cppa.web import build  # noqa: PLC0415 - when somebody asks for it

    return build(surroundings)


SERVICE = Service(
    "cppa", "CPP/CPA-registeret", _build, what="oppslag av profiler (CPP) og avtaler (CPA) mellom to parter"
)
