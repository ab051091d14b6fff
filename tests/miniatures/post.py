"""The message side of a miniature: takes in, refuses, acknowledges, sends and keeps the transport log."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from lxml import etree

from tests.miniatures import envelope, templates
from tests.miniatures.buslink import BusLink, Delivery, LinkClosed, NoSuchQueue
from tests.miniatures.reading import AR, Letter, Unreadable, parse, read_letter
from tests.miniatures.records import Logged, Memory

OSLO = ZoneInfo("Europe/Oslo")
EKONTAKT = "DIALOG_INNBYGGER_EKONTAKT"
UTSENDING = "DIALOG_INNBYGGER_AVTALEUTSENDING"
AVBESTILLING = "DIALOG_INNBYGGER_AVTALEAVBESTILLING"
DIGITALBRUKER = "DIALOG_INNBYGGER_DIGITALBRUKER"
TEST = "DIALOG_INNBYGGER_TEST"
ACTORS = "DIALOG_HELSEFAGLIG"
"""Between health actors; in this small world Helsenorge's party sends that too."""

Refusal = tuple[str, str]
After = Callable[[], None]


@dataclass(frozen=True)
class Setup:
    """Where a miniature stands: parties are ((enterprise, HER-id), (service, HER-id)), people ident → family, given."""

    bus: str
    secret: str
    own: templates.Party
    helsenorge: templates.Party
    people: dict[str, tuple[str, str]] = field(default_factory=dict)
    inactive: frozenset[str] = frozenset()
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


