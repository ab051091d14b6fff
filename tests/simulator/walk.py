"""A random walk through a journal: staff, citizens and time do what they like, and what must hold is looked at.

`python -m tests.simulator.walk --steps 20000 --seed 1` walks all products; `--product` chooses one. A walk is made of
chapters, each with a journal of its own, so that what went wrong can be walked again: `--chapter` begins at one.
"""

from __future__ import annotations

import argparse
import random
import sys
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.clock import ShiftableClock
from simulator.journal import pushes, timebok
from simulator.journal.intents import READING
from simulator.journal.journal import Journal
from simulator.journal.outbox import Waiting
from simulator.journal.profile import Profile
from simulator.journal.refusals import FaultyParams
from simulator.journal.unit import Unit
from simulator.people import Person
from simulator.staff import forms
from simulator.vendors import profiles
from standards.codes import Code
from standards.exchange import Exchange, Item, Role
from standards.hodemelding import ACK_NO, Hodemelding
from standards.kodeverk.k8221 import K8221
from standards.processes import AVTALEUTSENDING, DIGITALBRUKER
from standards.rules.engine import judge_exchange, judge_message
from standards.xcal import Event
from tests.simulator.booking_kit import Desk
from tests.simulator.journal_kit import PACK, PEOPLE, Out, envelope_for, patients
from wire.bus import BusMessage

CHAPTER = 200
"""Steps with one journal."""
OVERLAPS = (
    "SELECT a.id FROM appointment AS a JOIN appointment AS b ON a.practitioner = b.practitioner AND a.rowid < b.rowid"
    " WHERE a.status = 'planned' AND b.status = 'planned' AND a.start < b.\"end\" AND b.start < a.\"end\""
)
STRAY = (
    "SELECT m.msg_id FROM message AS m JOIN thread AS t ON t.id = m.thread LEFT JOIN entry AS e"
    " ON e.msg_id = m.msg_id AND e.patient = t.patient WHERE e.id IS NULL"
)
UNDECIDED = (
    "SELECT a.id FROM appointment AS a WHERE (a.cancellation = 'waiting') <> EXISTS"
    " (SELECT 1 FROM cancellation AS c WHERE c.appointment = a.id AND c.decision = 'waiting')"
)
DEAD = (
    "SELECT a.id FROM appointment AS a JOIN patient AS p ON p.ident = a.patient WHERE p.died IS NOT NULL"
    " AND a.status = 'planned' AND a.start > ?"
)
NOBODY = "SELECT number FROM outbox WHERE transport NOT IN (SELECT number FROM transport)"


class Broken(AssertionError):
    """Something that must always hold does not."""


