"""What RabbitMQ is told of a test area: a vhost with its users, its exchange and five queues for every HER-id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

NAMESPACE: Final = "NHNTestServiceBus"
"""The exchange that everything is sent to, as on the test bus of NHN."""
READS: Final = 10
"""How often a message may be read before it is laid among the dead."""
KINDS: Final = ("async", "sync", "error", "syncreply", "dl")

Definitions = dict[str, list[dict[str, Any]]]


def area(name: str, passwords: Mapping[str, str]) -> Definitions:
    """Everything in the area of these HER-ids, as RabbitMQ reads it; it may be told the same again."""
    return {
        "vhosts": [{"name": name}],
        "users": [{"name": user(name, one), "password": passwords[one], "tags": []} for one in passwords],
        "permissions": [_permission(name, one) for one in passwords],
        "exchanges": [{"name": NAMESPACE, "vhost": name, "type": "direct", **_LASTING, "internal": False}],
        "queues": [_queue(name, one, kind) for one, kind in _both(passwords)],
        "bindings": [_binding(name, f"{one}_{kind}") for one, kind in _both(passwords)],
    }


def user(area_name: str, her_id: str) -> str:
    """Who a HER-id logs in as: users are of the whole server, while every area has passwords of its own."""
    return f"{area_name}.{her_id}"


def address(host: str, area_name: str, her_id: str) -> str:
    """How a HER-id of an area connects; the password is told apart."""
    return f"amqp://{quote(user(area_name, her_id), safe='')}@{host}/{NAMESPACE}?vhost={quote(area_name, safe='')}"


_LASTING: Final[dict[str, Any]] = {"durable": True, "auto_delete": False, "arguments": {}}


def _both(her_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((one, kind) for one in her_ids for kind in KINDS)


def _permission(area_name: str, her_id: str) -> dict[str, Any]:
    """Reads its own queues, sends to the exchange, and makes nothing."""
    return {
        "user": user(area_name, her_id),
        "vhost": area_name,
        "configure": "^$",
        "write": f"^{NAMESPACE}$",
        "read": f"^{her_id}_({'|'.join(KINDS)})$",
    }


def _queue(area_name: str, her_id: str, kind: str) -> dict[str, Any]:
    """Those for messages count how often each is read; only a quorum queue can."""
    counted = {
        "x-queue-type": "quorum",
        "x-delivery-limit": READS - 1,
        "x-dead-letter-exchange": NAMESPACE,
        "x-dead-letter-routing-key": f"{her_id}_dl",
    }
    arguments = counted if kind == "async" else {}
    return {"name": f"{her_id}_{kind}", "vhost": area_name, **_LASTING, "arguments": arguments}


def _binding(area_name: str, queue: str) -> dict[str, Any]:
    return {
        "source": NAMESPACE,
        "vhost": area_name,
        "destination": queue,
        "destination_type": "queue",
        "routing_key": queue,
        "arguments": {},
    }
