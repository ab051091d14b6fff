"""EKONTAKT in the simulated journal: threads, entries, answers, attachments, who acted."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest

from simulator.vendors import find_profile
from standards.apprec import error
from standards.attachments import Attachment
from standards.exchange import Role
from standards.hodemelding import ConversationRef
from standards.rules.engine import judge_message
from tests.simulator.journal_kit import Kit, person, question, reply

KARI, NORA, EMIL, BIRET = person("kari"), person("nora"), person("emil"), person("biret")


@pytest.fixture
def kit() -> Kit:
    return Kit()


def test_a_question_is_filed_and_answered(kit: Kit) -> None:
    asked = question(BIRET, "Hvordan går det med vekten? æøå áčđŋšŧž 👶")
    kit.give(asked)
    assert kit.codes() == ["kvittering 1"]
    kit.done("answer_dialog", thread=asked.msg_id, text="Fint! Ǩiitu 👍", outcome="answer")
    (answer,) = kit.take()
    assert answer.code == "19"
    assert answer.message.conversation == ConversationRef(asked.msg_id, asked.msg_id)
    assert answer.message.dialog and answer.message.dialog.body.text == "Fint! Ǩiitu 👍"
    assert answer.message.patient and answer.message.patient.ident and answer.message.patient.ident.id == BIRET.ident
    assert answer.message.receiver.her_id == asked.sender.her_id
    first, second = kit.entries(BIRET)
    assert (first["kind"], first["text"], first["subject"], first["author"]) == (
        "melding_inn", "Hvordan går det med vekten? æøå áčđŋšŧž 👶", "Time", BIRET.name,
    )  # fmt: skip
    assert (second["kind"], second["author"], second["thread"]) == ("melding_ut", "Solveig Testhaug", asked.msg_id)
    kit.answer(answer)
    assert [row["status"] for row in kit.transport(answer.message.msg_id)] == ["kvittert"]


def test_a_long_thread_keeps_its_root_and_moves_its_parent(kit: Kit) -> None:
    asked = question(BIRET)
    kit.give(asked)
    kit.done("answer_dialog", thread=asked.msg_id, text="Ja", outcome="answer")
    first = kit.take()[-1].message
    more = reply(BIRET, "Takk", first.msg_id, asked.msg_id)
    kit.give(more)
    kit.done("answer_dialog", thread=asked.msg_id, text="Ha det", outcome="answer")
    assert kit.take()[-1].message.conversation == ConversationRef(more.msg_id, asked.msg_id)
    thread = kit.done("read_thread", thread=asked.msg_id)
    assert [one["direction"] for one in thread["messages"]] == ["inn", "ut", "inn", "ut"]
    assert [one["parent"] for one in thread["messages"]] == [None, asked.msg_id, first.msg_id, more.msg_id]
    assert thread["patient"] == BIRET.ident and thread["closed_for_answer"] is False


def test_the_acting_parent_is_shown_and_never_carried_in_the_answer(kit: Kit) -> None:
    asked = question(NORA, acting=KARI)
    kit.give(asked)
    kit.done("answer_dialog", thread=asked.msg_id, text="Ja", outcome="answer")
    assert kit.take()[-1].message.acting is None
    entry = kit.entries(NORA)[0]
    assert (entry["author"], entry["author_relation"], entry["acting_id"], entry["acting_name"]) == (
        KARI.name, "FO", KARI.ident, KARI.name,
    )  # fmt: skip
    assert kit.entries(EMIL) == []


@pytest.mark.parametrize(("outcome", "code"), [("reject", "26"), ("no_access", "30")])
def test_staff_may_turn_a_question_down(kit: Kit, outcome: str, code: str) -> None:
    asked = question(BIRET)
    kit.give(asked)
    kit.done("answer_dialog", thread=asked.msg_id, text="Ring oss", outcome=outcome)
    assert kit.codes() == ["kvittering 1", code]


def test_staff_starts_a_dialog_that_may_be_answered(kit: Kit) -> None:
    thread = kit.done("start_dialog", patient=BIRET.ident, subject="Vaksine", text="Vil du?", answerable=True)["thread"]
    (started,) = kit.take()
    assert (started.code, started.message.msg_id, started.message.conversation) == ("DI", thread, None)
    assert kit.refused("answer_dialog", thread=thread, text="x", outcome="answer").startswith("Innbyggeren har ikke")
    kit.give(reply(BIRET, "Ja", thread, thread))
    assert kit.codes() == ["kvittering 1"]
    assert len(kit.done("read_thread", thread=thread)["messages"]) == 2


def test_a_one_way_message_closes_the_thread_and_an_answer_to_it_is_kept_but_turned_down(kit: Kit) -> None:
    thread = kit.done("start_dialog", patient=BIRET.ident, subject="Info", text="Stengt", answerable=False)["thread"]
    assert kit.codes() == ["EKI"]
    assert kit.done("read_thread", thread=thread)["closed_for_answer"] is True
    assert kit.refused("answer_dialog", thread=thread, text="x", outcome="answer") == "Tråden er lukket for svar."
    kit.give(reply(BIRET, "Men jeg lurer på noe", thread, thread))
    assert kit.codes() == ["kvittering 1", "26"]
    assert "Men jeg lurer på noe" in [entry["text"] for entry in kit.entries(BIRET)]


def test_an_answer_to_an_unknown_thread_becomes_a_thread(kit: Kit) -> None:
    lost = reply(BIRET, "Svar", "2b0aa1c8-3c8f-4a3b-9d0e-0d9f4c9f0b11", "9a1f5a5e-53b1-4f2c-8a51-9f6a2a4e7c22")
    kit.give(lost)
    assert kit.codes() == ["kvittering 1"]
    assert kit.done("read_thread", thread="9a1f5a5e-53b1-4f2c-8a51-9f6a2a4e7c22")["patient"] == BIRET.ident


def test_a_reference_to_another_patients_thread_does_not_mix_the_journals(kit: Kit) -> None:
    asked = question(NORA, acting=KARI)
    kit.give(asked)
    strayed = reply(EMIL, "Om Emil", asked.msg_id, asked.msg_id, acting=KARI)
    kit.give(strayed)
    assert len(kit.done("read_thread", thread=asked.msg_id)["messages"]) == 1
    assert [entry["thread"] for entry in kit.entries(EMIL)] == [strayed.msg_id]


def test_attachments_are_kept_unchanged(kit: Kit) -> None:
    files = [
        Attachment("application/pdf", "Skjema", b"%PDF-1.4 x"),
        Attachment("image/jpg", "Utslett", b"\xff\xd8\xff\xe0x"),
    ]
    kit.give(question(NORA, "Se bildet", *files, acting=KARI))
    assert kit.codes() == ["kvittering 1"]
    shown = kit.entries(NORA)[0]["attachments"]
    assert [(one["mime_type"], one["description"], one["size"]) for one in shown] == [
        ("application/pdf", "Skjema", 10), ("image/jpg", "Utslett", 5),
    ]  # fmt: skip
    assert shown[0]["sha256"] == hashlib.sha256(b"%PDF-1.4 x").hexdigest()


def test_the_raw_message_can_be_fetched_as_it_came(kit: Kit) -> None:
    asked = question(BIRET, "Ordrett æøå")
    raw = asked.to_xml().replace(b"?>\n", b"?>\n<!-- as it came -->\n")
    kit.give(asked, raw=raw)
    (row,) = kit.transport(asked.msg_id)
    assert base64.b64decode(row["raw_b64"]) == raw and row["status"] == "mottatt" and row["direction"] == "inn"


def test_use_of_the_journal_is_logged(kit: Kit) -> None:
    kit.entries(NORA)
    kit.done("start_dialog", patient=NORA.ident, subject="Hei", text="Hei", answerable=True)
    log = kit.done("read_access_log", patient=NORA.ident)["entries"]
    assert [(row["who"], row["action"], row["patient"]) for row in log] == [
        ("Solveig Testhaug", "leste journalen", NORA.ident), ("Solveig Testhaug", "startet en dialog", NORA.ident),
    ]  # fmt: skip
    assert all(row["time"].startswith("2026-12-01T08:00:00") for row in log)
    assert kit.done("read_access_log", patient=EMIL.ident)["entries"] == []


def test_everything_the_journal_writes_keeps_the_rules(kit: Kit) -> None:
    asked = question(NORA, acting=KARI)
    kit.give(asked)
    kit.done("answer_dialog", thread=asked.msg_id, text="Ja", outcome="answer")
    kit.done("answer_dialog", thread=asked.msg_id, text="Nei", outcome="reject")
    kit.done("start_dialog", patient=NORA.ident, subject="Hei", text="Hei", answerable=False)
    kit.give(question(NORA, msg_id="ikke-en-uuid"))
    for out in kit.take():
        verdict = judge_message(out.raw, sender=Role.EPJ, envelope=out.envelope)
        assert (verdict.schema, verdict.findings) == ("valid", ()), out.code


@pytest.mark.parametrize("text", ["Hei", "Hei!\n\nTa med <kortet> & smilet 👍\r\n á č", " to  mellomrom "])
def test_formatted_text_reads_as_it_was_written(text: str) -> None:
    kit = Kit(profile=replace(find_profile("visma_hspro"), text_form="xhtml"))
    asked = question(BIRET)
    kit.give(asked)
    kit.done("answer_dialog", thread=asked.msg_id, text=text, outcome="answer")
    kit.done("start_dialog", patient=BIRET.ident, subject="Hei", text=text, answerable=True)
    _, *sent = kit.take()
    for out in sent:
        assert b"http://www.w3.org/1999/xhtml" in out.raw
        assert out.message.dialog and str.__eq__(out.message.dialog.body.text or "", text)
        verdict = judge_message(out.raw, sender=Role.EPJ, envelope=out.envelope)
        assert (verdict.schema, verdict.findings) == ("valid", ()), verdict.findings
    assert kit.entries(BIRET)[-1]["text"] == text


def test_a_rejected_message_is_shown_with_code_and_reason(kit: Kit) -> None:
    thread = kit.done("start_dialog", patient=BIRET.ident, subject="Hei", text="Hei", answerable=True)["thread"]
    (started,) = kit.take()
    kit.answer(started, error("T02", "XML validerer ikke", "linje 4"))
    (row,) = kit.transport(thread)
    assert (row["status"], row["error_code"], row["error_text"]) == ("avvist", "T02", "XML validerer ikke – linje 4")
    kit.answer(started)
    assert kit.transport(thread)[0]["status"] == "avvist"
    assert kit.take() == []
