"""The processing order: what is refused where, what is handled once, and what a crash may do."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.journal.inspection import masked
from simulator.journal.refusals import FaultyParams, KeyReused, UnknownIntent
from simulator.store.database import StoreFull
from simulator.vendors import find_profile
from standards.apprec import error, receipt_for
from standards.attachments import Attachment
from standards.envelope import Envelope, error_envelope
from standards.hodemelding import Hodemelding, Patient
from standards.identifiers import is_real_range
from standards.parties import Party
from tests.simulator.journal_kit import (
    EKONTAKT,
    NOW,
    Kit,
    cancellation,
    digital_status,
    envelope_for,
    message,
    numbered,
    patients,
    person,
    question,
)
from wire.bus import BusMessage

BIRET, NORA = person("biret"), person("nora")
STRANGER = numbered(person("kari"), "")
OTHER = Party.service("Annen kommune", "8310001", "Annen helsestasjon", "8310011")


@pytest.fixture
def kit() -> Kit:
    return Kit()


def real_range_id() -> str:
    """Made at run time, so that no such number stands in a file."""
    nine = "0101" + "80" + "000"
    return next(number for last in range(100) if is_real_range(number := f"{nine}{last:02}"))


def with_ident(ident: str) -> Hodemelding:
    return question(numbered(BIRET, ident))


def unknown_person() -> Hodemelding:
    from datetime import date

    from standards.identifiers import make_fnr

    return with_ident(make_fnr(date(1999, 9, 9), 444))


def broken_payload(asked: Hodemelding) -> bytes:
    return asked.to_xml().replace(b"TypeForesp", b"TypeFeil")


REJECTED: dict[str, tuple[Callable[[], tuple[Hodemelding, bytes | None]], str]] = {
    "MsgId is no UUID": (lambda: (question(BIRET, msg_id="12345"), None), "E10"),
    "other receiver": (lambda: (replace(question(BIRET), receiver=OTHER), None), "E10"),
    "payload breaks the schema": (lambda: ((asked := question(BIRET)), broken_payload(asked)), "T02"),
    "no dialog": (lambda: (message(EKONTAKT, BIRET, Attachment("application/pdf", "x", b"%PDF")), None), "T02"),
    "no xCal in a cancellation": (
        lambda: (
            replace(cancellation(BIRET, None), documents=cancellation(BIRET, None).documents[:1]),  # type: ignore[arg-type]
            None,
        ),
        "T02",
    ),
    "no patient": (lambda: (message(EKONTAKT, None, question(BIRET).dialog), None), "E36"),  # type: ignore[arg-type]
    "patient without id": (
        lambda: (replace(question(BIRET), patient=Patient(BIRET.family, BIRET.given, None)), None),
        "E36",
    ),
    "patient without name": (lambda: (question(replace(BIRET, family="", given="")), None), "E36"),
    "wrong check digits": (lambda: (with_ident(BIRET.ident[:10] + str((int(BIRET.ident[10]) + 1) % 10)), None), "E36"),
    "patient unknown here": (lambda: (unknown_person(), None), "E35"),
    "attachment type": (lambda: (question(BIRET, "x", Attachment("application/zip", "z", b"PK")), None), "X99"),
}


@pytest.mark.parametrize("name", REJECTED)
def test_a_faulty_document_gets_one_negative_receipt_and_is_only_in_the_transport_log(kit: Kit, name: str) -> None:
    make, code = REJECTED[name]
    asked, raw = make()
    kit.give(asked, raw=raw)
    (receipt,) = kit.take()
    apprec = receipt.apprec
    assert not apprec.accepted and code in [one.v for one in apprec.errors]
    assert all(one.s == "2.16.578.1.12.4.1.1.8221" and one.dn and one.ot for one in apprec.errors)
    assert apprec.original.msg_id == asked.msg_id
    assert kit.entries(BIRET) == []
    (row,) = kit.transport(asked.msg_id)
    assert row["status"] == "avvist" and code in row["error_code"] and row["error_text"]


def test_everything_wrong_is_told_at_once(kit: Kit) -> None:
    kit.give(question(replace(BIRET, family=""), "x", Attachment("text/plain", "t", b"x"), msg_id="1"))
    assert kit.codes() == ["kvittering 2 E10 E36 X99"]


def error_queue_cases() -> dict[str, tuple[Hodemelding, bytes | None, Envelope | None, str]]:
    asked = question(BIRET)
    unknown = replace(asked, type=replace(asked.type, v="DIALOG_INNBYGGER_UKJENT"))
    outgoing = replace(asked, type=replace(asked.type, v="DIALOG_INNBYGGER_AVTALEUTSENDING"))
    good = envelope_for(EKONTAKT)
    without = {name: value for name, value in good.properties.items() if name != "reply_to"}
    bad_time = {**good.application_properties, "applicationTimeStamp": "i går"}
    return {
        "not XML": (asked, b"hei", None, "transport:not-well-formed-xml"),
        "DTD": (asked, b"<!DOCTYPE x><x/>", None, "transport:not-well-formed-xml"),
        "not a Hodemelding": (asked, b"<x/>", None, "transport:xml-not-interpretable"),
        "empty": (asked, b"", None, "transport:not-well-formed-xml"),
        "head breaks the schema": (
            asked, asked.to_xml().replace(b"<Ack ", b"<Akk "), None, "transport:not-well-formed-xml",
        ),
        "unknown process": (unknown, None, None, "transport:unsupported-message"),
        "process the other way": (outgoing, None, None, "transport:unsupported-message"),
        "subject differs": (asked, None, envelope_for("DIALOG_INNBYGGER_TEST"), "transport:invalid-field-value"),
        "property missing": (asked, None, replace(good, properties=without), "transport:invalid-field-value"),
        "message-id no UUID": (asked, None, envelope_for(EKONTAKT, message_id="1"), "transport:invalid-field-value"),
        "time without zone": (
            asked, None, replace(good, application_properties=bad_time), "transport:invalid-field-value",
        ),
        "no agreement": (asked, None, envelope_for(EKONTAKT, from_her_id="8999999"), "transport:unsupported-message"),
        "sender differs": (replace(asked, sender=OTHER), None, None, "abuse:spoofing-attack"),
    }  # fmt: skip


@pytest.mark.parametrize("name", error_queue_cases())
def test_a_transport_fault_goes_to_the_senders_error_queue(kit: Kit, name: str) -> None:
    asked, raw, envelope, condition = error_queue_cases()[name]
    given = kit.give(asked, raw=raw, envelope=envelope)
    (out,) = kit.take()
    assert (out.code, out.raw) == (condition, b"")
    assert out.envelope.original_message_id == given.envelope.message_id
    assert out.envelope.to == f"{given.envelope.from_her_id}_error"
    assert kit.entries(BIRET) == []
    row = kit.transport()[0]
    assert (row["status"], row["error_code"]) == ("feilkø", condition)


def test_without_a_sender_nobody_can_be_told(kit: Kit) -> None:
    kit.give(question(BIRET), envelope=envelope_for(EKONTAKT, from_her_id=""))
    assert kit.take() == []
    assert kit.transport()[0]["status"] == "feilkø"


def test_a_profile_may_answer_a_sender_mismatch_with_e10() -> None:
    kit = Kit(replace(find_profile("visma_hspro"), sender_mismatch="apprec"))
    kit.give(replace(question(BIRET), sender=OTHER))
    assert kit.codes() == ["kvittering 2 E10"]


def test_an_unknown_code_is_never_a_reason_to_reject(kit: Kit) -> None:
    asked = question(BIRET)
    kit.give(asked, raw=asked.to_xml().replace(b'"HE"', b'"ZZ"'))
    assert kit.codes() == ["kvittering 1"]
    assert len(kit.entries(BIRET)) == 1


def test_a_request_that_the_process_has_no_answer_to_is_turned_down_with_26(kit: Kit) -> None:
    kit.book(BIRET)
    calendar = kit.take()[0].message.calendar
    assert calendar is not None
    asked = cancellation(BIRET, calendar)
    kit.give(asked, raw=asked.to_xml().replace(b'"ART"', b'"ERT"'))
    assert kit.codes() == ["kvittering 1", "26"]


def test_the_same_message_id_twice_is_logged_and_nothing_else(kit: Kit) -> None:
    given = kit.give(question(BIRET))
    kit.journal.receive(given)
    assert kit.codes() == ["kvittering 1"]
    assert len(kit.entries(BIRET)) == 1
    assert "Duplikat" in kit.transport()[-1]["error_text"]


def test_the_same_msg_id_twice_gives_one_entry_and_one_receipt(kit: Kit) -> None:
    asked = question(BIRET)
    kit.give(asked)
    kit.give(asked)
    assert kit.codes() == ["kvittering 1"]
    assert len(kit.entries(BIRET)) == 1
    rejected = question(BIRET, msg_id="1")
    kit.give(rejected)
    kit.give(rejected)
    assert kit.codes() == ["kvittering 2 E10"]


def test_receipts_are_never_answered_and_the_first_one_counts(kit: Kit) -> None:
    kit.book(BIRET)
    (pushed,) = kit.take()
    stranger = receipt_for(pushed.message, receipt_id=str(uuid.uuid4()), now=NOW, errors=(error("E35", "x"),))
    kit.journal.receive(BusMessage(envelope_for("APPREC", from_her_id="8999999"), stranger.to_xml()))
    kit.answer(pushed)
    kit.answer(pushed, error("E35", "x"))
    kit.answer(replace(pushed, raw=replace(pushed.message, msg_id=str(uuid.uuid4())).to_xml()))
    assert kit.take() == []
    rows = kit.transport()
    assert rows[0]["status"] == "kvittert"
    assert [("annen enn" in (r["error_text"] or ""), "alt fått" in (r["error_text"] or ""),
             "ikke er sendt" in (r["error_text"] or "")) for r in rows[1:]] == [
        (True, False, False), (False, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip


def test_what_comes_on_the_error_queue_is_tied_to_what_was_sent(kit: Kit) -> None:
    kit.book(BIRET)
    (pushed,) = kit.take()
    told = error_envelope(
        pushed.envelope, message_id=uuid.uuid4().hex, condition="transport:internal-error", description="Au",
        time_stamp=NOW.isoformat(),
    )  # fmt: skip
    kit.journal.receive(BusMessage(told, b""))
    kit.journal.receive(BusMessage(told, b""))
    assert kit.take() == []
    row = kit.transport(pushed.message.msg_id)[0]
    assert (row["status"], row["error_code"], row["error_text"]) == ("feilkø", "transport:internal-error", "Au")


def test_an_answer_quicker_than_our_own_note_stands(kit: Kit) -> None:
    kit.book(BIRET)
    waiting = kit.journal.oldest_waiting()
    assert waiting is not None
    assert kit.transport() == []
    sent = Hodemelding.from_xml(waiting.message.body)
    receipt = receipt_for(sent, receipt_id=str(uuid.uuid4()), now=NOW)
    kit.journal.receive(BusMessage(envelope_for("APPREC"), receipt.to_xml()))
    kit.journal.sent(waiting)
    assert kit.transport(sent.msg_id)[0]["status"] == "kvittert"


@pytest.mark.parametrize("where", ["patient", "text", "acting"])
def test_a_number_that_may_be_a_living_persons_is_refused_and_kept_nowhere(kit: Kit, where: str) -> None:
    real = real_range_id()
    asked = {
        "patient": lambda: with_ident(real),
        "text": lambda: question(BIRET, f"Mitt nummer er {real[:6]} {real[6:]}."),
        "acting": lambda: question(BIRET, acting=numbered(person("kari"), real)),
    }[where]()
    kit.give(asked)
    (receipt,) = kit.take()
    assert receipt.code.startswith("kvittering 2") and "E36" in receipt.code
    kept = repr(kit.journal.tables()).replace(" ", "")
    assert real not in kept
    for row in kit.transport():
        assert real not in base64.b64decode(row["raw_b64"]).decode().replace(" ", "")
    assert b"*****" in base64.b64decode(kit.transport(asked.msg_id)[0]["raw_b64"])


def test_staff_cannot_enter_such_a_number_either(kit: Kit) -> None:
    real = real_range_id()
    for params in (
        {"patient": real, "subject": "x", "text": "y", "answerable": True},
        {"patient": BIRET.ident, "subject": "x", "text": f"nr {real}", "answerable": True},
    ):
        with pytest.raises(FaultyParams) as refused:
            kit.do("start_dialog", **params)
        assert real not in str(refused.value)
    assert kit.take() == []


def test_a_crash_before_the_commit_leaves_nothing(kit: Kit, tmp_path: Path) -> None:
    file = Kit(path=tmp_path / "journal.sqlite")
    given = BusMessage(envelope_for(EKONTAKT), question(BIRET).to_xml())
    with file.database.transaction():
        pass
    with pytest.raises(RuntimeError), file.journal._unit() as unit:
        from simulator.journal.receive import receive
        from tests.simulator.journal_kit import PACK

        receive(unit, PACK, given, given.body)
        raise RuntimeError("power cut")
    assert file.take() == [] and file.entries(BIRET) == [] and file.transport() == []
    file.journal.receive(given)
    assert file.codes() == ["kvittering 1"]


def test_a_crash_between_commit_and_complete_journals_once(tmp_path: Path) -> None:
    before = Kit(path=tmp_path / "journal.sqlite")
    given = before.give(question(NORA))
    before.journal.close()
    after = Kit(path=tmp_path / "journal.sqlite")
    after.journal.receive(given)
    assert after.codes() == ["kvittering 1"]
    assert len(after.entries(NORA)) == 1


def test_a_crash_between_send_and_note_sends_the_same_message_id_again(tmp_path: Path) -> None:
    before = Kit(path=tmp_path / "journal.sqlite")
    before.book(NORA)
    first = before.journal.oldest_waiting()
    before.journal.close()
    after = Kit(path=tmp_path / "journal.sqlite")
    second = after.journal.oldest_waiting()
    assert first and second and first.message == second.message


def test_the_same_key_gives_the_same_answer_also_after_a_restart(tmp_path: Path) -> None:
    before = Kit(path=tmp_path / "journal.sqlite")
    key = str(uuid.uuid4())
    params = {"patient": BIRET.ident, "subject": "Hei", "text": "Hei", "answerable": True}
    first = before.journal.do("start_dialog", params, key)
    refused_key = str(uuid.uuid4())
    refused = before.journal.do("cancel_appointment", {"appointment": "x"}, refused_key)
    before.journal.close()
    after = Kit(path=tmp_path / "journal.sqlite")
    assert after.journal.do("start_dialog", params, key) == first
    assert after.journal.do("cancel_appointment", {"appointment": "x"}, refused_key) == refused
    assert after.codes() == ["DI"]
    with pytest.raises(KeyReused):
        after.journal.do("start_dialog", {**params, "text": "Noe annet"}, key)


def test_a_full_disk_undoes_the_whole_message(tmp_path: Path) -> None:
    kit = Kit(path=tmp_path / "journal.sqlite")
    kit.database.close()
    from simulator.store.database import Database

    (pages,) = Database(tmp_path / "journal.sqlite", "").read("PRAGMA page_count")[0]
    small = Database(tmp_path / "journal.sqlite", "", max_pages=pages)
    kit.journal._database = small
    kit.database = small
    with pytest.raises(StoreFull):
        kit.give(question(BIRET, "x", Attachment("application/pdf", "stor", b"%PDF" + b"x" * 200_000)))
    assert kit.journal.waiting_count() == 0


def test_unknown_intents_name_the_nearest(kit: Kit) -> None:
    with pytest.raises(UnknownIntent) as refused:
        kit.do("create_appointmnt")
    assert refused.value.fix == "Mente du create_appointment?"


@pytest.mark.parametrize("params", [
    {}, {"patient": "123"}, {"patient": BIRET.ident, "start": "i morgen"},
    {"patient": BIRET.ident, "start": "2027-01-01T10:00:00+01:00"},
])  # fmt: skip
def test_faulty_parameters_say_what_is_wrong(kit: Kit, params: dict[str, str]) -> None:
    with pytest.raises(FaultyParams):
        kit.do("create_appointment", **params)


def test_reset_gives_a_journal_as_new(kit: Kit) -> None:
    kit.give(question(BIRET))
    kit.give(digital_status(NORA, "2"))
    kit.done("change_setting", setting="cancel_approval", value="ja")
    kit.journal.reset(patients())
    assert kit.take() == [] and kit.transport() == []
    assert kit.entries(BIRET) == []
    assert kit.done("change_setting", setting="cancel_approval", value="nei") == {"previous": "nei"}


def test_files_are_left_alone_when_numbers_are_starred_out() -> None:
    real = real_range_id().encode()
    file = b"<b:Base64Container>" + real + b"</b:Base64Container>"
    assert masked(b"<x>" + real + b"</x>" + file + real) == b"<x>***********</x>" + file + b"***********"
    for odd in (b"Base64Container", b"<Base64Container", b"<Base64Container>" + real, b""):
        assert masked(odd) in (odd, odd.replace(real, b"*" * 11))
