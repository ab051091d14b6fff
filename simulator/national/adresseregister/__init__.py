"""The address registry: who can be written to, where, and with which certificates; over REST and SOAP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.serving.service import Service, Surroundings

if TYPE_CHECKING:
    from flask import Flask

    from simulator.serving.areas import Areas


def _build(surroundings: Surroundings) -> tuple[Flask, Areas[Any]]:
    from simulator.national.adresseregister.web import build  # noqa: PLC0415 - when somebody asks for it

    return build(surroundings)


SERVICE = Service(
    "adresseregister", "Adresseregisteret", _build, what="oppslag av parter og sertifikater, med REST og SOAP"
)
