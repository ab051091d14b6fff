"""Puts dead letters back on the queue they were meant for (HITS 1216:2018, 2.2.1, point 5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.reading import plain, read
from wire.bus import BusError, LockLost, Received

if TYPE_CHECKING:
    from epj.busing.looking import Held
    from epj.busing.reaching import Reached


@dataclass(frozen=True)
class Result:
    """How it went with one dead letter: where it lies now, and why it could not be put back or lies in both places."""

    queue: str = ""
    trouble: str = ""


def is_wanted(received: Received, wanted: Collection[str]) -> bool:
    """Whether it goes by one of these ids: that of the transport, or of the document; dashes and case do not count."""
    message = received.message
    ids = {plain(message.envelope.message_id), plain(read(message.body, message.envelope).msg_id)}
    return not ids.isdisjoint({plain(one) for one in wanted if one})


def put_back(bus: Reached, held: Held, received: Received, known: set[str]) -> Result:
    """Send it as it came, then take the dead letter away: it may lie in both places, but never in none.

    `known` are queues that have been seen to exist, and gets one more.
    """
    queue = received.message.envelope.to.rpartition("/")[2]
    kind = queue.removeprefix(f"{bus.her_id}_")
    if kind not in ("async", "sync", "syncreply", "error"):
        return Result(trouble=f"«to» er {queue or 'tom'}, som ikke er en av køene til {bus.her_id}. Den blir liggende.")
    try:
        if queue not in known:  # a broker may take a message to a queue that does not exist, and lose it
            bus.client.depth(queue)
            known.add(queue)
        bus.client.send(queue, received.message)
    except BusError as error:
        return Result(trouble=f"{error} Den ligger fortsatt blant de døde meldingene.")
    try:
        held.complete(received)
    except LockLost:
        return Result(queue, "Låsen gikk ut, så den ligger begge steder. Mottakeren forkaster den som kommer sist.")
    except BusError as error:
        return Result(queue, f"Den kan ligge begge steder: {error}")
    return Result(queue)
