"""Takes what v3 sends, into the messages of v2: the sender and the receivers must be those of the document (I)."""

from __future__ import annotations

from dataclasses import replace

from simulator.national.meldingstjener import documents
from simulator.national.meldingstjener.body import Body
from simulator.national.meldingstjener.desk import Desk
from simulator.national.meldingstjener.posting import Posting
from simulator.national.meldingstjener.receipts import Writer
from simulator.national.meldingstjener.refusals import Invalid
from simulator.national.meldingstjener.v3 import admission, reading
from simulator.national.meldingstjener.v3.refusals import no_addressees

NAMELESS = "Ukjent system"
"""Stands in a receipt when neither the call nor its header says which system writes it."""


def send(desk: Desk, posting: Posting, body: Body) -> str:
    """The id of the message; raises `Invalid`, `NoAddressees`, `NotAuthorised`, `Locked`, `NotConfigured`."""
    letter = reading.letter(body)
    document = documents.read(letter.raw)
    if not document.sender or not document.receivers or not all(document.receivers):
        raise no_addressees()
    admission.require(desk, [letter.sender or document.sender])
    if letter.sender not in {None, document.sender}:
        raise Invalid(
            "senderHerId er ikke avsenderen i dokumentet.",
            expected=str(document.sender),
            found=str(letter.sender),
            fix="La dem være like.",
        )
    by = replace(desk, source=letter.application or desk.source)
    return posting.deliver(by, document, letter.receivers, letter.media)


def acknowledge(desk: Desk, posting: Posting, body: Body, message: str) -> str:
    """The id of the receipt; raises what `admission.received` does, and `ReceiptOnReceipt`."""
    receipt = reading.receipt(body)
    found, receiver = admission.received(desk, message, receipt.her_id)
    writer = receipt.writer or Writer.of(desk.source or NAMELESS)
    return posting.answer(desk, found, receiver, receipt.outcome, writer)
