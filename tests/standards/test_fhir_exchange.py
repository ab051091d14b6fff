"""An exchange over REST: the folder form carries the call."""

from __future__ import annotations

import pytest

from standards.errors import StandardsError
from standards.exchange import Exchange, Http, Item, Role
from standards.rules.engine import judge_exchange
from tests.standards.fhir_cases import URL, sent
from tests.standards.fhir_good import put

BODY = b'{"resourceType": "Appointment"}'


def test_a_call_survives_the_folder_form() -> None:
    call = Http("PUT", "https://x.example/timeavtaler/api/v1/Appointment/123", 201)
    answer = Item(Role.HELSENORGE, b'<OperationOutcome xmlns="http://hl7.org/fhir"/>', http=Http(status=400))
    files = Exchange((Item(Role.EPJ, BODY, http=call), answer)).to_files()
    assert set(files) == {"01-epj-helsenorge.json", "01.json", "02-helsenorge-epj.xml", "02.json"}
    first, second = Exchange.from_files(files)
    assert (first.raw, first.http, first.name) == (BODY, call, "01-epj-helsenorge.json")
    assert second.http == Http(status=400)


@pytest.mark.parametrize("written", [b"[]", b'"PUT"', b'{"status": "201"}', b'{"method": 1}', b"{}"])
def test_a_call_that_is_not_one_is_refused_in_words(written: bytes) -> None:
    files = {"01-epj-helsenorge.json": BODY, "01.json": b'{"http": ' + written + b"}"}
    with pytest.raises(StandardsError) as caught:
        Exchange.from_files(files)
    assert caught.value.expected and caught.value.found and caught.value.fix


def test_a_name_that_says_nothing_is_refused() -> None:
    with pytest.raises(StandardsError):
        Exchange.from_files({"01-epj-epj.json": BODY})
    assert len(Exchange.from_files({"01.json": b"{}", "rapport.json": b"{}"})) == 0


def test_a_change_of_identifier_or_id_is_told_where_it_happens_and_not_again() -> None:
    other, kept = put("/identifier/0/value", "A-2"), sent()
    moved = sent(put("/id", "time-2"), url=URL.replace("time-1", "time-2"))
    for items, places in (((kept, sent(other), sent(other)), [1]), ((kept, moved, moved, kept), [1, 3])):
        verdict = judge_exchange(Exchange(items))
        assert [finding.item for finding in verdict.findings if finding.rule == "A30"] == places
