"""What users of home care ask is free of findings, whichever process cancels."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import replace
from datetime import datetime

import pytest

from conformance.outcomes import NotApplicable, PreconditionMissing
from conformance.reading import Inbound, read
from conformance.writing.helsenorge import AppointmentRef
from conformance.writing.visits import VisitsWriter
from standards.exchange import Role
from standards.hodemelding import Hodemelding
from standards.processes import AVTALEAVBESTILLING, TIMERESERVASJON
from standards.rules.engine import judge_message
from standards.rules.profiles import PROFILES
from tests.conformance.bench_world import EPJ, KARI, NORA, NOW, make_target

VISIT = AppointmentRef(str(uuid.uuid4()), "2026-12-10T10:15:00", "2026-12-10T10:45:00", EPJ, str(uuid.uuid4()))


class HandClock:
    """Stands still."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


def writer(*processes: str, role: str = "hjemmetjeneste") -> VisitsWriter:
    numbers = itertools.count(1)
    target = make_target()
    parties = tuple(replace(party, role=role) for party in target.parties)
    target = replace(target, parties=parties, processes=dict.fromkeys(processes, "1.2"))
    return VisitsWriter(target, HandClock(), lambda: str(uuid.uuid5(uuid.NAMESPACE_OID, str(next(numbers)))))


def faultless(by: VisitsWriter, message: Hodemelding) -> Inbound:
    raw, envelope = message.to_xml(), by.envelope(message)
    for profile in PROFILES:
        verdict = judge_message(raw, sender=Role.HELSENORGE, envelope=envelope, profile=profile)
        assert (verdict.schema, verdict.findings) == ("valid", ())
    return read(raw, envelope)


def test_a_look_is_a_question_in_real_time_to_home_care() -> None:
    by = writer(TIMERESERVASJON.code)
    message = by.look(NORA, acting=KARI)
    found = faultless(by, message)
    assert (found.code, found.ack, found.acting_id, by.envelope(message).to) == ("HBT", "N", KARI.ident, f"{EPJ}_sync")
    with pytest.raises(NotApplicable):
        writer(TIMERESERVASJON.code, role="helsestasjon").look(NORA)


@pytest.mark.parametrize("processes", [(AVTALEAVBESTILLING.code, TIMERESERVASJON.code), (TIMERESERVASJON.code,)])
def test_a_cancellation_goes_in_the_process_that_the_target_has(processes: tuple[str, ...]) -> None:
    by = writer(*processes)
    found = faultless(by, by.visit_cancelled(VISIT, NORA, reason="Jeg er bortreist."))
    assert (found.type, found.code, found.uid, found.related_to) == (processes[0], "ART", VISIT.uid, VISIT.related_to)
    with pytest.raises(PreconditionMissing):
        by.visit_cancelled(replace(VISIT, uid=""), NORA, reason="x")
