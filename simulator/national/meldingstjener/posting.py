"""Takes what is sent: a business document with its receivers, or a receipt, which becomes an AppRec to the sender."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from simulator.national.meldingstjener import documents, faults, reading, receipts, telling
from simulator.national.meldingstjener.body import Body
from simulator.national.meldingstjener.desk import Desk
from simulator.national.meldingstjener.documents import BusinessDocument
from simulator.national.meldingstjener.mailbox import Message
from simulator.national.meldingstjener.receipts import Outcome, Writer
from simulator.national.meldingstjener.refusals import Invalid, ReceiptOnReceipt
from standards.apprec import AppRec
from standards.errors import StandardsError
from standards.schema import SchemaPack


class Posting:
    """Stores a message before it gives its id."""

    def __init__(self, schemas: SchemaPack, new_id: Callable[[], str]) -> None:
        self._schemas = schemas
        self._new_id = new_id

    def send(self, desk: Desk, body: Body) -> str:
        """The id of the message; raises `Invalid`, `NotAuthorised`, `StoreFull`."""
        raw, media, subset = reading.business_document(body)
        document = documents.read(raw)
        if document.sender:
            desk.rights.require([document.sender])
        return self.deliver(desk, document, subset, media)

    def deliver(self, desk: Desk, document: BusinessDocument, subset: tuple[int, ...] | None, media: str) -> str:
        """Store a document that the caller may send; the id. Raises `Invalid`, `StoreFull`."""
        if not desk.box.faults.take(faults.LETS_BROKEN_THROUGH):
            _refuse("Forretningsdokumentet er ikke gyldig.", documents.breaches(document, self._schemas))
        receivers = _narrowed(document, subset)
        _require_known(desk, document.sender, receivers)
        return desk.box.post(document, receivers, media, desk.source)

    def acknowledge(self, desk: Desk, body: Body, message: str, her_id: str) -> str:
        """The id of the receipt as a message; raises `Invalid`, `NotAuthorised`, `NotThere`, `StoreFull`."""
        overrides, outcome = reading.overrides(body), reading.outcome(body)
        found, receiver = desk.received(message, her_id)
        return self.answer(desk, found, receiver, outcome, _writer(desk, overrides))

    def answer(self, desk: Desk, found: Message, receiver: int, outcome: Outcome, writer: Writer) -> str:
        """Store the receipt of a receiver that the caller acts for; the id. Raises `Invalid`, `StoreFull`."""
        if found.is_receipt:
            raise ReceiptOnReceipt(
                "Meldingen er selv en kvittering, og det kvitteres ikke for kvitteringer.", found=found.id
            )
        receipt = receipts.write(
            desk.box.document(found),
            receiver,
            outcome,
            writer,
            now=desk.box.now(),
            new_id=self._new_id,
            version="1.0" if desk.box.faults.take(faults.OLD_RECEIPT) else "",
        )
        return desk.box.post(self._made(receipt), (found.sender,), telling.XML, desk.source)

    def _made(self, receipt: AppRec) -> BusinessDocument:
        """The document of a receipt; raises `Invalid` when its errors hold what no AppRec can carry."""
        try:
            document = documents.read(receipt.to_xml())
        except StandardsError as error:
            raise Invalid("Kvitteringen kan ikke lages.", str(error)) from error
        if receipt.errors:
            _refuse("Kvitteringen kan ikke lages.", documents.breaches(document, self._schemas))
        return document


def _writer(desk: Desk, overrides: dict[str, str]) -> Writer:
    """The system that calls, unless the call names another application."""
    name, version = overrides.get("applicationName", ""), overrides.get("applicationVersion", "")
    return Writer(name, version) if name else Writer.of(desk.source)


def _narrowed(document: BusinessDocument, subset: tuple[int, ...] | None) -> tuple[int, ...]:
    """The receivers in the document, or those of them that were chosen."""
    if not subset:
        return document.receivers
    others = [her_id for her_id in subset if her_id not in document.receivers]
    _refuse(
        "receiverHerIdsSubset kan bare velge blant mottakerne i dokumentet.",
        (f"HER-id {her_id} er ikke mottaker i dokumentet." for her_id in others),
    )
    return tuple(one for one in document.receivers if one in subset)


def _require_known(desk: Desk, sender: int, receivers: tuple[int, ...]) -> None:
    """Where the sender is in the registry, its receivers must be so too."""
    known = desk.rights.organisations
    if known(sender):
        unknown = [her_id for her_id in receivers if not known(her_id)]
        _refuse(
            "En mottaker finnes ikke i Adresseregisteret.",
            (f"HER-id {her_id} finnes ikke i Adresseregisteret." for her_id in unknown),
        )


def _refuse(problem: str, errors: Iterable[str]) -> None:
    """Raises `Invalid` when there are any errors."""
    found = tuple(errors)
    if found:
        raise Invalid(problem, *found, found=f"{len(found)} feil; den første: {found[0]}")