class Post:
    """One communication party on the bus. Every method that a wrong miniature may want to spoil is small."""

    role = "helsestasjon"
    more_processes: Mapping[str, str] = MappingProxyType({})
    """What it declares beyond what every miniature does."""
    supported = (EKONTAKT, AVBESTILLING, DIGITALBRUKER, TEST, ACTORS)
    is_protected = False
    """Whether what goes over the bus is signed and encrypted."""
    is_down = False
    """Down for maintenance: what is on the queues stays there."""
    attachment_types = ("application/pdf", "image/jpeg", "image/png", "image/jpg")

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.memory = Memory(inactive=set(setup.inactive))
        self.her_id = setup.own[1][1]
        self.link = BusLink(setup.bus, self.her_id, setup.secret)
        self.faults: list[BaseException] = []
        self._changed = threading.Condition(threading.RLock())
        self._queues = tuple(f"{self.her_id}_{kind}" for kind in ("async", "sync", "error"))
        self._threads = [threading.Thread(target=self._listen, args=(queue,), daemon=True) for queue in self._queues]

    def start(self) -> None:
        """Begin to read the queues."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let go of the bus."""
        self.link.close()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _listen(self, queue: str) -> None:
        while not self.link.closed.is_set():
            try:
                delivery = self.link.lock(queue, 20)
                if delivery is not None:
                    with self._changed:
                        self._changed.wait_for(lambda: not self.is_down or self.link.closed.is_set())
                        self.receive(delivery)
                        self._changed.notify_all()
            except LinkClosed:
                return
            except Exception as error:  # noqa: BLE001  # the bench shows it: a broken miniature proves nothing
                self.faults.append(error)
                return

    def go_down(self, down: bool) -> None:
        """Stop taking what comes, or go on with it."""
        with self._changed:
            self.is_down = down
            self._changed.notify_all()

    def settle(self, seconds: float) -> bool:
        """Wait until nothing lies on our queues and everything is answered."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while not all(self.link.is_empty(queue) for queue in self._queues):
                if self.faults or not self._changed.wait(max(deadline - time.monotonic(), 0)):
                    return False
        return True

    def receive(self, delivery: Delivery) -> None:
        """Whatever came, once per AMQP message-id."""
        message_id = delivery.properties.get("message_id", "")
        if message_id in self.memory.seen_transport_ids:
            self.link.complete(delivery)
            return
        self.memory.seen_transport_ids.add(message_id)
        if delivery.application.get("errorCondition"):
            self.error_came(delivery)
            self.link.complete(delivery)
            return
        try:
            self.check_envelope(delivery)
            root = self.open(delivery)
            if root.tag == AR + "AppRec":
                self.receipt_came(root, delivery)
                self.link.complete(delivery)
                return
            letter = self.read(delivery)
            self.check_transport(letter, delivery)
        except Unreadable as fault:
            self.unreadable(delivery, fault)
            return
        if letter.type == TEST:
            self.line_tested(letter, delivery)
            self.link.complete(delivery)
            return
        self.letter_came(letter, delivery)

    def line_tested(self, letter: Letter, delivery: Delivery) -> None:
        """RKT, to the queue that waits and under the correlation-id of the question; no receipt."""
        if self.is_too_old(delivery):
            return
        document = templates.hodemelding(
            type_=TEST,
            msg_id=self.new_msg_id(),
            gen_date=self.now_text(),
            parent=letter.msg_id,
            conversation=letter.msg_id,
            sender=self.setup.own,
            receiver=self.setup.helsenorge,
            documents=[templates.note("RKT", "", kodeverk="7603")],
            ack="N",
        )
        queue, about = delivery.properties["reply_to"], delivery.properties["correlation_id"]
        self.transmit(document, TEST, queue, letter.sender[1][1], correlation=about, ttl_ms=15_000, log=False)

    def is_too_old(self, delivery: Delivery) -> bool:
        """Whether nobody waits for the answer any more: it lay here while we were down."""
        asked = datetime.fromisoformat(delivery.application["applicationTimeStamp"])
        lives = timedelta(milliseconds=delivery.ttl_ms or 0)
        return delivery.ttl_ms is not None and self.setup.clock() > asked + lives

    def check_envelope(self, delivery: Delivery) -> None:
        """Raise `Unreadable` for an envelope that is not as it should be."""
        envelope.check(delivery)

    def open(self, delivery: Delivery) -> etree._Element:
        """The document; raises `Unreadable`."""
        return parse(delivery.body)

    def read(self, delivery: Delivery) -> Letter:
        """What the message says; raises `Unreadable`."""
        return read_letter(self.open(delivery))

    def check_transport(self, letter: Letter, delivery: Delivery) -> None:
        """Raise `Unreadable` for what belongs on the error queue."""
        if letter.type != ACTORS and not self.is_from_helsenorge(delivery):
            raise Unreadable("avsenderen er ikke Helsenorge", "transport:unsupported-message")
        if letter.type not in self.supported or delivery.properties.get("subject") != letter.type:
            raise Unreadable(f"ukjent prosess {letter.type}", "transport:unsupported-message")

    def is_from_helsenorge(self, delivery: Delivery) -> bool:
        """Whether the transport says that Helsenorge sent it."""
        return delivery.application.get("fromHerId") == self.setup.helsenorge[1][1]

    def unreadable(self, delivery: Delivery, fault: Unreadable) -> None:
        """Log it and tell the sender's error queue, if it has one."""
        self.log(None, delivery, "feilkø", fault.condition, str(fault))
        if delivery.application.get("fromHerId"):
            with contextlib.suppress(NoSuchQueue):
                self.send_error(delivery, fault)
        self.link.complete(delivery)

    def letter_came(self, letter: Letter, delivery: Delivery) -> None:
        """A readable message: refuse it, or file it and then acknowledge."""
        if self.is_duplicate(letter):
            self.log(letter, delivery, "mottatt")
            self.link.complete(delivery)
            return
        self.memory.seen_msg_ids.add(letter.msg_id)
        refusals = self.refusals(letter, delivery)
        after: After | None = None
        if refusals:
            self.log(letter, delivery, "avvist", *refusals[0])
            self.refused(letter)
        else:
            self.log(letter, delivery, "mottatt")
            after = self.keep(letter)
        self.link.complete(delivery)
        with contextlib.suppress(NoSuchQueue):
            self.acknowledge(letter, delivery, refusals)
        if after is not None:
            after()

    def is_duplicate(self, letter: Letter) -> bool:
        """Whether that MsgId has been here before."""
        return letter.msg_id in self.memory.seen_msg_ids

    def refused(self, letter: Letter) -> None:
        """A refused message leaves no trace outside the transport log."""

    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        """Error codes of the negative receipt; empty when the message is fine."""
        found: list[Refusal] = []
        if not letter.has_uuid:
            found.append(("E10", f"MsgId er ikke en UUID: {letter.msg_id}"))
        if self.is_spoofed(letter, delivery):
            found.append(("E10", "Avsender i transporten er en annen enn i meldingen"))
        if not self.is_for_us(letter, delivery):
            found.append(("E10", "Mottaker er en annen enn oss"))
        if letter.payload_fault:
            found.append(("T02", letter.payload_fault))
        if not letter.patient:
            found.append(("E36", "Pasienten mangler navn eller fødselsnummer"))
        found += [
            ("X99", f"Vedlegg av typen {one['mime_type']} kan ikke tas imot")
            for one in letter.attachments
            if one["mime_type"] not in self.attachment_types
        ]
        return found

    def is_spoofed(self, letter: Letter, delivery: Delivery) -> bool:
        """Whether transport and message disagree on who sent it."""
        return delivery.application.get("fromHerId") != letter.sender[1][1]

    def is_for_us(self, letter: Letter, delivery: Delivery) -> bool:
        """Whether both transport and message are addressed to this service."""
        return self.her_id == letter.receiver[1][1] == delivery.application.get("toHerId")

    def keep(self, letter: Letter) -> After | None:
        """File an accepted message; gives what to do once it is acknowledged."""
        raise NotImplementedError

    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        """Send the one receipt."""
        document = templates.apprec(
            id_=str(uuid.uuid4()),
            gen_date=self.now_text(),
            sender=letter.receiver,
            receiver=letter.sender,
            errors=refusals,
            original=self.original_of(letter),
        )
        queue = delivery.properties.get("reply_to") or f"{letter.sender[1][1]}_async"
        self.transmit(document, "APPREC", queue, letter.sender[1][1], log=False)

    def original_of(self, letter: Letter) -> tuple[str, str, str, str]:
        """Type, its name, GenDate and MsgId of the message that a receipt is for."""
        return letter.type, letter.dn, letter.gen_date, letter.msg_id

    def send_error(self, delivery: Delivery, fault: Unreadable) -> None:
        """A message without a body on the sender's error queue."""
        sender, now = delivery.application["fromHerId"], self.now_text()
        properties = {
            "message_id": self.new_message_id(error=True),
            "to": f"{sender}_error",
            "subject": delivery.properties.get("subject", ""),
            "reply_to": f"{self.her_id}_async",
            "correlation_id": delivery.properties.get("message_id", ""),
            "content_type": "text/plain",
        }
        application = {
            "fromHerId": self.her_id,
            "toHerId": sender,
            "applicationTimeStamp": now,
            "originalMessageId": delivery.properties.get("message_id", ""),
            "receiverTimeStamp": now,
            "errorCondition": fault.condition,
            "errorDescription": str(fault),
        }
        self.link.send(properties["to"], properties, application, b"")

    def receipt_came(self, root: etree._Element, delivery: Delivery) -> None:
        """An AppRec for something we sent: note it on that message."""
        status, error = root.find(AR + "Status"), root.find(AR + "Error")
        sent = self.sent(root.findtext(f"{AR}OriginalMsgId/{AR}Id", ""))
        if sent is None or status is None or sent.status != "sendt" or not self.is_from_receiver(delivery):
            return
        if status.get("V") == "1":
            sent.status = "kvittert"
            return
        code, text = "", "Avvist"
        if error is not None:
            code, text = error.get("V", ""), f"{error.get('DN', '')} {error.get('OT', '')}".strip()
        self.rejected(sent, code, text)

    def is_from_receiver(self, delivery: Delivery) -> bool:
        """Whether whoever sent a receipt is the one whom we write to."""
        return self.is_from_helsenorge(delivery)

    def rejected(self, sent: Logged, code: str, text: str) -> None:
        """Show the refusal to staff, and stop writing to an inactive citizen."""
        sent.status, sent.error_code, sent.error_text = "avvist", code, text
        if code == "E35":
            self.memory.inactive.add(sent.patient)

    def error_came(self, delivery: Delivery) -> None:
        """Something we sent could not be read."""
        about = delivery.application.get("originalMessageId")
        for line in self.memory.transport:
            if line.message_id == about and line.direction == "ut":
                line.status, line.error_code = "feilkø", delivery.application.get("errorCondition")
                line.error_text = delivery.application.get("errorDescription")

    def sent(self, msg_id: str) -> Logged | None:
        """The log line of a message we sent."""
        lines = self.memory.transport
        return next((line for line in lines if line.msg_id == msg_id and line.direction == "ut"), None)

    def write(self, patient: str, type_: str, documents: list[str], parent: str = "", conversation: str = "") -> str:
        """Send a Hodemelding and give its MsgId."""
        msg_id = self.new_msg_id()
        document = templates.hodemelding(
            type_=type_,
            msg_id=msg_id,
            gen_date=self.now_text(),
            parent=parent,
            conversation=conversation,
            sender=self.setup.own,
            receiver=self.setup.helsenorge,
            patient=(patient, *self.setup.people.get(patient, ("Ukjent", "Ukjent"))),
            documents=documents,
        )
        to = self.setup.helsenorge[1][1]
        self.transmit(document, type_, f"{to}_async", to, msg_id=msg_id, patient=patient)
        return msg_id

    def new_msg_id(self) -> str:
        """A UUID."""
        return str(uuid.uuid4())

    def new_message_id(self, *, error: bool = False) -> str:
        """The AMQP message-id, another than MsgId."""
        return str(uuid.uuid4())

    def transmit(
        self,
        document: str,
        subject: str,
        queue: str,
        to: str,
        *,
        msg_id: str = "",
        patient: str = "",
        log: bool = True,
        correlation: str = "",
        ttl_ms: int | None = None,
    ) -> None:
        """Put it on the bus and in the transport log."""
        message_id, body = self.new_message_id(), self.encode(document)
        properties = {
            "message_id": message_id,
            "to": queue,
            "subject": subject,
            "reply_to": f"{self.her_id}_async",
            "correlation_id": correlation or message_id,
            "content_type": "text/plain",
        }
        application = {"fromHerId": self.her_id, "toHerId": to, "applicationTimeStamp": self.now_text()}
        if log:
            now = self.local_text()
            self.memory.transport.append(Logged(msg_id, message_id, "ut", now, "sendt", body, patient))
        self.link.send(queue, properties, application, body, ttl_ms=ttl_ms)

    def encode(self, document: str) -> bytes:
        """The bytes that go on the wire."""
        return document.encode()

    def log(
        self, letter: Letter | None, delivery: Delivery, status: str, code: str | None = None, text: str | None = None
    ) -> None:
        """A line for what came in, with the bytes as they came."""
        self.memory.transport.append(
            Logged(
                msg_id=letter.msg_id if letter else None,
                message_id=delivery.properties.get("message_id", ""),
                direction="inn",
                time=self.local_text(),
                status=status,
                raw=self.raw_for_log(delivery),
                error_code=code,
                error_text=text,
            )
        )

    def raw_for_log(self, delivery: Delivery) -> bytes:
        """Exactly what came."""
        return delivery.body

    def now_text(self) -> str:
        """Now with zone, as messages want it."""
        return self.setup.clock().astimezone(OSLO).isoformat(timespec="seconds")

    def local_text(self) -> str:
        """Now as staff read it."""
        return self.setup.clock().astimezone(OSLO).replace(tzinfo=None).isoformat(timespec="seconds")
