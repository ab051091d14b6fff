"""Messages between health actors, outside Helsenorge: what the standard says of each, and nothing it does not say.

Sources: HIS 80603:2017 and HIS 1151:2006. Ack is not in use there, since a receipt is always sent (HIS 80601).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class ActorMessage:
    """One type of message between actors; `firm` says that the source states its form, not only its name."""

    code: str
    name: str
    elements: tuple[str, ...]
    dialogs: tuple[str, ...] = ("1.1", "1.0")
    """The versions of Dialogmelding."""
    kodeverk: int | None = None
    """The list of its code; None when no source states it."""
    patient: bool = False
    """Whether it must name the patient."""
    answers: bool = False
    """Whether it is about an earlier message."""
    firm: bool = False
    clause: str = "HIS 80603:2017"


_MESSAGES = (
    ActorMessage("DIALOG_FORESPORSEL", "Forespørsel", ("Foresporsel",)),
    ActorMessage("DIALOG_SVAR", "Svar på forespørsel", ("Notat",), answers=True),
    ActorMessage("DIALOG_NOTAT", "Notat", ("Notat",)),
    ActorMessage(
        "DIALOG_AVVIK",
        "Tilbakemelding om feil i mottatt melding",
        ("Notat",),
        dialogs=("1.0",),
        kodeverk=8117,
        patient=True,
        answers=True,
        firm=True,
        clause="HIS 1151:2006",
    ),
    ActorMessage("DIALOG_HELSEFAGLIG", "Helsefaglig dialog", ("Foresporsel", "Notat")),
)

BETWEEN_ACTORS: Mapping[str, ActorMessage] = MappingProxyType({message.code: message for message in _MESSAGES})
"""Code of kodeverk 8279 → what is known of the message."""
