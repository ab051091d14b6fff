"""What a journal makes of how a body was carried: signed, encrypted, or not as it should be (HITS 1216:2018, 2.1.4)."""

from __future__ import annotations

from typing import Final

from simulator.journal import inspection, transport
from simulator.journal.envelopes import TransportFault
from simulator.journal.unit import Unit
from wire.bus import BusMessage

_NOBODY_KNOWS: Final = "transport:revoked-certificate-offline"
_CMS: Final = b"\x30"
"""How a structure in DER begins, and no text."""


def stop_when_unknown(message: BusMessage) -> None:
    """Raise the fault of a certificate that nothing is known of right now: the message is read again later."""
    if message.carried is not None and message.carried.fault is not None:
        fault = message.carried.fault
        if fault.condition == _NOBODY_KNOWS:
            raise fault


def fault(message: BusMessage) -> TransportFault | None:
    """Why a body could not be opened, as the sender is told."""
    found = message.carried.fault if message.carried else None
    return None if found is None else TransportFault(found.condition, str(found), found.condition_data)


def readable(message: BusMessage) -> bytes:
    """What can be read of a message: its document, or what came in the place of one that should have been protected."""
    if message.body or message.carried is None or message.carried.raw.startswith(_CMS):
        return message.body
    return message.carried.raw


def keep(unit: Unit, message: BusMessage, raw: bytes) -> None:
    """Keep the signed or encrypted bytes beside the document in the log, unless there was something to star out."""
    carried = message.carried.raw if message.carried else b""
    if carried.startswith(_CMS) and raw == message.body and inspection.masked(carried) == carried:
        transport.keep_carried_in(unit, message.envelope.message_id, carried)
