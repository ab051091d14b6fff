"""Every check of what goes on standing has something it accepts and something it catches."""

from __future__ import annotations

from typing import Any

from conformance.checks import keeping
from conformance.checks.journal import Written
from tests.conformance.check_messages import CHILD, FIRST, SECOND, SIBLING

TOLD = Written("", "Kom på tirsdag (ref AAA)", "AAA")
START = "2027-01-11T10:15:00"


def journal(**more: Any) -> dict[str, Any]:
    entry = {"id": "1", "kind": "melding_ut", "text": TOLD.text, "author": "Siri Søster", "time": START}
    return {"entries": [{**entry, **more}]}


def test_what_staff_write_stands_with_who_and_when() -> None:
    assert keeping.shows_own(journal(), TOLD) is None
    assert "ikke i journalen" in str(keeping.shows_own({"entries": []}, TOLD))
    assert "ikke i journalen" in str(keeping.shows_own(journal(kind="melding_inn"), TOLD))
    assert "ordrett" in str(keeping.shows_own(journal(text="Kom (ref AAA)"), TOLD))
    assert "hvem" in str(keeping.shows_own(journal(author=" "), TOLD))


def test_what_is_entered_stays_as_it_was() -> None:
    before = journal()["entries"]
    assert keeping.is_untouched(journal(), TOLD, before) is None
    assert "author" in str(keeping.is_untouched(journal(author="En annen"), TOLD, before))
    assert "time" in str(keeping.is_untouched(journal(time=f"{START}Z"), TOLD, before))
    assert "borte" in str(keeping.is_untouched(journal(id="2"), TOLD, before))


def test_an_appointment_is_with_its_own_child() -> None:
    book = {"appointments": [{"id": "a", "start": START, "status": "planned"}]}
    assert "et annet barn" in str(keeping.has_none_at(book, START))
    assert keeping.has_none_at(book, "2027-01-11T10:30:00") is None
    assert keeping.has_none_at({"appointments": [{"start": START, "status": "cancelled"}]}, START) is None


def test_who_did_not_come_is_seen() -> None:
    assert keeping.is_no_show({"appointments": [{"id": "a", "status": "no_show"}]}, "a") is None
    assert "planned" in str(keeping.is_no_show({"appointments": [{"id": "a", "status": "planned"}]}, "a"))
    assert "borte" in str(keeping.is_no_show({"appointments": []}, "a"))


def test_every_message_is_in_the_transport_log() -> None:
    log = {"entries": [{"direction": "inn", "status": "mottatt"}, {"direction": "ut", "status": "avvist"}]}
    assert keeping.is_logged(log, "inn") is None
    assert keeping.is_logged({"entries": [{"direction": "inn", "status": "kvittert"}]}, "inn") is None
    assert "avvist" in str(keeping.is_logged(log, "ut"))
    assert "har ikke" in str(keeping.is_logged({"entries": []}, "ut"))


def test_a_thread_is_shown_whole() -> None:
    one, two = ({"msg_id": key, "text": "Hei", "author": "Siri", "time": START} for key in (FIRST, SECOND))
    assert keeping.is_whole_and_in_order({"messages": [one, two]}, [FIRST.upper(), SECOND]) is None
    assert "rekkefølge" in str(keeping.is_whole_and_in_order({"messages": [two, one]}, [FIRST, SECOND]))
    assert "rekkefølge" in str(keeping.is_whole_and_in_order({"messages": [one]}, [FIRST, SECOND]))
    assert "mangler" in str(keeping.is_whole_and_in_order({"messages": [one, {**two, "author": ""}]}, [FIRST, SECOND]))


def test_a_look_is_logged_on_the_one_looked_at() -> None:
    log = {"entries": [{"patient": CHILD}, {"patient": SIBLING}]}
    assert keeping.has_no_more_looks(log, CHILD, 1) is None
    assert "1 linje" in str(keeping.has_no_more_looks(log, CHILD, 0))
