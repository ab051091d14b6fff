"""Every check of the journal and the timebook has something it accepts and something it catches."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from conformance.checks import journal, timebook
from conformance.checks.journal import Acting, Written
from standards.attachments import Attachment
from tests.conformance.check_messages import CHILD, FIRST, SECOND, SIBLING

FILE = Attachment("image/png", "Utslett", b"\x89PNG")
WRITTEN = Written(FIRST, "Blåbær på Ørlandet (ref K7Q2)", "K7Q2", (FILE,))
ACTING = Acting(SIBLING, "Dal", "Kari Anne")


def entry(**more: Any) -> dict[str, Any]:
    kept = {
        "mime_type": "image/png",
        "description": "Utslett",
        "size": 4,
        "sha256": hashlib.sha256(FILE.content).hexdigest(),
    }
    return {"msg_id": FIRST, "text": WRITTEN.text, "attachments": [kept], **more}


def entries(*items: dict[str, Any]) -> dict[str, Any]:
    return {"entries": list(items)}


def test_the_text_stands_verbatim() -> None:
    assert journal.stands_verbatim(entries(entry()), WRITTEN) is None
    assert journal.stands_verbatim(entries(entry(msg_id=None, text=WRITTEN.text + "\r\n")), WRITTEN) is None
    assert "ikke i pasientens journal" in str(journal.stands_verbatim(entries(), WRITTEN))
    assert journal.is_filed(entries(entry(text="")), WRITTEN) is None
    assert journal.is_filed(entries(), WRITTEN)
    mangled = journal.stands_verbatim(entries(entry(text="BlÃ¥bÃ¦r (ref K7Q2)", msg_id=None)), WRITTEN)
    assert "Fra tegn 3" in str(mangled)


def test_the_message_stands_once_or_not_at_all() -> None:
    assert journal.stands_once(entries(entry()), WRITTEN) is None
    assert "2 ganger" in str(journal.stands_once(entries(entry(), entry()), WRITTEN))
    assert journal.stands_once(entries(), WRITTEN)
    assert journal.is_absent(entries(entry(msg_id=SECOND, text="Annet")), WRITTEN) is None
    assert journal.is_absent(entries(entry(msg_id=None)), WRITTEN)


def test_a_cancellation_stands_at_most_once_of_each_kind() -> None:
    message, consequence = entry(kind="melding_inn"), entry(kind="avbestilling")
    assert journal.stands_at_most_once(entries(), WRITTEN) is None
    assert journal.stands_at_most_once(entries(message, consequence), WRITTEN) is None
    assert "2 ganger" in str(journal.stands_at_most_once(entries(message, consequence, consequence), WRITTEN))


def test_the_acting_person_is_shown_by_name_or_number() -> None:
    assert journal.shows_acting(entries(entry(acting_name="Kari Anne Dal")), WRITTEN, ACTING) is None
    assert journal.shows_acting(entries(entry(acting_name="DAL, Kari Anne")), WRITTEN, ACTING) is None
    assert journal.shows_acting(entries(entry(acting_id=SIBLING)), WRITTEN, ACTING) is None
    assert "Nora" in str(journal.shows_acting(entries(entry(author="Nora Dal")), WRITTEN, ACTING))
    assert journal.shows_acting(entries(), WRITTEN, ACTING)


def test_the_reason_is_shown() -> None:
    assert journal.shows_text(entries(entry(text=f"Avbestilt: {WRITTEN.text}")), WRITTEN) is None
    assert journal.shows_text(entries(entry(text="Avbestilt")), WRITTEN)
    assert journal.shows_text(entries(), WRITTEN)


def test_attachments_are_unchanged() -> None:
    assert journal.shows_attachments(entries(entry()), WRITTEN) is None
    assert "ikke i journalen" in str(journal.shows_attachments(entries(entry(attachments=[])), WRITTEN))
    renamed = {**entry()["attachments"][0], "description": "fil1"}
    assert "fil1" in str(journal.shows_attachments(entries(entry(attachments=[renamed])), WRITTEN))
    assert journal.shows_attachments(entries(), WRITTEN)


def thread(**more: Any) -> dict[str, Any]:
    first = {"msg_id": FIRST, "parent": None}
    return {"patient": CHILD, "messages": [first, {"msg_id": SECOND, "parent": FIRST}], **more}


def test_the_thread_is_whole() -> None:
    expected = [(FIRST, None), (SECOND.upper(), FIRST)]
    assert journal.thread_is_whole(thread(), CHILD, expected) is None
    assert "ført på" in str(journal.thread_is_whole(thread(patient=SIBLING), CHILD, expected))
    assert "0 ganger" in str(journal.thread_is_whole(thread(messages=[]), CHILD, expected))
    loose = [{"msg_id": FIRST}, {"msg_id": SECOND}]
    assert "svar på ingen" in str(journal.thread_is_whole(thread(messages=loose), CHILD, expected))


def test_a_one_way_thread_is_closed() -> None:
    assert journal.is_closed({"closed_for_answer": True}) is None
    assert journal.is_closed({"closed_for_answer": False})


def log(raw: bytes = b"<x/>", **more: Any) -> dict[str, Any]:
    return {"raw_b64": base64.b64encode(raw).decode(), "status": "avvist", **more}


def test_the_raw_message_is_kept() -> None:
    assert journal.raw_is_kept(entries(log()), b"<x/>") is None
    assert "5 byte" in str(journal.raw_is_kept(entries(log(b"<x />")), b"<x/>"))
    assert journal.raw_is_kept(entries(), b"<x/>")
    assert journal.raw_is_kept(entries({"raw_b64": "!"}), b"<x/>")


def test_a_refused_message_is_shown_as_refused() -> None:
    assert journal.is_refused_in_log(entries(log())) is None
    assert journal.is_refused_in_log(entries(log(status="feilkø"))) is None
    assert "mottatt" in str(journal.is_refused_in_log(entries(log(status="mottatt"))))
    assert "har ikke" in str(journal.is_refused_in_log(entries({**log(), "direction": "ut"})))
    assert "har ikke" in str(journal.is_refused_in_log(entries()))


def test_a_negative_receipt_is_shown() -> None:
    assert journal.shows_negative_receipt(entries(log(error_code="T02")), "T02") is None
    assert "kvittert" in str(journal.shows_negative_receipt(entries(log(status="kvittert")), "T02"))
    assert "E10" in str(journal.shows_negative_receipt(entries(log(error_code="E10")), "T02"))
    assert journal.shows_negative_receipt(entries(), "T02")


def test_a_positive_receipt_is_shown() -> None:
    assert journal.shows_receipt(entries(log(status="kvittert"))) is None
    assert "sendt" in str(journal.shows_receipt(entries(log(status="sendt"))))


def test_access_is_logged() -> None:
    line = {"who": "Helsesykepleier", "time": "2026-11-21T12:00:00", "action": "les", "patient": CHILD}
    assert journal.access_is_logged(entries(line, line), CHILD, 1) is None
    assert "1 linjer før, 1 etter" in str(journal.access_is_logged(entries(line, {**line, "patient": "x"}), CHILD, 1))
    assert "hvem" in str(journal.access_is_logged(entries(line, {**line, "who": ""}), CHILD, 1))


def test_both_says_what_the_first_wrong_one_says() -> None:
    assert journal.both(lambda _: None, lambda _: "feil", lambda _: "annet")({}) == "feil"
    assert journal.both(lambda _: None)({}) is None


def book(**state: Any) -> dict[str, Any]:
    start = "2027-01-12T10:07:00"
    return {"appointments": [{"id": "1", "start": start, "status": "planned", "slot_free": False, **state}]}


GONE = book(status="cancelled", slot_free=True)


def test_a_cancelled_appointment_frees_its_slot() -> None:
    assert timebook.is_cancelled(GONE, "1") is None
    assert (
        timebook.is_cancelled(book(status="cancelled"), "1") == "Timen er avbestilt, men plassen er fortsatt opptatt."
    )
    assert timebook.is_cancelled(book(), "1")
    assert timebook.is_cancelled(GONE, "2")


def test_an_appointment_stands() -> None:
    assert timebook.stands(book(), "1", "2027-01-12 10:07") is None
    assert timebook.stands(book(slot_free=True), "1")
    assert timebook.stands(book(), "1", "2027-01-12T11:07:00")
    assert timebook.stands(GONE, "1")
    assert timebook.stands(book(), "2")


def test_a_moved_appointment_leaves_nothing_on_the_old_time() -> None:
    moved, old = book()["appointments"][0], {"id": "0", "start": "2027-01-05T09:00:00", "status": "planned"}
    left = ["2027-01-05T09:00:00", "2027-01-12T10:07:00"]
    assert timebook.stands({"appointments": [moved]}, "1", "", left) is None
    assert timebook.stands({"appointments": [moved, {**old, "status": "cancelled"}]}, "1", "", left) is None
    assert "gamle tiden" in str(timebook.stands({"appointments": [moved, old]}, "1", "", left))


def test_nothing_is_cancelled_that_should_not_be() -> None:
    assert timebook.is_not_cancelled(book(), "1") is None
    assert timebook.is_not_cancelled(GONE, "1")
    assert timebook.none_cancelled_at(book(), "2027-01-12T10:07:00") is None
    assert timebook.none_cancelled_at(GONE, "2027-01-12T10:07:00")
    assert timebook.none_cancelled_at(GONE, "2027-01-12T10:08:00") is None
