"""The citizen's side: sends as Helsenorge, waits for answers, and proves that nothing more comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from conformance.mail.desk import require_faultless
from conformance.mail.mailbox import Sent
from conformance.outcomes import NothingCame, PreconditionMissing, TargetUnreachable, ToolFault
from conformance.ports.link import Link
from conformance.ports.rest import Rest
from conformance.ports.staff import StaffPort
from conformance.reading import Inbound, plain, read
from conformance.transports import wrapped
from standards.codes import Code
from standards.envelope import Envelope
from standards.exchange import Role
from standards.hodemelding import Hodemelding
from standards.identifiers import is_synthetic
from standards.rules.model import Finding
from wire.bus import BusMessage, BusRefused, BusUnreachable, Limit, MessageTooLarge

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson
    from conformance.targets.protection import Otherwise
    from standards.rules.engine import MessageVerdict

Match = Callable[[Inbound], bool]


class CitizenPort:
    """Helsenorge, for one scenario: sends, waits for what belongs to the scenario, and proves absence."""

    def __init__(self, link: Link, staff: StaffPort, envelope_for: Callable[[Hodemelding], Envelope]) -> None:
        self._link = link
        self._envelope_for = envelope_for
        self._mailbox = link.mailbox
        self._rest = Rest(link, staff)

    @property
    def can_misaddress(self) -> bool:
        """Whether a message can reach the EPJ though its document names another receiver."""
        return Limit.OTHER_RECEIVER not in self._link.client.limits

    @property
    def can_expire(self) -> bool:
        """Whether the transport takes away what nobody has read in time."""
        return Limit.TTL not in self._link.client.limits

    @property
    def carries_any_encoding(self) -> bool:
        """Whether the transport carries a document in another encoding than UTF-8."""
        return Limit.ENCODING not in self._link.client.limits

    def send(
        self, message: Hodemelding, *, envelope: Envelope | None = None, otherwise: Otherwise | None = None
    ) -> Sent:
        """Send a message of ours; a rule broken by it is `ToolFault` and nothing is sent.

        `otherwise` is another way to sign it that is as good.
        """
        raw, envelope = message.to_xml(), envelope or self._envelope_for(message)
        verdict = self._link.judge(raw, sender=Role.HELSENORGE, envelope=envelope)
        _refuse_faulty_echo(verdict)
        require_faultless(verdict, "meldingen fra Helsenorge")
        if message.dialog is not None and message.patient is not None:
            self._mailbox.evidence.acting_for_other(message.msg_id, message.acting is not None)
        return self._put(raw, envelope, message=message, otherwise=otherwise)

    def send_raw(
        self,
        raw: bytes,
        envelope: Envelope,
        *,
        fault: str,
        about: Sent | None = None,
        queue: str = "",
        otherwise: Otherwise | None = None,
    ) -> Sent:
        """Send bytes with one deliberate fault (named in bokmål), not judged; `about` lends ids that are lost in them.

        `queue` is where it is put when the envelope's `to` is part of the fault; `otherwise` how it is signed and
        encrypted when that is the fault.
        """
        if not fault:
            raise ToolFault("En melding med feil må si hvilken feil den har.")
        sent = self._put(raw, envelope, fault=fault, queue=queue, otherwise=otherwise)
        if about is not None:
            self._mailbox.lend_keys(about)
        return sent

    def await_message(
        self, match: Match, what: str, seconds: float | None = None, *, finding: Finding | None = None
    ) -> Inbound:
        """The next business message that matches and that nobody has asked for; `what` names it in bokmål.

        Raises `NothingCame` (with `finding`, if given) after `seconds`, by default the target's answer deadline.
        """
        seconds = self._link.target.deadlines.answer_seconds if seconds is None else seconds
        return self._await(lambda m: m.kind == "melding" and match(m), what, seconds, finding)

    def await_apprec(self, sent: Sent, seconds: float | None = None, *, finding: Finding | None = None) -> Inbound:
        """The receipt for a message of ours; an error-queue message about it ends the wait."""
        seconds = self._link.target.deadlines.apprec_seconds if seconds is None else seconds
        return self._await(
            lambda m: _is_receipt(m, sent),
            "kvittering (AppRec)",
            seconds,
            finding,
            instead=lambda m: _is_error(m, sent),
        )

    def await_error(self, sent: Sent, seconds: float | None = None, *, finding: Finding | None = None) -> Inbound:
        """The error-queue message about a message of ours; a receipt for it ends the wait."""
        seconds = self._link.target.deadlines.apprec_seconds if seconds is None else seconds
        return self._await(
            lambda m: _is_error(m, sent),
            "melding på feilkøen",
            seconds,
            finding,
            instead=lambda m: _is_receipt(m, sent),
        )

    def await_refusal(self, sent: Sent, seconds: float | None = None, *, finding: Finding | None = None) -> Inbound:
        """A negative receipt or an error-queue message, whichever comes; a positive receipt ends the wait."""
        seconds = self._link.target.deadlines.apprec_seconds if seconds is None else seconds
        return self._await(
            lambda m: _is_error(m, sent) or (_is_receipt(m, sent) and m.apprec_status != "1"),
            "avvisning (negativ kvittering eller melding på feilkøen)",
            seconds,
            finding,
            instead=lambda m: _is_receipt(m, sent),
        )

    def received(self) -> tuple[Inbound, ...]:
        """Everything that belongs to this scenario so far, receipts and errors included, in the order it came."""
        return self._mailbox.received()

    def receipts_for(self, sent: Sent) -> tuple[Inbound, ...]:
        """Every receipt for a message of ours so far."""
        return tuple(message for message in self.received() if _is_receipt(message, sent))

    def messages(self, match: Match = lambda _: True) -> tuple[Inbound, ...]:
        """The business messages so far that match, claimed or not."""
        return tuple(message for message in self.received() if message.kind == "melding" and match(message))

    def settle(self, seconds: float | None = None) -> None:
        """Return when the EPJ has handled everything and nothing new comes; receipts of ours may trigger more.

        One deadline for all rounds (the staff and answer deadlines together, unless `seconds`); past it `NotVerified`.
        """
        self._rest.reach(seconds)

    def leave(self) -> None:
        """At the end of a scenario: let what is still under way arrive here, and not in the next scenario."""
        self._rest.leave()

    def answer_as_inactive(self, person: TestPerson) -> None:
        """From now on E35 to everything about this person."""
        with self._mailbox.guard:
            self._mailbox.inactive.add(person.ident)

    def answer_as_active(self, person: TestPerson) -> None:
        """From now on ordinary receipts for this person again."""
        with self._mailbox.guard:
            self._mailbox.inactive.discard(person.ident)

    def answer_with(self, *errors: Code) -> None:
        """A negative receipt with these errors (8221) to the next message, whatever it is."""
        with self._mailbox.guard:
            self._mailbox.next_errors.append(errors)

    def stay_silent(self) -> None:
        """From now on no receipt to anything, until `acknowledge` or `speak_again`."""
        with self._mailbox.guard:
            self._mailbox.silent = True

    def speak_again(self) -> None:
        """Ordinary receipts again, also for what came while we were silent."""
        with self._mailbox.guard:
            self._mailbox.silent = False
            waiting = tuple(self._mailbox.unanswered)
        for inbound in waiting:
            self.acknowledge(inbound)

    def acknowledge(self, inbound: Inbound, *errors: Code, fault: str = "") -> None:
        """A receipt for a message that came earlier; `fault` (bokmål) when it has had one, or should have none."""
        self._link.receiver.desk.acknowledge(inbound, self._mailbox, errors, fault=fault)

    def _put(
        self,
        raw: bytes,
        envelope: Envelope,
        *,
        message: Hodemelding | None = None,
        fault: str = "",
        queue: str = "",
        otherwise: Otherwise | None = None,
    ) -> Sent:
        _refuse_living(read(raw, envelope))
        going = wrapped(self._link.client, BusMessage(envelope, raw), otherwise)
        sent = self._mailbox.record_sent(going, message=message, fault=fault)
        try:
            self._link.client.send(queue or envelope.to, going)
        except BusUnreachable as problem:
            raise TargetUnreachable(str(problem)) from problem
        except (BusRefused, MessageTooLarge) as problem:
            raise PreconditionMissing(f"Bussen tok ikke imot meldingen til {envelope.to}: {problem}") from problem
        return sent

    def _await(
        self, match: Match, what: str, seconds: float, finding: Finding | None, instead: Match | None = None
    ) -> Inbound:
        began = self._now()
        found, ended = self._wait_for(match, began + seconds, instead)
        spent = round(self._now() - began, 3)
        self._mailbox.evidence.waited(what, deadline=seconds, seconds=spent, came=found is not None)
        if found is None:
            raise NothingCame(what, spent if ended else seconds, seen=self._seen(), finding=finding)
        return found

    def _wait_for(self, match: Match, deadline: float, instead: Match | None) -> tuple[Inbound | None, bool]:
        with self._mailbox.guard:
            while True:
                waiting = self._mailbox.unclaimed()
                for message in waiting:
                    if match(message):
                        return self._mailbox.claim(message), False
                if instead is not None and any(instead(message) for message in self._mailbox.received()):
                    return None, True
                self._link.raise_failure()
                left = deadline - self._now()
                if left <= 0:
                    self._link.raise_lost_contact()
                    return None, False
                self._mailbox.guard.wait(left)

    def _seen(self) -> str:
        unclaimed = [message.describe() for message in self._mailbox.unclaimed()]
        text = f"I stedet kom: {'; '.join(unclaimed)}." if unclaimed else "Det kom ingenting annet heller."
        foreign = self._mailbox.foreign
        return f"{text} Meldinger som ikke hører til scenarioet: {'; '.join(foreign)}." if foreign else text

    def _now(self) -> float:
        return self._link.clock.monotonic()


def _is_receipt(message: Inbound, sent: Sent) -> bool:
    return message.kind == "apprec" and message.original_msg_id.lower() == sent.msg_id.lower()


def _is_error(message: Inbound, sent: Sent) -> bool:
    about = {plain(message.envelope.original_message_id), plain(message.envelope.correlation_id)}
    return message.kind == "feilkø" and plain(sent.message_id) in about


def _refuse_living(message: Inbound) -> None:
    """The last interlock: whatever a step does, nothing is sent about somebody who could be alive."""
    for ident in (message.patient_id, message.acting_id):
        if ident and not is_synthetic(ident):
            raise ToolFault(
                "Meldingen gjelder en person uten syntetisk fødselsnummer, og ble ikke sendt.",
                fix="Bruk en testperson fra NHN (måned + 65) eller Skatteetaten (måned + 80).",
            )


def _refuse_faulty_echo(verdict: MessageVerdict) -> None:
    """A calendar in our messages is an echo of the EPJ's: what is wrong in it is not our fault."""
    for finding in verdict.errors:
        if "icalendar" in finding.where:
            raise PreconditionMissing(
                f"Timen fra EPJ-en kan ikke avbestilles fra Helsenorge, fordi kalenderen i den har en feil "
                f"({finding.rule}): {finding.problem}",
                fix="Rett meldingen om timen først. Funnet i den står for seg.",
            )
