"""What a dialog from Helsenorge may hold beyond the usual question and answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat, RelatedRole
from standards.felleskomponent import TeleCom
from standards.hodemelding import ConversationRef, Document, Hodemelding
from standards.kodeverk.k7602 import K7602
from standards.kodeverk.k9034 import K9034
from standards.pasientrelasjon import Pasientrelasjon

UNREAD: Final = Code("VUS", oid(7601), "Varsel om ulest svar")
STRANGE: Final = Code("NYTT", oid(7601), "En ny slags henvendelse")
"""A code that the list does not have."""
WANTED: Final = "23"
"""The practitioner whom the citizen wants (9034)."""


def with_note(message: Hodemelding, code: str, text: str) -> Hodemelding:
    """The message with a Notat of another code of 7602."""
    return _with(message, Dialogmelding(Notat(K7602.cv(code), text=text)))


def as_reminder(message: Hodemelding) -> Hodemelding:
    """The message as a notice that the citizen has not read what came (VUS)."""
    return _with(message, Dialogmelding(Foresporsel(UNREAD)))


def with_unknown_code(message: Hodemelding) -> Hodemelding:
    """The request with a code that no source has."""
    dialog = message.dialog
    if dialog is None or not isinstance(dialog.body, Foresporsel):
        return message
    return _with(message, replace(dialog, body=replace(dialog.body, type=STRANGE)))


def wanting(message: Hodemelding, hpr: str) -> Hodemelding:
    """The request with the practitioner whom the citizen wants, by HPR number (HITS 1217:2018, 2.4)."""
    dialog = message.dialog
    if dialog is None or not isinstance(dialog.body, Foresporsel):
        return message
    role = RelatedRole(
        "Ukjent", "Helsesykepleier", role_to_patient=K9034.cv(WANTED), idents=(Ident.hpr(hpr),), practitioner=True
    )
    return _with(message, replace(dialog, body=replace(dialog.body, roles=(role,))))


def with_phone(message: Hodemelding, address: str) -> Hodemelding:
    """The message with the telephone of whoever acts (HITS 1217:2018, 2.5)."""

    def told(document: Document) -> Document:
        payload = document.payload
        if not isinstance(payload, Pasientrelasjon):
            return document
        return replace(document, payload=replace(payload, telecoms=(TeleCom(address),)))

    return replace(message, documents=tuple(told(document) for document in message.documents))


def in_thread(message: Hodemelding, parent: str, root: str) -> Hodemelding:
    """The message in another thread."""
    return replace(message, conversation=ConversationRef(parent, root))


def _with(message: Hodemelding, dialog: Dialogmelding) -> Hodemelding:
    first, *rest = message.documents
    return replace(message, documents=(replace(first, payload=dialog), *rest))
