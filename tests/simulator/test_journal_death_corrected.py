"""One who was registered dead by mistake lives again; what was called off stays so."""

from __future__ import annotations

from tests.simulator.journal_kit import Kit, person

NORA = person("nora")


def test_a_death_that_was_registered_by_mistake_is_corrected() -> None:
    desk = Kit()
    appointment = desk.book(NORA)
    assert "ikke registrert død" in desk.refused("correct_death", patient=NORA.ident)
    desk.done("register_death", patient=NORA.ident)
    desk.journal.attend()
    assert all(one["last"] for one in desk.done("read_contacts", patient=NORA.ident)["contacts"])
    desk.done("correct_death", patient=NORA.ident)
    assert desk.appointment(NORA, appointment)["status"] == "cancelled"
    assert [one for one in desk.done("read_contacts", patient=NORA.ident)["contacts"] if one["last"] is None]
    desk.book(NORA)
