"""A message that has been received and can be filed: what a process's handler gets."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.journal.entries import Author
from standards.hodemelding import ConversationRef, Hodemelding


@dataclass(frozen=True)
class Filing:
    """`patient` is the national id, or empty in a message about nobody.

    The unit of work that comes with it is at the service addressed.
    """

    message: Hodemelding
    patient: str
    author: Author

    @property
    def code(self) -> str:
        """The code of the dialog, or an empty text."""
        return self.message.dialog.code if self.message.dialog else ""

    @property
    def text(self) -> str:
        """What the citizen wrote, or an empty text."""
        body = self.message.dialog.body if self.message.dialog else None
        return (body.text if body else None) or ""

    @property
    def reference(self) -> ConversationRef:
        """What an answer to it refers to."""
        first = self.message.conversation.conversation if self.message.conversation else self.message.msg_id
        return ConversationRef(self.message.msg_id, first)


def author_of(message: Hodemelding) -> Author:
    """The one who wrote: the patient, or the person who acted for her."""
    acting, patient = message.acting, message.patient
    if acting is not None:
        name = f"{acting.given} {acting.family}".strip()
        return Author(name, acting.relation.v, acting.ident.id, name)
    return Author(f"{patient.given} {patient.family}".strip() if patient else "")
