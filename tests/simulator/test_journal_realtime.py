"""Questions that want an answer at once: no receipt, the question's correlation-id, its reply queue, 15 seconds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from standards.codes import Ident
from standards.hodemelding import ACK_NO, Patient
from standards.identifiers import is_real_range, make_fnr
from tests.simulator.booking_kit import Desk, hbt, profile, request
from tests.simulator.journal_kit import envelope_for, person
from wire.bus import BusMessage

KARI = person("kari")
TIMERESERVASJON = "DIALOG_INNBYGGER_TIMERESERVASJON"


@pytest.fixture
def desk() -> Desk:
    return Desk(profile=profile("hjemmetjeneste"))


def test_the_answer_goes_where_it_was_asked_for(desk: Desk) -> None:
    asked = replace(hbt(KARI), ack=ACK_NO, receiver=desk.where.party)
    envelope = envelope_for(asked.type.v, to_her_id=desk.where.her_id, kind="sync", correlation_id="c-1")
    envelope = replace(envelope, properties={**envelope.properties, "reply_to": "8200002_syncreply_7"})
    desk.journal.receive(BusMessage(envelope, asked.to_xml()), at_once=True)
    waiting = desk.journal.oldest_waiting()
    assert waiting is not None and waiting.queue == "8200002_syncreply_7"
    assert waiting.message.envelope.correlation_id == "c-1" and waiting.message.envelope.ttl_ms == 15_000
    (answer,) = desk.take()
    assert answer.message.conversation is not None and answer.message.conversation.parent == asked.msg_id


def test_nothing_is_owed_a_receipt(desk: Desk) -> None:
    desk.ask(hbt(KARI))
    assert desk.journal.tables()["receipt"] == []
    assert [row["kind"] for row in desk.journal.tables()["transport"]] == ["melding", "svar"]


def test_an_answer_too_late_is_not_sent(desk: Desk) -> None:
    desk.journal.receive(_envelope(desk), at_once=True)
    desk.pass_days(16 / 86400)
    assert desk.take() == []
    (row,) = [one for one in desk.transport() if one["direction"] == "ut"]
    assert (row["status"], row["error_code"]) == ("feilkø", "ikke-sendt")


def test_the_same_question_twice_on_the_bus_is_answered_once(desk: Desk) -> None:
    arriving = _envelope(desk)
    desk.journal.receive(arriving, at_once=True)
    desk.journal.receive(arriving, at_once=True)
    assert len(desk.take()) == 1


def test_what_is_wrong_is_told_in_the_answer(desk: Desk) -> None:
    stranger = replace(hbt(KARI), patient=Patient("Moe", "Ola", Ident.national(make_fnr(date(1990, 1, 1), 400))))
    desk.journal.receive(_envelope(desk, stranger), at_once=True)
    (answer,) = desk.take()
    assert answer.code == "26" and answer.message.patient == stranger.patient


REAL = next(number for last in range(100) if is_real_range(number := f"010180100{last:02}"))


def test_a_number_that_may_be_a_living_persons_is_not_repeated(desk: Desk) -> None:
    asked = replace(hbt(KARI), patient=Patient("Moe", "Ola", Ident.national(REAL)))
    desk.journal.receive(_envelope(desk, asked), at_once=True)
    (refused,) = desk.take()
    assert refused.code == "transport:invalid-field-value" and refused.raw == b""
    assert REAL.encode() not in str(desk.journal.tables()).encode()


@pytest.mark.parametrize(("code", "at_once"), [("HBT", False), ("ART", True)])
def test_a_function_has_its_own_channel(desk: Desk, code: str, at_once: bool) -> None:
    asked = replace(request(TIMERESERVASJON, code, KARI), receiver=desk.where.party)
    desk.journal.receive(_envelope(desk, asked), at_once=at_once)
    assert desk.codes() == ["transport:unsupported-message"]


def test_a_function_that_the_version_agreed_on_lacks_is_not_answered() -> None:
    desk = Desk(profile=profile("hjemmetjeneste"))
    older = replace(desk.profile, processes={**desk.profile.processes, TIMERESERVASJON: "1.1"})
    desk = Desk(profile=older)
    desk.journal.receive(_envelope(desk), at_once=True)
    assert desk.codes() == ["transport:unsupported-message"]


def _envelope(desk: Desk, asked: object = None) -> BusMessage:
    question = replace(asked or hbt(KARI), receiver=desk.where.party)  # type: ignore[type-var]
    envelope = envelope_for(TIMERESERVASJON, to_her_id=desk.where.her_id, kind="sync")
    return BusMessage(envelope, question.to_xml())  # type: ignore[attr-defined]
