"""The citizen's side of Helsenorge: pages where a tester is a parent, a youth or one with power of attorney."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.serving.service import Service, Surroundings

if TYPE_CHECKING:
    from flask import Flask

    from simulator.serving.areas import Areas


def _build(surroundings: Surroundings) -> tuple[Flask, Areas[Any]]:
    from simulator.national.innbygger.building import build  # noqa: PLC0415 - codecs and schemas take time to load

    return build(surroundings)


SERVICE = Service(
    "innbygger",
    "Helsenorge for innbyggeren",
    _build,
    page="/",
    what="sidene der du spiller innbyggeren, med ekte meldinger til journalen",
    path=None,
)
