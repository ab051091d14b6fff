"""Norsk helsenetts Meldingstjener: MSH v2 and v3 («EDI 2.0»), the REST front for messages between health actors."""

from __future__ import annotations

from typing import Any

from flask import Flask

from simulator.serving.areas import Areas
from simulator.serving.service import Service, Surroundings

THREADS = 8
__all__ = ["SERVICE", "THREADS"]


def _build(surroundings: Surroundings) -> tuple[Flask, Areas[Any]]:
    from simulator.national.meldingstjener.building import build  # noqa: PLC0415  heavy, and often not asked for

    return build(surroundings)


SERVICE = Service(
    "meldingstjener",
    "Meldingstjener (MSH v2 og v3)",
    _build,
    THREADS,
    what="sending og henting av meldinger mellom helseaktører, MSH v2 og v3",
    path="/msh",
)
