"""Every check of appointments has something it accepts and something it catches."""

from __future__ import annotations

from conformance.checks import appointments
from conformance.checks.appointments import Planned
from conformance.checks.register import RULES
from standards.rules.model import Severity
from tests.conformance.check_messages import CHILD, EPJ_HER, SIBLING, UID, note, push

PLANNED = Planned("1", CHILD, "2027-01-12T10:07:00", "2027-01-12T10:22:00", "Rom 2", frozenset({EPJ_HER}))


def test_a_push_is_an_unasked_message_about_the_patient() -> None:
    assert appointments.is_push(push("05"), CHILD)
    assert not appointments.is_push(push("05"), SIBLING)
    assert not appointments.is_push(note("08"), CHILD)


def test_exactly_one_accepts_one_and_catches_cancel_plus_new() -> None:
    assert not appointments.exactly_one([push("07")], "07")
    (finding,) = appointments.exactly_one([push("08"), push("05")], "07")
    assert (finding.rule, finding.severity, finding.found) == ("A16", Severity.ERROR, "kode 08, kode 05")
    assert appointments.exactly_one([push("07"), push("07")], "07")
    assert appointments.exactly_one([], "07")
    assert appointments.exactly_one([push("07", type_="DIALOG_INNBYGGER_AVTALE")], "07")[0].rule == "MH-03"
    assert appointments.exactly_one([push("08")], "11")[0].rule == "A17"


def test_the_calendar_must_be_as_registered_in_local_time() -> None:
    assert not appointments.is_as_registered(push("05"), PLANNED)
    wrong = push("05", start="2027-01-12T09:07:00", location="Rom 3", contact="8210012")
    found = appointments.is_as_registered(wrong, PLANNED)
    assert [finding.where.rsplit(":", 1)[-1] for finding in found] == ["dtstart", "location", "contact"]
    assert all(finding.line for finding in found)


def test_utc_passes_when_it_says_so_and_is_the_same_moment() -> None:
    assert not appointments.is_as_registered(push("05", start="2027-01-12T09:07:00Z"), PLANNED)
    assert appointments.is_as_registered(push("05", start="2027-01-12T10:07:00Z"), PLANNED)


def test_the_patient_must_be_the_right_one() -> None:
    assert not appointments.is_about(push("05"), CHILD)
    assert appointments.is_about(push("05", patient=SIBLING), CHILD)[0].rule == "MH-06"


def test_both_conventions_for_the_id_pass_and_a_new_identity_is_caught() -> None:
    kept = [push("05"), push("07"), push("08")]
    linked = [push("05"), push("07", uid="new-1"), push("08", uid="new-2", related_to=UID)]
    assert not appointments.is_same_appointment(kept)
    assert not appointments.is_same_appointment(linked)
    assert "samme uid" in appointments.convention(kept)
    assert "ny uid" in appointments.convention(linked)
    (finding,) = appointments.is_same_appointment([push("05"), push("08", uid="new", related_to="other")])
    assert finding.rule == "AVT-01"
    assert not appointments.is_same_appointment([])
    chain = [
        push("05", uid="1", related_to=""),
        push("07", uid="2", related_to="1"),
        push("08", uid="3", related_to="2"),
    ]
    assert not appointments.is_same_appointment(chain)


def test_a_message_without_one_before_it_is_known_by_its_time() -> None:
    assert not appointments.is_the_planned_one(push("11", uid="new"), [], PLANNED)
    (finding,) = appointments.is_the_planned_one(push("11", start="2027-01-13T10:07:00"), [], PLANNED)
    assert (finding.rule, finding.expected) == ("AVT-01", PLANNED.start)
    assert appointments.is_the_planned_one(push("11", uid="new", related_to="other"), [push("05")], PLANNED)


def test_one_message_more_is_a_remark_but_a_contradiction_is_an_error() -> None:
    assert not appointments.nothing_more([], "08")
    assert appointments.nothing_more([push("08")], "08")[0].severity is Severity.REMARK
    assert appointments.nothing_more([push("05")], "08")[0].rule == "AVT-02"
    contradiction = appointments.nothing_more([push("08")], "09")[0]
    assert (contradiction.rule, contradiction.severity) == ("AVT-02", Severity.ERROR)


def test_sending_after_e35_is_caught() -> None:
    assert not appointments.stopped_sending([])
    assert appointments.stopped_sending([push("05")])[0].rule == "A22"
    between = [push("05", type_=f"DIALOG_INNBYGGER_{name}") for name in ("DIGITALBRUKER", "KOORDINATOR")]
    assert [one.item for one in appointments.stopped_sending(between)] == [between[1].item]
    assert all(not appointments.stopped_sending([push("05", type_=type_)]) for type_ in appointments.BETWEEN_SYSTEMS)


def test_inferred_rules_are_never_more_than_remarks() -> None:
    assert RULES["A16"].severity is Severity.ERROR
    assert all(rule.severity is Severity.REMARK for rule in RULES.values() if rule.mark == "I" or rule.level != "skal")
    assert all(rule.clause and rule.says.endswith(".") for rule in RULES.values())
