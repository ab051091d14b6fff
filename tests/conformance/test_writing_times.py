"""What we write about times is free of findings, in every process that it is written in."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import replace
from datetime import date, datetime

import pytest

from conformance.outcomes import NotApplicable, PreconditionMissing
from conformance.reading import Inbound, read
from conformance.writing.helsenorge import AppointmentRef
from conformance.writing.times import TimesWriter
from standards.exchange import Role
from standards.hodemelding import Hodemelding
from standards.processes import TIMEONSKE, TIMEONSKEUNGDOM, TIMERESERVASJON
from standards.rules.engine import judge_message
from standards.rules.profiles import PROFILES
from tests.conformance.bench_world import EPJ, KARI, NORA, NOW, make_target

SLOT = AppointmentRef(str(uuid.uuid4()), "2026-12-10T10:15:00", "2026-12-10T10:30:00", EPJ, str(uuid.uuid4()))


class HandClock:
    """Stands still."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def writer() -> TimesWriter:
    numbers = itertools.count(1)
    processes = {TIMEONSKE.code: "1.2", TIMEONSKEUNGDOM.code: "1.0", TIMERESERVASJON.code: "1.2"}
    target = replace(make_target(), processes=processes)
    return TimesWriter(target, HandClock(), lambda: str(uuid.uuid5(uuid.NAMESPACE_OID, str(next(numbers)))))


def faultless(writer: TimesWriter, message: Hodemelding) -> Inbound:
    raw, envelope = message.to_xml(), writer.envelope(message)
    for profile in PROFILES:
        verdict = judge_message(raw, sender=Role.HELSENORGE, envelope=envelope, profile=profile)
        assert (verdict.schema, verdict.findings) == ("valid", ())
    return read(raw, envelope)


def test_a_wish_is_words_and_no_calendar(writer: TimesWriter) -> None:
    found = faultless(writer, writer.wish(NORA, text="Helst en morgen.", acting=KARI))
    assert (found.code, found.text, found.acting_id, found.uid) == ("OT", "Helst en morgen.", KARI.ident, "")
    own = faultless(writer, writer.wish(NORA, text="Helst en morgen.", process=TIMEONSKEUNGDOM))
    assert (own.type, own.acting_id) == (TIMEONSKEUNGDOM.code, "")


def test_a_wish_to_cancel_echoes_the_appointment(writer: TimesWriter) -> None:
    found = faultless(writer, writer.wish_cancelled(SLOT, NORA, reason="Vi er syke.", acting=KARI))
    assert (found.code, found.uid, found.related_to, found.start) == ("OAT", SLOT.uid, SLOT.related_to, SLOT.start)
    with pytest.raises(PreconditionMissing):
        writer.wish_cancelled(replace(SLOT, uid=""), NORA)


def test_a_search_is_a_question_in_real_time(writer: TimesWriter) -> None:
    message = writer.search(NORA, date(2026, 12, 1), date(2026, 12, 29), acting=KARI)
    found = faultless(writer, message)
    assert (found.code, found.ack, writer.envelope(message).to) == ("HLT", "N", f"{EPJ}_sync")


def test_a_booking_echoes_the_slot(writer: TimesWriter) -> None:
    found = faultless(writer, writer.reservation(SLOT, NORA, text="Gjerne.", acting=KARI))
    assert (found.code, found.uid, found.start, found.contact) == ("RT", SLOT.uid, SLOT.start, EPJ)


def test_what_the_target_has_not_is_not_written(writer: TimesWriter) -> None:
    poor = TimesWriter(make_target(), HandClock(), lambda: "x")
    with pytest.raises(NotApplicable):
        poor.wish(NORA, text="Helst en morgen.")
