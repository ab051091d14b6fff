"""Helsenorge's desk: keeps everything that comes, and answers it as HITS 1217:2018 2.13 and HITS 1216:2018 2.2 say.

A message and its receipt are committed together, before the message is taken off the bus.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from lxml import etree

from simulator.clock import iso
from simulator.national.innbygger import filing, portal
from simulator.national.innbygger.portal import Portal
from simulator.serving.service import Seat
from standards import identifiers, xml
from standards.apprec import AppRec, receipt_for
from standards.codes import Code
from standards.envelope import Envelope, business_envelope, error_envelope
from standards.errors import StandardsError
from standards.hodemelding import Hodemelding
from standards.kodeverk.k8221 import K8221
from standards.schema import SchemaFault, SchemaPack
from wire.bus import BusMessage

Active = Callable[[str], bool]
"""Whether anybody on Helsenorge can be told of something about that person; raises `Problem` when nobody knows."""
UNREADABLE: Final = "transport:not-well-formed-xml"
UNSUPPORTED: Final = "transport:unsupported-message"
SPOOFING: Final = "abuse:spoofing-attack"
SOFTWARE: Final = "EPJ testbenk, innbyggersiden av Helsenorge"
_CONTENT: Final = "/mh:Content"
_NOT_ABOUT_PERSONS: Final = frozenset({"MsgId", "RefToParent", "RefToConversation", "Base64Container", "OID"})


class Desk:
    """Takes what comes to one area."""

    def __init__(self, portal: Portal, seat: Seat, active: Active, pack: SchemaPack) -> None:
        self._portal = portal
        self._seat = seat
        self._active = active
        self._pack = pack

    def take(self, message: BusMessage, *, at_once: bool = False) -> None:
        """Keep a message and answer it; what cannot be decided now raises, and the message is to come again.

        `at_once` tells that it came on the queue of answers in real time, which get no receipt.
        """
        envelope = message.envelope
        if envelope.is_error:
            self._error(envelope, message.body)
            return
        try:
            root = xml.parse(message.body)
            if etree.QName(root).localname == "AppRec":
                self._receipt(AppRec.from_element(root), envelope, message.body)
                return
            found = Hodemelding.from_element(root)
        except StandardsError as error:
            self._refuse(message, UNREADABLE, str(error))
            return
        self._document(message, root, found, at_once=at_once)

    def _document(self, message: BusMessage, root: etree._Element, found: Hodemelding, *, at_once: bool) -> None:
        faults = self._pack.check(root)
        head = [one for one in faults if _CONTENT not in one.path or one.path.endswith(_CONTENT)]
        if head or not (found.msg_id and found.type.v and found.sender.her_id):
            why = f"{head[0].message} {head[0].path}" if head else "MsgId, Type eller Sender mangler"
            self._refuse(message, UNREADABLE, f"Hodet følger ikke skjemaet: {why}")
        elif found.sender.her_id != message.envelope.from_her_id:
            self._refuse(message, SPOOFING, "Avsenders HER-id i meldingen er en annen enn i transporten")
        elif found.type.v not in self._seat.processes:
            self._refuse(message, UNSUPPORTED, f"Prosessen {found.type.v} er ikke i avtalen")
        elif at_once:
            self._file(message, found, (), receipt=False)
        elif self._known(found):
            self._keep(message, found, "duplikat", "MsgId er mottatt før. Ikke kvittert på nytt.")
        else:
            wrong = [one for one in faults if one not in head]
            self._file(message, found, self._errors(message, root, found, wrong), receipt=True)

    def _errors(
        self, message: BusMessage, root: etree._Element, found: Hodemelding, wrong: list[SchemaFault]
    ) -> tuple[Code, ...]:
        if not _is_uuid(found.msg_id):
            return (_error("E10", "MsgId er ikke en UUID"),)
        if {found.receiver.her_id, message.envelope.to_her_id} != {self._seat.helsenorge.her_id}:
            return (_error("E10", "Mottakeren er en annen enn Helsenorge"),)
        if wrong:
            return (_error("T02", identifiers.mask(f"{wrong[0].message} {wrong[0].path}")[:300]),)
        ident = found.patient.ident.id if found.patient and found.patient.ident else ""
        if _real(root) or (ident and not self._active(ident)):
            return (_error("E35", "Innbyggeren er ikke aktiv på Helsenorge"),)
        return ()

    def _known(self, found: Hodemelding) -> bool:
        return bool(
            self._portal.rows(
                "SELECT 1 FROM message WHERE direction = 'inn' AND kind IN ('melding', 'avvist') AND msg_id = ?",
                found.msg_id.lower(),
            )
        )

    def _file(self, message: BusMessage, found: Hodemelding, errors: tuple[Code, ...], *, receipt: bool) -> None:
        """Store it, receipt it, and let it mean what it means; what is rejected means nothing."""
        kind = "avvist" if errors else "melding" if receipt else "svar"
        why = "; ".join(f"{one.v} {one.ot}" for one in errors)
        with self._portal.unit() as connection:
            self._store(connection, message, found, kind, why)
            if receipt:
                self._give(connection, message.envelope, found, errors)
            if not errors:
                filing.file(connection, self._seat, found)

    def _keep(self, message: BusMessage, found: Hodemelding, kind: str, why: str) -> None:
        with self._portal.unit() as connection:
            self._store(connection, message, found, kind, why)

    def _store(
        self, connection: sqlite3.Connection, message: BusMessage, found: Hodemelding, kind: str, why: str
    ) -> None:
        raw = identifiers.mask(message.body.decode("latin-1")).encode("latin-1")
        portal.keep(
            connection,
            found,
            message.envelope,
            raw,
            direction="inn",
            kind=kind,
            time=self._portal.stamp(),
            reason=why,
        )

    def _give(
        self, connection: sqlite3.Connection, asked: Envelope, found: Hodemelding, errors: tuple[Code, ...]
    ) -> None:
        now = self._portal.now().replace(microsecond=0)
        receipt = receipt_for(found, receipt_id=str(uuid.uuid4()), now=now, errors=errors, software=SOFTWARE)
        envelope = business_envelope(
            message_id=str(uuid.uuid4()),
            subject="APPREC",
            from_her_id=self._seat.helsenorge.her_id,
            to_her_id=asked.from_her_id,
            time_stamp=iso(now),
        )
        portal.put(connection, envelope, receipt.to_xml())

    def _receipt(self, receipt: AppRec, envelope: Envelope, raw: bytes) -> None:
        with self._portal.unit() as connection:
            row = connection.execute(
                "SELECT number FROM message WHERE direction = 'ut' AND msg_id = ?", (receipt.original.msg_id.lower(),)
            ).fetchone()
            why = "; ".join(one.ot or one.dn or one.v for one in receipt.errors)
            self._log(connection, envelope, raw, "kvittering", f"{receipt.status.v} {why}".strip())
            if row is not None:
                status = portal.DELIVERED if receipt.accepted else portal.REJECTED
                portal.judged(connection, row["number"], status, why)

    def _error(self, envelope: Envelope, raw: bytes) -> None:
        """The error queue: what we sent could not be read."""
        why = envelope.application_properties.get("errorDescription", "") or envelope.error_condition
        with self._portal.unit() as connection:
            self._log(connection, envelope, raw, "feil", f"{envelope.error_condition} {why}")
            row = connection.execute(
                "SELECT number FROM message WHERE direction = 'ut' AND message_id IN (?, ?)",
                (envelope.original_message_id, envelope.correlation_id),
            ).fetchone()
            if row is not None:
                portal.judged(connection, row["number"], portal.REJECTED, why)

    def _refuse(self, message: BusMessage, condition: str, why: str) -> None:
        """To the sender's error queue, if it can be told who that is; otherwise only kept."""
        envelope, text = message.envelope, identifiers.mask(why)[:400]
        with self._portal.unit() as connection:
            self._log(connection, envelope, message.body, "uleselig", f"{condition} {text}")
            if envelope.from_her_id.isdigit():
                answer = error_envelope(
                    envelope,
                    message_id=str(uuid.uuid4()),
                    condition=condition,
                    description=text,
                    time_stamp=self._portal.stamp(),
                )
                portal.put(connection, answer, b"")

    def _log(self, connection: sqlite3.Connection, envelope: Envelope, raw: bytes, kind: str, why: str) -> None:
        portal.insert(
            connection,
            direction="inn",
            kind=kind,
            message_id=envelope.message_id,
            process=envelope.subject,
            party=envelope.from_her_id,
            time=self._portal.stamp(),
            reason=why,
            envelope="{}",
            raw=identifiers.mask(raw.decode("latin-1")).encode("latin-1"),
        )


def _error(code: str, why: str) -> Code:
    return replace(K8221.cv(code), ot=why)


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _real(root: etree._Element) -> bool:
    """Whether a number that could belong to a living person stands anywhere in the message."""
    return any(
        len(text) >= 11 and identifiers.mask(text) != text
        for element in root.iter(etree.Element)
        if etree.QName(element).localname not in _NOT_ABOUT_PERSONS
        for text in (str(element.text or ""), *map(str, element.attrib.values()))
    )
