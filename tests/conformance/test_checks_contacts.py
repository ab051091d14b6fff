"""Every check of helsekontakter, and of services kept apart, has something it accepts and something it catches."""

from __future__ import annotations

from datetime import date
from typing import Any

from conformance.checks import access, contacts
from conformance.checks.journal import Written
from conformance.reading import Inbound
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Notat
from standards.felleskomponent import Practitioner
from standards.helsepersonell import Entry, HelsepersonelListe
from standards.hodemelding import FhirPayload
from standards.rules.model import Severity
from standards.tjenesteoversikt import Service, TjenesteOversikt
from tests.conformance.check_messages import CHILD, message

TODAY = "2026-11-22"
CLINIC, MIDWIFE = "8210011", "8210012"


def overview(**services: Any) -> Inbound:
    """A list of services: id → HER-id, or HER-id and last day."""
    listed = [(one, *(value if isinstance(value, tuple) else (value, None))) for one, value in services.items()]
    made = tuple(Service(name, "Helsestasjon", Ident.her(her), date(2026, 1, 2), last) for name, her, last in listed)
    return message(TjenesteOversikt(made), type_="DIALOG_INNBYGGER_TJENESTEOVERSIKT")


def episode(status: str) -> Inbound:
    payload = FhirPayload({"resourceType": "EpisodeOfCare", "status": status})
    return message(payload, type_="NOTIFIKASJON_INNBYGGER_HELSEKONTAKT")


def practitioners(code: str, *names: str) -> Inbound:
    body = Dialogmelding(Notat(Code(code, oid(7602))))
    entries = tuple(Entry((Practitioner(name, "Siri", (Ident.hpr("1234567"),)),)) for name in names)
    return message(body, *([HelsepersonelListe(entries)] if names else []))


def test_the_list_is_whole() -> None:
    assert contacts.is_overview(overview(a=CLINIC), CHILD) and not contacts.is_overview(episode("active"), CHILD)
    assert not contacts.is_whole(overview(a=CLINIC, b=MIDWIFE), {CLINIC, MIDWIFE}, TODAY)
    assert contacts.is_whole(overview(b=MIDWIFE), {CLINIC, MIDWIFE}, TODAY)[0].rule == "HK-01"
    assert contacts.is_whole(overview(a=(CLINIC, date(2026, 11, 22))), {CLINIC}, TODAY)


def test_what_has_ended_does_not_go_on() -> None:
    assert not contacts.is_ended(overview(), CLINIC, TODAY)
    assert not contacts.is_ended(overview(a=(CLINIC, date(2026, 11, 22))), CLINIC, TODAY)
    assert contacts.is_ended(overview(a=CLINIC), CLINIC, TODAY)[0].rule == "HK-03"


def test_it_keeps_its_id() -> None:
    assert not contacts.keeps_its_id(overview(a=CLINIC), overview(a=(CLINIC, date(2026, 11, 22))), CLINIC)
    assert contacts.id_at(overview(a=CLINIC), CLINIC, TODAY) == "a" and not contacts.id_at(overview(), CLINIC, TODAY)
    assert not contacts.keeps_its_id(overview(a=CLINIC), overview(), CLINIC)
    assert contacts.keeps_its_id(overview(a=CLINIC), overview(b=CLINIC), CLINIC)[0].rule == "HK-02"


def test_a_child_has_one_at_the_health_station() -> None:
    assert contacts.has_one_at({"contacts": [{"service": CLINIC, "last": None}]}, CLINIC) is None
    assert contacts.has_one_at({"contacts": [{"service": CLINIC, "last": "2026-01-01"}]}, CLINIC)
    assert contacts.has_none({"contacts": [{"service": CLINIC, "last": "2026-01-01"}]}) is None
    assert contacts.has_none({"contacts": [{"service": CLINIC, "last": None}]})


def test_an_episode_is_told_once_as_it_is() -> None:
    assert contacts.is_episode(episode("active"), CHILD)
    assert not contacts.tells_of_episode([episode("active")], ("active",))
    for told in ([], [episode("active")] * 2, [episode("finished")]):
        assert contacts.tells_of_episode(told, ("active",))[0].severity is Severity.REMARK


def test_practitioners_come_with_names_and_numbers() -> None:
    assert not contacts.gives_practitioners(practitioners("20", "Lie"))
    assert not contacts.gives_practitioners(practitioners("21"))
    assert contacts.gives_practitioners(practitioners("20"))[0].rule == "HK-05"
    assert contacts.gives_practitioners(practitioners("31"))


def test_services_are_kept_apart() -> None:
    written = Written("m", "Hemmelig (ref ABC)", "ABC")
    assert not access.is_kept_apart("refused", {}, written)
    assert not access.is_kept_apart("done", {"messages": []}, written)
    assert access.is_kept_apart("done", {"messages": [{"text": written.text}]}, written)[0].rule == "TG-01"
    assert not access.time_is_kept_apart("done", {"appointments": []}, "a")
    assert access.time_is_kept_apart("done", {"appointments": [{"id": "a"}]}, "a")
