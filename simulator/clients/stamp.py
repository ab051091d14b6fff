"""The word that a message comes from a simulated journal; whoever reads what was sent must be able to see it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wire.bus import BusMessage

STAMP: Final = "SIMULERT"
"""The application property; it has the same word as its value."""


def stamped(message: BusMessage) -> BusMessage:
    """The same message with the stamp on its envelope; the bytes of the body are untouched."""
    properties = {**message.envelope.application_properties, STAMP: STAMP}
    return replace(message, envelope=replace(message.envelope, application_properties=properties))
