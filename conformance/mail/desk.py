"""Helsenorge's desk: gives every message that comes the receipt, or the error, that Helsenorge would give."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from conformance.clock import Clock
from conformance.mail.mailbox import Mailbox
from conformance.mail.undecided import undecided
from conformance.outcomes import ToolFault
from conformance.reading import Inbound
from conformance.transports import wrapped
from standards.apprec import error, receipt_for
from standards.codes import Code
from standards.envelope import Envelope, business_envelope, error_envelope
from standards.errors import StandardsError
from standards.exchange import Role
from standards.hodemelding import Hodemelding
from standards.rules.model import Finding, Severity
from wire.bus import BusClient, BusMessage, BusRefused

if TYPE_CHECKING:
    from standards.rules.engine import MessageVerdict

NOT_VALID: Final = error("T02", "XML-dokumentet er ikke gyldig (validerer ikke)")
NOT_ACTIVE: Final = error("E35", "Pasienten finnes ikke i mottakersystemet", "Innbyggeren er ikke aktiv på Helsenorge")
UNREADABLE: Final = "transport:not-well-formed-xml"
SOFTWARE: Final = "EPJ testbenk, i rollen Helsenorge"


class Judge(Protocol):
    """The rule engine for one message."""

    def __call__(self, raw: bytes, *, sender: Role | None = None, envelope: Envelope | None = None) -> MessageVerdict:
        """Schema validity and findings."""
        ...


class Desk:
    """Answers as HITS 1217:2018 2.13 and HITS 1216:2018 2.2 say; one receipt per MsgId in a run."""

    def __init__(self, client: BusClient, judge: Judge, clock: Clock, new_id: Callable[[], str]) -> None:
        self._client = client
        self._judge = judge
        self._clock = clock
        self._new_id = new_id
        self._receipted: dict[str, tuple[str, bytes]] = {}

    def answer(self, inbound: Inbound, mailbox: Mailbox) -> None:
        """Send what the message calls for: nothing to a receipt, an error message or an answer in real time.

        Raises `PreconditionMissing` for what we lack the means to judge.
        """
        if (stopped := undecided(inbound)) is not None:
            raise stopped
        if inbound.kind not in ("melding", "uleselig") or inbound.queue == "syncreply":
            return
        if inbound.parent.lower() in mailbox.at_once:
            return  # an answer in real time on the wrong queue is late at most, and no receipt mends it
        message = _readable(inbound)
        if message is None:
            self._send_error(inbound, mailbox)
            return
        scenario, raw = self._receipted.setdefault(message.msg_id.lower(), ("", inbound.raw))
        if raw != inbound.raw:
            mailbox.evidence.finding(_reused(inbound), message=inbound.number)
        if scenario == mailbox.scenario_id:
            mailbox.evidence.note(f"MsgId {message.msg_id} kom en gang til. Den får ingen ny kvittering.")
        elif not _waits(inbound, mailbox):
            self._receipted[message.msg_id.lower()] = (mailbox.scenario_id, raw)
            self._send_receipt(inbound, message, mailbox)

    def acknowledge(self, inbound: Inbound, mailbox: Mailbox, errors: tuple[Code, ...], *, fault: str = "") -> None:
        """A receipt for what came earlier: late, or once more; then `fault` says what is wrong with it (bokmål)."""
        message = _readable(inbound)
        if message is None:
            raise ToolFault("En melding som ikke kan leses, kan ikke kvitteres.")
        self._receipted[message.msg_id.lower()] = (mailbox.scenario_id, inbound.raw)
        with mailbox.guard:
            mailbox.unanswered[:] = [other for other in mailbox.unanswered if other.number != inbound.number]
        verdict = self._judge(inbound.raw, sender=Role.EPJ, envelope=inbound.envelope)
        self._put_receipt(inbound, message, mailbox, errors, faulty=bool(_wrong(verdict.findings)), fault=fault)

    def _send_receipt(self, inbound: Inbound, message: Hodemelding, mailbox: Mailbox) -> None:
        verdict = self._judge(inbound.raw, sender=Role.EPJ, envelope=inbound.envelope)
        errors = self._errors(inbound, mailbox, valid=verdict.schema == "valid")
        self._put_receipt(inbound, message, mailbox, errors, faulty=bool(_wrong(verdict.findings)))

    def _put_receipt(
        self,
        inbound: Inbound,
        message: Hodemelding,
        mailbox: Mailbox,
        errors: tuple[Code, ...],
        *,
        faulty: bool,
        fault: str = "",
    ) -> None:
        receipt = receipt_for(
            message, receipt_id=self._new_id(), now=self._clock.now(), errors=errors, software=SOFTWARE
        )
        raw = receipt.to_xml()
        envelope = business_envelope(
            message_id=self._new_id(),
            subject="APPREC",
            from_her_id=inbound.envelope.to_her_id or message.receiver.her_id,
            to_her_id=inbound.envelope.from_her_id or message.sender.her_id,
            time_stamp=self._clock.now().isoformat(timespec="seconds"),
        )
        # A receipt mirrors the message: what is wrong in a faulty message is wrong in its receipt too.
        if not faulty:
            require_faultless(self._judge(raw, sender=Role.HELSENORGE, envelope=envelope), "kvitteringen")
        self._send(raw, envelope, mailbox, fault=fault)

    def _errors(self, inbound: Inbound, mailbox: Mailbox, *, valid: bool) -> tuple[Code, ...]:
        with mailbox.guard:
            if mailbox.next_errors:
                return mailbox.next_errors.popleft()
            if inbound.patient_id in mailbox.inactive:
                return (NOT_ACTIVE,)
        return () if valid else (NOT_VALID,)

    def _send_error(self, inbound: Inbound, mailbox: Mailbox) -> None:
        if not inbound.envelope.from_her_id:
            mailbox.evidence.note("Meldingen har ingen avsender i konvolutten, så ingen kan få feilmeldingen om den.")
            return
        fault = inbound.why_unopened()
        envelope = error_envelope(
            inbound.envelope,
            message_id=self._new_id(),
            condition=fault.condition if fault else UNREADABLE,
            description=inbound.problem or "Hodemeldingen kan ikke leses",
            time_stamp=self._clock.now().isoformat(timespec="seconds"),
            data=fault.condition_data if fault else "",
        )
        self._send(b"", envelope, mailbox)

    def _send(self, raw: bytes, envelope: Envelope, mailbox: Mailbox, *, fault: str = "") -> None:
        going = wrapped(self._client, BusMessage(envelope, raw))
        mailbox.record_sent(going, fault=fault)
        try:
            self._client.send(envelope.to, going)
        except BusRefused as refusal:
            mailbox.evidence.note(f"Svaret til {envelope.to} kom ikke fram: {refusal}")


def require_faultless(verdict: MessageVerdict, what: str) -> None:
    """Raise `ToolFault` when a message of ours breaks a rule; `what` names it in bokmål, definite form."""
    for finding in _wrong(verdict.findings):
        raise ToolFault(
            f"Testverktøyet laget en feil i {what} ({finding.rule}): {finding.problem} "
            f"Ventet: {finding.expected or '–'}. Fant: {finding.found or '–'}.",
            fix="Meld dette til dem som vedlikeholder testverktøyet. EPJ-en har ikke gjort noe galt her.",
        )


def _waits(inbound: Inbound, mailbox: Mailbox) -> bool:
    """Whether nothing is said of a message until somebody asks for it."""
    with mailbox.guard:
        if mailbox.silent:
            mailbox.unanswered.append(inbound)
        return mailbox.silent


def _reused(inbound: Inbound) -> Finding:
    return Finding(
        rule="MH-02",
        clause="HITS 1217:2018, 2.3.1; HITS 1216:2018, 2.2.5",
        severity=Severity.ERROR,
        problem="To ulike meldinger har samme MsgId, så mottakeren forkaster den siste som duplikat.",
        where="/mh:MsgHead/mh:MsgInfo/mh:MsgId",
        expected="en ny MsgId for hver melding",
        found=inbound.msg_id,
        fix="Lag en ny UUID for hver melding.",
        item=inbound.item,
    )


def _wrong(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def _readable(inbound: Inbound) -> Hodemelding | None:
    """The message when its header can be read: it has MsgId, type and two parties."""
    if inbound.root is None or inbound.kind != "melding":
        return None
    try:
        message = Hodemelding.from_element(inbound.root)
    except StandardsError:
        return None
    return message if message.msg_id and message.type.v and message.sender.parent_her_id else None
