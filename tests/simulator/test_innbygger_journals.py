"""Every simulated journal, with its own ways, talks with the citizen's side from booking to last word."""

from __future__ import annotations

import pytest

from simulator.vendors import profiles
from standards.exchange import Role
from standards.rules.engine import judge_message
from tests.simulator.innbygger_world import Browser, Town, person, town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.mark.parametrize("product", [one.product for one in profiles()])
def test_a_day_with_each_journal(product: str) -> None:
    with town(product) as there:
        there.open()
        at_home = "hjemmetjeneste" in there.journal.profile.services
        actor, patient = ("turid", "ingeborg") if at_home else ("kari", "emil")
        _plan(there, patient, at_home=at_home)
        page = Browser().log_in(there, actor)
        page.press(f"Timer for {person(patient).given}").press("Kontroll").send("Be om å avbestille", tekst="Syk")
        there.settle()
        [made] = there.staff("read_appointments", patient=person(patient).ident)["appointments"]
        if made["cancellation"] == "waiting":
            there.staff("accept_cancellation", appointment=made["id"])
            there.settle()
        assert "Avbestillingen er godtatt." in page.get(page.url).text
        assert len(there.outbox(hendelse="svar-avbestilling")) == 1

        page.press("Meldinger").press("Skriv ny melding").send("Send meldingen", emne="Hei", tekst="Når da?")
        there.settle()
        asked = there.staff("read_journal", patient=person(patient).ident)["entries"][-1]
        there.staff("answer_dialog", thread=asked["msg_id"], text="I januar.", outcome="answer")
        there.settle()
        assert "I januar." in page.get(page.url).text
        page.send("Send svaret", tekst="Takk!")
        there.settle()
        assert there.staff("read_follow_up")["messages"] == []
        assert _faults_of_ours(there) == []


def _plan(there: Town, patient: str, *, at_home: bool) -> None:
    if not at_home:
        there.book(patient, summary="Kontroll")
    else:
        visit = {"start": "2027-12-02T10:15:00", "end": "2027-12-02T10:45:00", "summary": "Kontroll"}
        there.staff("plan_visits", patient=person(patient).ident, frequency="daily", count=1, **visit)
    there.settle()


def _faults_of_ours(there: Town) -> list[str]:
    """What the rules say of everything that the journal has got."""
    rows = there.seat.journal.view(lambda unit: unit.rows("SELECT raw FROM transport WHERE direction = 'inn'"), None)
    verdicts = [judge_message(row["raw"], sender=Role.HELSENORGE) for row in rows]
    assert len(verdicts) >= 3
    return [f"{verdict.code} {one.rule}: {one.problem}" for verdict in verdicts for one in verdict.errors]
