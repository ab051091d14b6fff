"""What a scenario may ask of the world: the citizen's side, staff, and the journal."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from conformance.clock import Clock
from conformance.desk import Judge, require_faultless
from conformance.mailbox import Mailbox, Sent
from conformance.outcomes import (
    CheckFailed,
    NothingCame,
    NotVerified,
    Outcome,
    PreconditionMissing,
    TargetUnreachable,
    ToolFault,
)
from conformance.reading import Inbound, read
from conformance.receiving import Receiver
from conformance.routing import Router
from conformance.staff.adapter import IntentResult, StaffAdapter
from conformance.staff.intents import IntentBook
from standards.codes import Code
from standards.envelope import Envelope
from standards.exchange import Role
from standards.hodemelding import Hodemelding
from standards.identifiers import is_synthetic
from standards.rules.model import Finding, Level, Mark, Severity, severity
from wire.bus import BusClient, BusMessage, BusRefused, BusUnreachable, MessageTooLarge

if TYPE_CHECKING:
    from conformance.targets import Target, TestPerson
    from standards.rules.engine import MessageVerdict

__all__ = ["CitizenPort", "Claim", "IntentResult", "JournalPort", "Sent", "StaffPort"]

Match = Callable[[Inbound], bool]
SETTLE_ROUNDS: Final = 20
SETTLE_ANSWER_SECONDS: Final = 2.0
"""How long the answer itself may take beyond the deadline that settle was given."""
LEAVE_SECONDS: Final = 2.0
"""How long a scenario that did not end at rest may hold up the next."""


@dataclass(frozen=True)
class Link:
    """What the ports of one scenario share."""

    target: Target
    mailbox: Mailbox
    router: Router
    receiver: Receiver
    client: BusClient
    clock: Clock
    judge: Judge


class CitizenPort:
    """Helsenorge, for one scenario: sends, waits for what belongs to the scenario, and proves absence."""

    def __init__(self, link: Link, staff: StaffPort, envelope_for: Callable[[Hodemelding], Envelope]) -> None:
        self._link = link
        self._staff = staff
        self._envelope_for = envelope_for
        self._mailbox = link.mailbox
        self._rest = self._activity()

    def send(self, message: Hodemelding, *, envelope: Envelope | None = None) -> Sent:
        """Send a message of ours; a rule broken by it is `ToolFault` and nothing is sent."""
        raw, envelope = message.to_xml(), envelope or self._envelope_for(message)
        verdict = self._link.judge(raw, sender=Role.HELSENORGE, envelope=envelope)
        _refuse_faulty_echo(verdict)
        require_faultless(verdict, "meldingen fra Helsenorge")
        if message.dialog is not None and message.patient is not None:
            self._mailbox.evidence.acting_for_other(message.msg_id, message.acting is not None)
        return self._put(raw, envelope, message=message)

    def send_raw(
        self, raw: bytes, envelope: Envelope, *, fault: str, about: Sent | None = None, queue: str = ""
    ) -> Sent:
        """Send bytes with one deliberate fault (named in bokmål), not judged; `about` lends ids that are lost in them.

        `queue` is where it is put when the envelope's `to` is part of the fault.
        """
        if not fault:
            raise ToolFault("En melding med feil må si hvilken feil den har.")
        sent = self._put(raw, envelope, fault=fault, queue=queue)
        if about is not None:
            with self._mailbox.guard:
                self._mailbox.keys.update({f"msg:{about.msg_id.lower()}", f"amqp:{about.message_id.lower()}"})
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
        deadlines = self._link.target.deadlines
        limit = seconds if seconds is not None else deadlines.staff_seconds + deadlines.answer_seconds
        began = self._now()
        came = False
        try:
            came = self._settle_until(began + limit)
            self._raise_failure()
            self._rest = self._activity()
        finally:
            self._mailbox.evidence.waited(
                "ro: alt er behandlet og ingenting venter på å bli sendt",
                deadline=limit,
                seconds=round(self._now() - began, 3),
                came=came,
            )
        if not came:
            raise NotVerified(
                f"EPJ-en kom ikke til ro innen {limit:g} s, så det er ikke vist at ingenting mer kommer.",
                fix="Øk fristene under [deadlines] i testobjektfilen, eller se om EPJ-en sender uten stans.",
            )

    def leave(self) -> None:
        """At the end of a scenario: let what is still under way arrive here, and not in the next scenario.

        Only where the EPJ can tell when it is at rest, and never for long: a scenario may end because it never is.
        """
        router = self._link.router
        lost = router.failure is not None or router.lost_contact is not None
        if lost or self._activity() == self._rest or not self._link.target.staff.settle:
            return
        with suppress(Outcome):
            self._settle_until(self._now() + LEAVE_SECONDS)

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

    def _put(
        self,
        raw: bytes,
        envelope: Envelope,
        *,
        message: Hodemelding | None = None,
        fault: str = "",
        queue: str = "",
    ) -> Sent:
        _refuse_living(read(raw, envelope))
        sent = self._mailbox.record_sent(raw, envelope, message=message, fault=fault)
        try:
            self._link.client.send(queue or envelope.to, BusMessage(envelope, raw))
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
                self._raise_failure()
                left = deadline - self._now()
                if left <= 0:
                    self._raise_lost_contact()
                    return None, False
                self._mailbox.guard.wait(left)

    def _raise_failure(self) -> None:
        failure = self._link.router.failure or self._mailbox.failure
        if failure is not None:
            raise failure

    def _raise_lost_contact(self) -> None:
        if self._link.router.lost_contact is not None:
            raise self._link.router.lost_contact

    def _seen(self) -> str:
        unclaimed = [message.describe() for message in self._mailbox.unclaimed()]
        text = f"I stedet kom: {'; '.join(unclaimed)}." if unclaimed else "Det kom ingenting annet heller."
        foreign = self._mailbox.foreign
        return f"{text} Meldinger som ikke hører til scenarioet: {'; '.join(foreign)}." if foreign else text

    def _settle_until(self, deadline: float) -> bool:
        for _ in range(SETTLE_ROUNDS):
            handled = self._handled()
            rested = self._staff.settle(max(deadline - self._now(), 0.0))
            drained = rested is not False and self._link.receiver.drained(deadline)
            if rested is False or drained is False:
                return False
            if rested is None or drained is None:
                return self._wait_quietly(deadline)
            if self._handled() == handled:
                return True
            if self._now() >= deadline:
                return False
        return False

    def _wait_quietly(self, deadline: float) -> bool:
        """Silence for `quiet_seconds` stands in for a proof; the evidence says so."""
        quiet = self._link.target.transport.quiet_seconds
        self._mailbox.evidence.note(
            f"Testobjektet kan ikke selv si når alt er behandlet. Beviset for at ingenting mer kommer, er at det var "
            f"stille i {quiet:g} s (quiet_seconds)."
        )
        router = self._link.router
        with router.changed:
            while True:
                handled, until = router.handled, self._now() + quiet
                while (left := until - self._now()) > 0 and router.handled == handled:
                    self._raise_failure()
                    router.changed.wait(left)
                self._raise_failure()
                self._raise_lost_contact()
                if router.handled == handled and router.idle:
                    return True
                if self._now() > deadline:
                    return False

    def _activity(self) -> tuple[int, int, int]:
        """Grows with every message handled or sent and with everything asked of staff."""
        return self._handled(), self._mailbox.items, self._staff.asked

    def _handled(self) -> int:
        with self._link.router.changed:
            return self._link.router.handled

    def _now(self) -> float:
        return self._link.clock.monotonic()


class StaffPort:
    """Has staff do things; every intent is kept in the evidence with who did it."""

    def __init__(self, adapter: StaffAdapter, link: Link, book: IntentBook, run_id: uuid.UUID) -> None:
        self._adapter = adapter
        self._link = link
        self._book = book
        self._run_id = run_id
        self.asked = 0
        """How many intents have been asked for."""

    @property
    def automatic(self) -> bool:
        """Whether a machine answers; else a person reads the sentences."""
        return self._adapter.automatic

    def can(self, intent: str) -> bool:
        """Whether the intent may be asked here."""
        return intent in self._book.names and self._adapter.can(intent)

    def do(
        self, intent: str, *, expect_refusal: bool = False, seconds: float | None = None, **params: Any
    ) -> IntentResult:
        """Have staff do one thing. Refused is `PreconditionMissing` (unless `expect_refusal`), unable `NotVerified`."""
        result = self.ask(intent, params, seconds=seconds)
        if result.outcome == "unable":
            raise NotVerified(
                f"Ansatt-siden kan ikke utføre «{intent}»: {result.reason or 'ingen begrunnelse'}.",
                fix='Gjør det for hånd med staff.kind = "manual", eller utvid adapteren (docs/contract.md, del 2).',
            )
        if result.outcome == "refused" and not expect_refusal:
            raise PreconditionMissing(
                f"EPJ-en nektet «{self._book.sentence(intent, params, self._link.target)}»: "
                f"{result.reason or 'ingen begrunnelse'}."
            )
        return result

    def ask(self, intent: str, params: Mapping[str, Any], *, seconds: float | None = None) -> IntentResult:
        """Have an intent carried out and recorded, and give the answer back whatever it is."""
        self._book.check_params(intent, params)
        sentence = self._book.sentence(intent, params, self._link.target)
        limit = seconds if seconds is not None else self._book.seconds(intent, self._link.target, self.automatic)
        began = self._link.clock.monotonic()
        try:
            result = self._adapter.perform(intent, params, key=self._key(), sentence=sentence, seconds=limit)
            self._book.check_data(intent, result)
        except (NotVerified, TargetUnreachable) as problem:
            self._record(intent, params, sentence, IntentResult("unable", problem.reason, by=self._by()), began)
            raise
        self._record(intent, params, sentence, result, began)
        return result

    def confirm(self, question: str, *, about: str, params: Mapping[str, Any]) -> IntentResult:
        """Ask a person whether something holds, and record the answer under the read intent it stands for."""
        began = self._link.clock.monotonic()
        limit = self._book.seconds(about, self._link.target, automatic=False)
        result = self._adapter.confirm(question, seconds=limit)
        self._record(about, params, question, result, began)
        return result

    def settle(self, seconds: float) -> bool | None:
        """Ask the EPJ to come to rest: whether it did within the deadline, None when the target cannot tell."""
        if not self._link.target.staff.settle or not self.can("settle"):
            return None
        asked = {"deadline_seconds": max(round(seconds, 3), 0.001)}
        outcome = self.ask("settle", asked, seconds=seconds + SETTLE_ANSWER_SECONDS).outcome
        return None if outcome == "unable" else outcome == "done"

    def _record(
        self, intent: str, params: Mapping[str, Any], sentence: str, result: IntentResult, began: float
    ) -> None:
        self._link.mailbox.evidence.intent(
            intent,
            params,
            sentence=sentence,
            outcome=result.outcome,
            reason=result.reason,
            data=result.data,
            by=result.by,
            who=result.who,
            file=result.file,
            seconds=round(self._link.clock.monotonic() - began, 3),
        )

    def _key(self) -> str:
        self.asked += 1
        return str(uuid.uuid5(self._run_id, f"{self._link.mailbox.scenario_id}/{self.asked}"))

    def _by(self) -> str:
        return "maskin" if self._adapter.automatic else "person"


@dataclass(frozen=True)
class Claim:
    """Something that the journal must show.

    `sentence` is the bokmål statement that a person is asked to confirm; `holds` reads the data of `intent` and gives
    None or what is wrong (bokmål). `rule` and `clause` name the duty.
    """

    sentence: str
    intent: str
    params: Mapping[str, Any]
    holds: Callable[[Mapping[str, Any]], str | None]
    rule: str
    clause: str
    level: Level = Level.SKAL
    mark: Mark = Mark.VERIFIED
    fix: str = ""
    item: int | None = None

    def finding(self, problem: str) -> Finding:
        """The breach, milder when the rule is inferred or not skal."""
        return Finding(
            rule=self.rule,
            clause=self.clause,
            severity=severity(self.level, self.mark),
            problem=problem,
            where=f"journalen ({self.intent})",
            expected=self.sentence,
            found=problem,
            fix=self.fix or f"Sørg for at dette stemmer: {self.sentence}",
            item=self.item,
        )


class JournalPort:
    """Sees what was journaled and logged: a machine reads and judges, or a person confirms."""

    def __init__(self, staff: StaffPort, link: Link, settle: Callable[[], None]) -> None:
        self._staff = staff
        self._link = link
        self._settle = settle

    def read(self, intent: str, **params: Any) -> Mapping[str, Any]:
        """The data of a read intent; `NotVerified` when only a person could tell."""
        if not self._staff.automatic:
            raise NotVerified(f"«{intent}» kan bare leses av en maskin.", fix='Bruk staff.kind = "http".')
        return self._staff.do(intent, **params).data

    def confirm(self, claim: Claim) -> None:
        """Return when the claim holds; `CheckFailed` with a finding when not (a remark is only noted)."""
        problem = self._read(claim) if self._staff.automatic else self._ask(claim)
        if problem is None:
            return
        finding = claim.finding(problem)
        if finding.severity is Severity.ERROR:
            raise CheckFailed(finding)
        self._link.mailbox.evidence.finding(finding)

    def _read(self, claim: Claim) -> str | None:
        problem = claim.holds(self.read(claim.intent, **claim.params))
        if problem is None:
            return None
        # What came may still be on its way into the journal: let it come to rest if it can, and look once more.
        with suppress(NotVerified):
            self._settle()
        return claim.holds(self.read(claim.intent, **claim.params))

    def _ask(self, claim: Claim) -> str | None:
        result = self._staff.confirm(f"Stemmer dette? {claim.sentence}", about=claim.intent, params=claim.params)
        if result.outcome == "unable":
            raise NotVerified(f"Ingen kunne bekrefte: {claim.sentence} {result.reason}".strip())
        if result.outcome == "done":
            return None
        return f"En ansatt svarte nei: {result.reason or claim.sentence}"


def _is_receipt(message: Inbound, sent: Sent) -> bool:
    return message.kind == "apprec" and message.original_msg_id.lower() == sent.msg_id.lower()


def _is_error(message: Inbound, sent: Sent) -> bool:
    about = {message.envelope.original_message_id.lower(), message.envelope.correlation_id.lower()}
    return message.kind == "feilkø" and sent.message_id.lower() in about


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
