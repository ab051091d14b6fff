"""ID-porten: log-in with OpenID Connect as one of the synthetic people, by any of the e-IDs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.serving.service import Service, Surroundings

if TYPE_CHECKING:
    from flask import Flask

    from simulator.serving.areas import Areas


def _build(surroundings: Surroundings) -> tuple[Flask, Areas[Any]]:
    from simulator.national.idporten.building import build  # noqa: PLC0415 - the signing of tokens takes time to load

    return build(surroundings)


THREADS = 8
SERVICE = Service(
    "idporten",
    "ID-porten",
    _build,
    threads=THREADS,
    what="innlogging av syntetiske innbyggere med eID",
    path="/idporten",
)
