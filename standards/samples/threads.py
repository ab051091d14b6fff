"""The conversation around a sample: what it answers, its receipts, and an answer when it is a request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from standards.apprec import receipt_for
from standards.codes import Code
from standards.envelope import Envelope, business_envelope
from standards.exchange import Exchange, Item, Role
from standards.hodemelding import ConversationRef, Hodemelding
from standards.processes import AVTALEUTSENDING, EPJ, HELSENORGE, Process, Step
from standards.samples.calendars import Appointment
from standards.samples.catalogue import dialog_of, of_step
from standards.samples.messages import Place, write
from standards.samples.model import Cast, Sample

SOFTWARE = {HELSENORGE: "Helsenorge", EPJ: "EPJ testbenk"}
RECEIPT = "APPREC"
_REFUSALS = frozenset({"26", "29", "30", "31"})
_AFTER = {
    **dict.fromkeys(("ART", "07", "08", "11", "MOA"), "05"),
    **dict.fromkeys(("OAT", "OET"), "05"),
    "RT": "03",
}
"""What an opening code rests on: an appointment that was told of, or a time that was offered."""


@dataclass
class Thread:
    """A conversation as it grows; the newest message that each code brought can be answered."""

    cast: Cast
    items: list[Item] = field(default_factory=list)
    sent: list[tuple[Step, Hodemelding, Envelope]] = field(default_factory=list)

    @cached_property
    def appointment(self) -> Appointment:
        """The one appointment that it is about."""
        return Appointment.made(self.cast)

    @cached_property
    def started(self) -> datetime:
        """The time of the first message."""
        return self.cast.now.replace(microsecond=0)

    def say(self, sample: Sample, step: Step, *, acknowledge: bool = True) -> Hodemelding:
        """Send the message of a step and, where it takes one, the receipt."""
        asked = None if step.opens else self._asked(step)
        synchronous = step.synchronous or bool(sample.source and sample.source.synchronous)
        time = self._time(seconds=2 if synchronous and asked else 0)
        message = write(sample, self.cast, self._place(time, asked[1] if asked else None))
        envelope = self._envelope(message, time, synchronous, asked[2] if asked else None)
        self.items.append(Item(step.sender, message.to_xml(), envelope, time))
        self.sent.append((step, message, envelope))
        if acknowledge and not synchronous:
            self.acknowledge(step.sender.other, message, version=_apprec(sample))
        return message

    def acknowledge(self, sender: Role, message: Hodemelding, *, version: str, errors: tuple[Code, ...] = ()) -> None:
        """Send the receipt for a message."""
        time, software = self._time(seconds=5), SOFTWARE[sender]
        receipt = receipt_for(
            message, receipt_id=self.cast.new_id(), now=time, errors=errors, software=software, version=version
        )
        envelope = _between(receipt.sender.her_id, receipt.receiver.her_id, self.cast.new_id(), RECEIPT, time)
        self.items.append(Item(sender, receipt.to_xml(), envelope, time))

    def exchange(self) -> Exchange:
        """What has been said so far."""
        acting = {
            message.msg_id: message.acting is not None for step, message, _ in self.sent if step.sender is HELSENORGE
        }
        return Exchange(tuple(self.items), acting)

    def _asked(self, step: Step) -> tuple[Step, Hodemelding, Envelope]:
        return next(entry for entry in reversed(self.sent) if entry[0].code in step.answers_to)

    def _place(self, time: datetime, asked: Hodemelding | None) -> Place:
        reference = None
        if asked is not None:
            first = asked.conversation.conversation if asked.conversation else asked.msg_id
            reference = ConversationRef(asked.msg_id, first)
        return Place(time, self.cast.new_id(), self.appointment, reference, asked)

    def _envelope(self, message: Hodemelding, time: datetime, synchronous: bool, asked: Envelope | None) -> Envelope:
        kind = "async" if not synchronous else "sync" if asked is None else "syncreply"
        return _between(
            message.sender.her_id,
            message.receiver.her_id,
            self.cast.new_id(),
            message.type.v,
            time,
            kind=kind,
            correlation_id=asked.correlation_id if synchronous and asked else "",
        )

    def _time(self, *, seconds: int = 0) -> datetime:
        """A moment after the last one: seconds for a machine, half an hour for a person."""
        last = self.items[-1].time if self.items else None
        return (
            self.started if last is None else last + (timedelta(seconds=seconds) if seconds else timedelta(minutes=30))
        )


def thread(sample: Sample, cast: Cast) -> tuple[Exchange, int]:
    """The conversation of a sample of the process catalogue, and which item is the sample itself."""
    whole = Thread(cast)
    for process, step in before(sample):
        whole.say(of_step(process, step, _version(process, sample)), step)
    place = len(whole.items)
    step = _step(sample)
    whole.say(sample, step)
    if (answer := _answer(sample, step)) is not None:
        whole.say(of_step(_process(sample), answer, sample.version), answer)
    return whole.exchange(), place


def before(sample: Sample) -> Iterator[tuple[Process, Step]]:
    """What must have been said, first things first."""
    process = _process(sample)
    chain = _chain(process, _step(sample), sample.dialog)
    opening = chain[0]
    rests_on = _AFTER.get(opening.code) if opening.element == "Foresporsel" else None
    if rests_on is not None:
        home, needed = _find(process, opening, rests_on)
        yield from ((home, step) for step in _chain(home, needed, dialog_of(home, home.versions[-1])))
    yield from ((process, step) for step in chain[:-1])


def _find(process: Process, opening: Step, code: str) -> tuple[Process, Step]:
    """The step that an opening rests on: a wish on the answer to a wish, the others on what the EPJ told unasked."""
    for home in (process, AVTALEUTSENDING):
        for step in home.steps_of(EPJ):
            wished = opening.sender is HELSENORGE and home is process and opening.code in {"OAT", "OET", "RT"}
            if step.code == code and step.opens is not wished:
                return home, step
    raise LookupError(f"{process.code} {opening.code} rests on {code}, which nobody sends.")


def _chain(process: Process, step: Step, dialog: str) -> tuple[Step, ...]:
    """The steps from the opening of a thread to this one."""
    if step.opens:
        return (step,)
    legal = [each for each in process.steps if each.dialog in ("", dialog) and each.synchronous == step.synchronous]
    earlier = [
        each for code in step.answers_to for each in legal if each.code == code and each.sender is not step.sender
    ]
    first = min(earlier, key=lambda each: each.tolerated)
    return (*_chain(process, first, dialog), step)


def _answer(sample: Sample, step: Step) -> Step | None:
    """The ordinary answer to a request; None when it has none."""
    if not step.opens:
        return None
    answers = _process(sample).answers(step.code, step.sender.other)
    fit = (each for each in answers if each.dialog in ("", sample.dialog) and each.synchronous == step.synchronous)
    return next((each for each in fit if each.code not in _REFUSALS and not each.tolerated), None)


def _apprec(sample: Sample) -> str:
    return "1.0" if sample.dialog == "1.0" else _process(sample).apprec


def _version(process: Process, sample: Sample) -> str:
    return sample.version if process is sample.source else process.versions[-1]


def _step(sample: Sample) -> Step:
    if sample.step is None:
        raise TypeError(f"{sample.process} has no step.")
    return sample.step


def _process(sample: Sample) -> Process:
    if sample.source is None:
        raise TypeError(f"{sample.process} is not in the process catalogue.")
    return sample.source


def _between(
    sender: str,
    receiver: str,
    message_id: str,
    subject: str,
    time: datetime,
    *,
    kind: str = "async",
    correlation_id: str = "",
) -> Envelope:
    return business_envelope(
        message_id=message_id,
        subject=subject,
        from_her_id=sender,
        to_her_id=receiver,
        time_stamp=time.isoformat(),
        correlation_id=correlation_id,
        kind=kind,
    )