class Walk:
    """One chapter: a journal, Helsenorge beside it, and what has been said."""

    def __init__(self, profile: Profile, seed: str) -> None:
        self.random = random.Random(seed)
        self.desk = Desk(profile)
        self.desk.journal = Journal(
            self.desk.database, ShiftableClock(self.desk.base), self.desk.world, PACK, self.new_id
        )
        self.desk.journal.reset(patients())  # with ids that the seed decides
        self.people = [PEOPLE[name] for name in sorted(PEOPLE)]
        self.owed: Counter[str] = Counter()
        self.given: Counter[str] = Counter()
        self.filed: list[tuple[str, str]] = []
        self.sent: list[Out] = []
        self.said: list[Item] = []
        self.ids: set[str] = set()
        self.done: Counter[str] = Counter()
        self.arrived = 0
        self.last = ""

    def new_id(self) -> str:
        """A UUID that the seed decides."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    @property
    def journal(self) -> Journal:
        """The journal."""
        return self.desk.journal

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """What a query finds, beside what staff see."""
        return self.journal.view(lambda unit: unit.rows(sql, *values))

    def pick(self, sql: str, *values: Any) -> Any:
        """One of the rows, or None."""
        found = self.rows(sql, *values)
        return self.random.choice(found) if found else None

    def person(self) -> Person:
        """Anybody, though most of the time one of few, so that things come together."""
        few = self.people[:: max(1, len(self.people) // 6)]
        return self.random.choice(few if self.random.random() < 0.8 else self.people)

    def who(self, ident: str) -> Person:
        """The person with a number."""
        return next(one for one in self.people if one.ident == ident)

    def do(self, intent: str, *, ask: bool = True, **params: Any) -> Mapping[str, Any] | None:
        """Have staff do something, at one of the services or none in particular; None when it has bad form."""
        if ask and self.random.random() < 0.4 and intent not in ("change_setting", "read_transport_log"):
            params["unit"] = self.random.choice(self.desk.world.services).role
        params = {name: value for name, value in params.items() if value is not None}
        uses = self._uses()
        key = self.new_id()
        try:
            forms.check(intent, params)  # as both doors to the journal do
            answer = self.journal.do(intent, params, key)
        except FaultyParams:
            self.done[f"{intent} faulty"] += 1
            return None
        self.done[f"{intent} {answer['outcome']}"] += 1
        if answer["outcome"] == "done" and "patient" in params and intent in READING and intent != "read_access_log":
            self.must(self._uses() == uses + 1, f"{intent} left no trace in the access log")
        if intent not in READING and self.random.random() < 0.1:
            before = self._counts()
            self.must(self.journal.do(intent, params, key) == answer, f"{intent} gave another answer to the same key")
            self.must(self._counts() == before, f"{intent} was done twice")
        return answer

    def give(self, message: Hodemelding, **changes: str) -> BusMessage:
        """Helsenorge's message arrives at one of the services, honestly made."""
        message, arriving = self._made(message, "async", **changes)
        self.owed[message.msg_id] += 1
        if message.type.v != DIGITALBRUKER.code and message.patient and message.patient.ident:
            self.filed.append((message.msg_id, message.patient.ident.id))
        self.journal.receive(arriving)
        self.arrived += 1
        return arriving

    def again(self, arriving: BusMessage) -> None:
        """The same message once more; nothing but the log may change."""
        self.take()
        before = self._counts()
        self.journal.receive(arriving)
        self.arrived += 1
        self.must(self._counts() == before, "a duplicate left more than its row in the log")

    def wild(self, arriving: BusMessage) -> None:
        """Anything at all arrives; it must be taken without a fault."""
        self.journal.receive(arriving)
        self.arrived += 1

    def ask(self, message: Hodemelding) -> Out | None:
        """A question in real time; gives the answer."""
        self.take()
        message, arriving = self._made(replace(message, ack=ACK_NO), "sync")
        self.journal.receive(arriving, at_once=True)
        self.arrived += 1
        answers = self.take()
        self.must(len(answers) == 1, f"{len(answers)} answers to a question")
        return answers[0]

    def _made(self, message: Hodemelding, kind: str, **changes: str) -> tuple[Hodemelding, BusMessage]:
        service = self.desk.where
        message = replace(message, receiver=service.party, gen_date=self.journal.clock.now())
        values = {"to_her_id": service.her_id, "message_id": self.new_id(), **changes}
        envelope = envelope_for(message.type.v, kind=kind, **values)
        raw = message.to_xml()
        verdict = judge_message(raw, sender=Role.HELSENORGE)
        self.must(verdict.schema == "valid" and not verdict.errors, f"our own message: {verdict}")
        self.said.append(Item(Role.HELSENORGE, raw, envelope, self.journal.clock.now()))
        return message, BusMessage(envelope, raw)

    def take(self) -> list[Out]:
        """Everything that waits to be sent, judged as it goes."""
        found = []
        while (waiting := self.journal.oldest_waiting()) is not None:
            self.journal.sent(waiting)
            found.append(self._judged(waiting))
        while (push := self.journal.view(pushes.oldest)) is not None:
            waiting_push = push
            self.journal.view(lambda unit: pushes.taken(unit, waiting_push))  # noqa: B023
            verdict = judge_message(push.body, sender=Role.EPJ)
            self.must(verdict.schema == "valid" and not verdict.errors, f"a resource: {verdict} {push.body!r}")
            self.done["PUT"] += 1
        return found

    def _judged(self, waiting: Waiting) -> Out:
        envelope, raw = waiting.message.envelope, waiting.message.body
        out = Out(envelope, raw)
        self.must(envelope.message_id not in self.ids, "a message-id was used twice")
        self.ids.add(envelope.message_id)
        if envelope.is_error:
            self.done[f"sent {envelope.error_condition}"] += 1
            return out
        verdict = judge_message(raw, sender=Role.EPJ, envelope=envelope)
        self.must(verdict.schema == "valid" and not verdict.errors, f"{verdict} {raw.decode()}")
        for finding in verdict.findings:
            self.done[f"remark {finding.rule}"] += 1
        self.must(verdict.msg_id not in self.ids or envelope.subject == "APPREC", "a MsgId was used twice")
        self.ids.add(verdict.msg_id)
        self.said.append(Item(Role.EPJ, raw, envelope, self.journal.clock.now()))
        self.done[f"sent {out.code if envelope.subject != 'APPREC' else 'APPREC'}"] += 1
        if envelope.subject == "APPREC":
            self.given[out.apprec.original.msg_id] += 1
        else:
            self.sent.append(out)
            self._not_seen_by_parents(out)
        return out

    def _not_seen_by_parents(self, out: Out) -> None:
        """What is exempt from the insight of parents does not go where they would see it."""
        if out.envelope.subject != AVTALEUTSENDING.code or out.message.calendar is None:
            return
        for event in out.message.calendar.events:
            hidden = self.journal.view(lambda unit: _hidden(unit, event))  # noqa: B023
            self.must(not hidden, "what parents must not see went where they see it")

    def receipt_errors(self) -> tuple[Code, ...]:
        """What Helsenorge says of a message: mostly that it is well."""
        return (K8221.cv(self.random.choice(["E35", "T02", "E36"])),) if self.random.random() < 0.2 else ()

    def look(self) -> None:
        """What must hold between any two steps."""
        for sql, what in ((OVERLAPS, "two patients at once"), (STRAY, "a message without its entry")):
            found = self.rows(sql)
            self.must(not found, f"{what}: {[tuple(row) for row in found]}")
        for sql, what in ((UNDECIDED, "a cancellation hangs loose"), (NOBODY, "an outgoing message without bytes")):
            self.must(not self.rows(sql), what)
        now = self.journal.view(lambda unit: unit.local.replace(tzinfo=None).isoformat())
        self.must(not self.rows(DEAD, now), "something is planned for one who is dead")

    def end(self) -> None:
        """What must hold when all has been said."""
        self.do("check_inbox", ask=False)
        self.take()
        self.look()
        lacking, excess = self.owed - self.given, self.given - self.owed
        self.must(self.owed == self.given, f"receipts not sent: {dict(lacking)}, sent for nothing: {dict(excess)}")
        entries = {(row["msg_id"], row["patient"]) for row in self.rows("SELECT msg_id, patient FROM entry")}
        self.must(not set(self.filed) - entries, f"without an entry: {set(self.filed) - entries}")
        (logged,) = self.rows("SELECT count(*) AS n FROM transport WHERE direction = 'inn'")
        self.must(logged["n"] == self.arrived, f"{self.arrived} came, {logged['n']} are in the log")
        verdict = judge_exchange(Exchange(tuple(self.said)), complete=False)
        errors = [finding for finding in verdict.findings if finding.severity.value == "error"]
        self.must(not errors, f"the talk as a whole: {errors[:3]}")

    def _uses(self) -> int:
        return int(self.rows("SELECT count(*) AS n FROM access")[0]["n"])

    def _counts(self) -> list[int]:
        tables = ("entry", "appointment", "message", "cancellation", "booking", "wish", "outbox", "receipt", "access")
        return [int(self.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"]) for table in tables]

    @staticmethod
    def must(holds: bool, what: str) -> None:
        """Raise `Broken` when it does not hold."""
        if not holds:
            raise Broken(what)


def _hidden(unit: Unit, event: Event) -> bool:
    row = timebok.find(unit, event.uid, event.related_to)
    if row is None or not timebok.kept_from_guardians(unit, row):
        return row is None
    return unit.row("SELECT 1 FROM guardian WHERE patient = ?", row["patient"]) is not None


def chapter(profile: Profile, seed: int, number: int, steps: int = CHAPTER) -> Counter[str]:
    """Walk one chapter; gives what was done. Raises `Broken`, or whatever the journal raised, with where it was."""
    from tests.simulator.walk_moves import step  # the moves know the walk

    walk = Walk(profile, f"{profile.product} {seed} {number}")
    name = "the beginning"
    for place in range(steps):
        try:
            name = step(walk)
            if walk.random.random() < 0.3:
                walk.take()
            walk.look()
        except Exception as error:
            error.add_note(f"{profile.product}, seed {seed}, chapter {number}, step {place}: {walk.last}")
            raise
    try:
        walk.end()
    except Exception as error:
        error.add_note(f"{profile.product}, seed {seed}, end of chapter {number}, after {name}")
        raise
    return walk.done


def main(arguments: list[str]) -> int:
    """Walk, and tell what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--product", default="")
    parser.add_argument("--chapter", type=int, default=0)
    parser.add_argument("--go-on", action="store_true")
    asked = parser.parse_args(arguments)
    broken: Counter[str] = Counter()
    for profile in profiles():
        done: Counter[str] = Counter()
        for number in range(asked.chapter, asked.steps // CHAPTER) if asked.product in ("", profile.product) else ():
            try:
                done += chapter(profile, asked.seed, number)
            except Exception as error:
                if not asked.go_on:
                    raise
                what = f"{type(error).__name__} {str(error)[:160]}"
                if not broken[what]:
                    print(what, getattr(error, "__notes__", ""), flush=True)
                broken[what] += 1
        print(profile.product, dict(sorted(done.items())), flush=True)
    print(dict(broken) or "nothing broke")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
