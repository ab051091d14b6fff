"""Which queue a link address names, as RabbitMQ's plugin reads addresses, and as older brokers did."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from simulator.national.tjenestebuss.refusals import UnknownQueue

NAMESPACE: Final = "NHNTestServiceBus"
"""The exchange that all send to."""
_FORMS: Final = f"/exchange/{NAMESPACE}/HERID_async for å sende, /amq/queue/HERID_async for å hente"


def queue_of(address: str | None) -> str:
    """The queue's name; raises `UnknownQueue`."""
    text = address or ""
    match text.split("/"):
        case ["", "exchange", namespace, queue] if namespace == NAMESPACE:
            return unquote(queue)
        case ["", "exchange", namespace, _]:
            raise _unknown(f"Navnerommet «{namespace[:80]}» finnes ikke på bussen.", text)
        case ["", "amq", "queue", queue] | ["", "queue", queue] | [queue] if queue:
            return unquote(queue)
        case _:
            raise _unknown("Adressen peker ikke på en kø.", text)


def _unknown(problem: str, address: str) -> UnknownQueue:
    return UnknownQueue(
        problem, expected=_FORMS, found=address[:120] or "ingen adresse", fix="Rett adressen til lenken."
    )
