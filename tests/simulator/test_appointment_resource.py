"""An appointment of the timebok in FHIR, for each service and status: clean by our own rules, taken by Helsenorge."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from simulator.journal.appointment_resource import SERVICE_AREA, STATUS, Terms, appointment_resource, terms_of
from simulator.journal.visits import REASONS
from standards.exchange import Role
from standards.fhir import write_element, write_json
from standards.identifiers import make_fnr
from standards.parties import Party
from standards.rules.engine import judge_message
from standards.xml import serialize
from tests.simulator.timeavtaler_world import running
from tests.standards import good
from tests.standards.fhir_good import YOUTH

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
PARTY = Party.service("Fjordvik kommune", "8210001", "Fjordvik helsestasjon", "8210011")
HOME_CARE = "hjemmetjeneste"
HOME = Terms(at_home=True)


def row(status: str = "planned", **more: Any) -> dict[str, Any]:
    """A row as the timebok has it."""
    return {
        "id": "5f9b6a43-6f0e-4f39-9a4e-1f0c5b1f7d11",
        "patient": good.CHILD,
        "start": "2026-12-10T10:15:00",
        "end": "2026-12-10T10:30:00",
        "summary": "Toårskontroll 👶 med æøå",
        "location": "Rom 2",
        "category": None,
        "status": status,
        **more,
    }


def made(status: str = "planned", role: str = "helsestasjon", terms: Terms | None = None, **more: Any) -> Any:
    """The resource of a row."""
    chosen = terms or (HOME if role == HOME_CARE else Terms())
    return appointment_resource(row(status, **more), role=role, party=PARTY, now=NOW, terms=chosen)


EVERY = [(role, status) for role in SERVICE_AREA for status in STATUS if status != "proposed" or role == HOME_CARE]


@pytest.mark.parametrize(("role", "status"), EVERY)
def test_every_service_and_status_is_clean_by_our_own_rules(role: str, status: str) -> None:
    resource = made(status, role, patient=YOUTH if role == "ungdom" else good.CHILD)
    for raw in (write_json(resource), serialize(write_element(resource))):
        verdict = judge_message(raw, sender=Role.EPJ)
        assert verdict.schema == "valid" and not verdict.findings, verdict.findings
        assert not verdict.not_judged, verdict.not_judged


@pytest.mark.parametrize("status", STATUS)
def test_helsenorge_takes_each_of_them_after_the_other(status: str) -> None:
    with running() as world:
        for each in ("planned", status):
            answer = world.put(made(each, HOME_CARE))
            assert answer.status_code in {200, 201}, answer.text
        assert world.last()["appointment"]["status"] == STATUS[status]
        assert world.last()["notice"]["given"] is False


def test_the_times_have_the_zone_of_the_day() -> None:
    assert made()["start"] == "2026-12-10T10:15:00+01:00"
    assert made(start="2026-07-10T10:15:00", end="2026-07-10T10:30:00")["end"] == "2026-07-10T10:30:00+02:00"


def test_a_resend_differs_only_in_when_it_was_made() -> None:
    later = appointment_resource(row(), role="helsestasjon", party=PARTY, now=NOW.replace(hour=10))
    assert {**later, "meta": {}} == {**made(), "meta": {}} and later["meta"] != made()["meta"]
    with running() as world:
        world.put(made())
        world.put(later)
        assert world.last()["change"] == "identical"


def test_what_the_terms_say_is_written() -> None:
    hidden = made(terms=Terms(hidden_from_parents=True, notify=False, remind=False, rights=("cancel",)), patient=YOUTH)
    assert hidden["meta"]["security"][0]["code"] == "NORN_FORANS"
    assert [tag["code"] for tag in hidden["meta"]["tag"]] == ["1", "1"]
    assert [one["id"] for one in hidden["contained"]] == ["virksomhet", "tjeneste", "sted", "cancel"]
    assert not judge_message(write_json(hidden)).findings
    with running() as world:
        world.put(hidden)
        assert world.last()["shown_to"] == ["patient"]
        assert (world.last()["notice"]["given"], world.last()["reminder"]["given"]) == (False, False)
    cancelled = made("cancelled", terms=Terms(reason="AAI"))
    assert cancelled["cancelationReason"]["coding"][0]["code"] == "AAI"
    assert "tag" not in made(terms=Terms(at_home=True, notify=False))["meta"]


def test_a_row_of_the_timebok_tells_its_terms() -> None:
    plain = {"plan": None, "exempt": 0, "called_off": None, "cancellation": None}
    assert terms_of(plain) == Terms()
    assert terms_of({**plain, "plan": "p", "exempt": 1}) == Terms(at_home=True, hidden_from_parents=True)
    assert terms_of({**plain, "cancellation": "accepted"}).reason == "AAI"
    assert [terms_of({**plain, "called_off": one}).reason for one in REASONS] == ["AAT", "AIH", "AAI", "APVAI"]


def test_a_d_number_has_its_own_system() -> None:
    d_number = made(patient=make_fnr(date(2012, 3, 1), 500, d_number=True))
    assert not judge_message(write_json(d_number)).errors
    assert d_number["participant"][0]["actor"]["identifier"]["system"].endswith(".4.2")
