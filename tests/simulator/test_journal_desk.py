"""The dialog processes, work lists, receipts that wait for staff, line test and list of practitioners, per product."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from simulator.journal.contacts import roles_on
from simulator.journal.patients import NewPatient
from simulator.journal.profile import Profile
from simulator.vendors import find_profile, profiles
from standards.apprec import AppRec, error
from standards.codes import Ident
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat, RelatedRole
from standards.exchange import Role
from standards.helsepersonell import HelsepersonelListe
from standards.hodemelding import ACK_NO, ConversationRef, Hodemelding
from standards.identifiers import make_fnr
from standards.kodeverk.k7601 import K7601
from standards.kodeverk.k7602 import K7602
from standards.kodeverk.k7603 import K7603
from standards.kodeverk.k9034 import K9034
from standards.rules.engine import judge_message
from standards.tjenesteoversikt import TjenesteOversikt
from standards.xhtml import Xhtml
from tests.simulator.journal_kit import EKONTAKT, BusMessage, Kit, Out, envelope_for, message, person

KARI, NORA, EMIL, BIRET = person("kari"), person("nora"), person("emil"), person("biret")
SOELVI = person("soelvi")
HELSEPERSONELL, EKONSULTASJON = "DIALOG_INNBYGGER_HELSEPERSONELL", "DIALOG_INNBYGGER_EKONSULTASJON"
TEST, BEHANDLER = "DIALOG_INNBYGGER_TEST", "DIALOG_INNBYGGER_BEHANDLEROVERSIKT"
TJENESTE, HELSEKONTAKT = "DIALOG_INNBYGGER_TJENESTEOVERSIKT", "NOTIFIKASJON_INNBYGGER_HELSEKONTAKT"
PRODUCTS = [profile.product for profile in profiles()]
PDF = {"mime_type": "application/pdf", "description": "Brev", "content_b64": base64.b64encode(b"%PDF-1.4 x").decode()}


def with_processes(product: str, **more: str) -> Profile:
    profile = find_profile(product)
    return replace(profile, processes={**profile.processes, **more})


def telling(process: str) -> Profile:
    """A product that tells helsekontakter one way only."""
    profile = find_profile("visma_hspro")
    others = {code: version for code, version in profile.processes.items() if code != TJENESTE}
    return replace(profile, processes={**others, process: "1.0"})


def arrive(kit: Kit, sent: Hodemelding, *, at_once: bool = False) -> Hodemelding:
    """A message to the first service of the journal."""
    sent = replace(sent, receiver=kit.world.default.party, ack=ACK_NO if at_once else sent.ack)
    kind = "sync" if at_once else "async"
    envelope = envelope_for(sent.type.v, to_her_id=kit.world.default.her_id, kind=kind)
    kit.journal.receive(BusMessage(envelope, sent.to_xml()), at_once=at_once)
    return sent


def ask(kit: Kit, *roles: RelatedRole, sakstype: str | None = None, text: str = "Når er neste time?") -> Hodemelding:
    """A question in the process that the product has."""
    process = kit.profile.dialog
    code = K7601.cv("HE" if process.endswith("EKONTAKT") else "SB")
    body = Foresporsel(code, subject="Spørsmål", text=text, roles=roles)
    return arrive(kit, message(process, BIRET, Dialogmelding(body, sakstype)))


def clean(outs: Iterable[Out]) -> list[str]:
    """The codes of what the journal sent; no rule has a word against it."""
    codes = []
    for out in outs:
        verdict = judge_message(out.raw, sender=Role.EPJ, envelope=out.envelope)
        assert (verdict.schema, verdict.findings) == ("valid", ()), (out.code, verdict.findings)
        codes.append(out.code)
    return codes


@pytest.fixture(params=PRODUCTS)
def kit(request: pytest.FixtureRequest) -> Kit:
    return Kit(profile=find_profile(request.param))


def test_every_product_answers_and_asks_in_its_own_process_and_form(kit: Kit) -> None:
    asked = ask(kit)
    kit.done("answer_dialog", thread=asked.msg_id, text="Ja,\nkom i <morgen>", outcome="answer", attachments=[PDF])
    kit.done("answer_dialog", thread=asked.msg_id, text="Nei", outcome="reject")
    kit.done("start_dialog", patient=BIRET.ident, subject="Vaksine", text="Når?", answerable=True, attachments=[PDF])
    kit.done("start_dialog", patient=BIRET.ident, subject="Stengt", text="Vi har fri", answerable=False)
    outs = kit.take()
    answer = "19" if kit.profile.dialog.endswith("EKONTAKT") else "12"
    assert clean(outs) == ["kvittering 1", answer, "26", "DI", "EKI"]
    said = outs[1].message.dialog
    assert said is not None and str(said.body.text) == "Ja,\nkom i <morgen>"
    assert isinstance(said.body.text, Xhtml) == (kit.profile.text_form == "xhtml")
    (role,) = said.body.roles
    assert role.practitioner == (answer == "12") and bool(role.idents) == (answer == "12")
    assert [file.content for file in outs[1].message.files] == [b"%PDF-1.4 x"]
    assert {out.message.type.v for out in outs[1:]} == {kit.profile.dialog}
    shown = kit.done("read_thread", thread=asked.msg_id)["messages"]
    assert [len(one["attachments"]) for one in shown] == [0, 1, 0]
    assert [entry["text"] for entry in kit.entries(BIRET)][:2] == ["Når er neste time?", "Ja,\nkom i <morgen>"]


def test_every_product_mirrors_its_own_party_in_the_receipt(kit: Kit) -> None:
    ask(kit)
    kit.journal.attend()
    (out,) = kit.take()
    sender = AppRec.from_xml(out.raw).sender
    assert sender == AppRec.from_xml(out.raw).sender and clean([out]) == ["kvittering 1"]
    assert (b"HCPerson" in out.raw.split(b"</Sender>")[0]) == (kit.profile.level2 == "person")
    assert kit.profile.software_name.encode() in out.raw


def test_the_citizen_may_write_with_markup() -> None:
    kit = Kit()
    div = Xhtml('<div xmlns="http://www.w3.org/1999/xhtml"><p>Hei <b>du</b></p></div>')
    asked = ask(kit, text=div)
    assert kit.done("read_thread", thread=asked.msg_id)["messages"][0]["text"] == "Hei du"


def test_a_consultation_may_be_closed_and_an_enquiry_may_not() -> None:
    kit = Kit(profile=find_profile("infodoc_plenario"))
    body = Dialogmelding(Foresporsel(K7601.cv("SB"), subject="Eksem", text="Det klør"))
    asked = arrive(kit, message(EKONSULTASJON, BIRET, body))
    kit.done("answer_dialog", thread=asked.msg_id, text="Da avslutter vi", outcome="close")
    assert clean(kit.take()) == ["kvittering 1", "13"]
    other = ask(kit)
    assert "avsluttes" in kit.refused("answer_dialog", thread=other.msg_id, text="Slutt", outcome="close")


def test_a_thread_goes_on_with_a_practitioner() -> None:
    kit = Kit(profile=find_profile("cgm_journal"))
    thread = kit.done("start_dialog", patient=BIRET.ident, subject="Hei", text="Ok?", answerable=True)["thread"]
    reply = Dialogmelding(Notat(K7602.cv("22"), text="Ja"))
    arrive(kit, message(HELSEPERSONELL, BIRET, reply, conversation=ConversationRef(thread, thread)))
    kit.done("answer_dialog", thread=thread, text="Fint", outcome="answer")
    assert clean(kit.take()) == ["DI", "kvittering 1", "12"]
    assert len(kit.done("read_thread", thread=thread)["messages"]) == 3


def wanted(hpr: str) -> RelatedRole:
    role = K9034.cv("23")
    return RelatedRole("Testnes", "Ágot", role_to_patient=role, idents=(Ident.hpr(hpr),), practitioner=True)


def lists(kit: Kit, name: str | None = None) -> list[tuple[str, list[str]]]:
    found = kit.done("read_inbox", **({"list": name} if name else {}))["threads"]
    return [(one["thread"], one["lists"]) for one in found]


def test_a_wanted_practitioner_gets_the_message_on_her_list_and_the_deputy_when_it_has_lain_there() -> None:
    kit = Kit(profile=find_profile("cgm_journal"))
    mine, nobody = ask(kit, wanted("1234567")), ask(kit, wanted("7654321"))
    assert lists(kit) == [(mine.msg_id, ["1234567"]), (nobody.msg_id, ["felles"])]
    assert lists(kit, "felles") == [(nobody.msg_id, ["felles"])]
    kit.journal.shift_clock(timedelta(hours=47))
    assert lists(kit, "1234568") == []
    kit.journal.shift_clock(timedelta(hours=48))
    assert lists(kit, "1234568") == [(mine.msg_id, ["1234567", "1234568"])]
    kit.done("read_thread", thread=mine.msg_id)
    assert lists(kit) == [(nobody.msg_id, ["felles"])]


def test_sakstype_leads_to_the_unit_of_the_contact_and_the_answer_comes_from_whom_was_asked() -> None:
    kit = Kit()
    contact = kit.done("start_contact", patient=BIRET.ident, unit="jordmor")["contact"]
    known, unknown = ask(kit, sakstype=contact), ask(kit, sakstype="finnes-ikke")
    found = {one["thread"]: one["service"] for one in kit.done("read_inbox")["threads"]}
    midwife, clinic = (kit.world.service(role) for role in ("jordmor", "helsestasjon"))
    assert midwife and clinic and found == {known.msg_id: midwife.her_id, unknown.msg_id: clinic.her_id}
    assert "hører til" in kit.refused("read_thread", thread=known.msg_id, unit="helsestasjon")
    kit.take()
    kit.done("answer_dialog", thread=known.msg_id, text="Hei", outcome="answer", unit="jordmor")
    (answer,) = kit.take()
    assert answer.message.sender.her_id == clinic.her_id and clean([answer]) == ["19"]


def test_a_receipt_waits_for_staff_where_they_check_by_hand() -> None:
    kit = Kit(profile=find_profile("tietoevry_gerica"))
    kit.done("change_setting", setting="check_by_hand", value="ja")
    first, second = ask(kit), ask(kit)
    kit.journal.attend()
    assert kit.take() == [] and kit.journal.waiting_count() == 0
    kit.done("answer_dialog", thread=second.msg_id, text="Ja", outcome="answer")
    assert clean(kit.take()) == ["kvittering 1", "19"], "the receipt goes before the answer"
    assert kit.done("check_inbox") == {"checked": 1}
    (receipt,) = kit.take()
    assert clean([receipt]) == ["kvittering 1"] and receipt.apprec.original.msg_id == first.msg_id
    assert kit.done("check_inbox") == {"checked": 0}
    arrive(kit, replace(message(kit.profile.dialog, None, Dialogmelding(Foresporsel(K7601.cv("HE")))), msg_id="x"))
    assert [code.split()[:2] for code in kit.codes()] == [["kvittering", "2"]], "a rejection needs nobody"


def test_staff_look_by_themselves_and_settle_waits_for_it() -> None:
    kit = Kit(profile=find_profile("tietoevry_gerica"))
    asked = ask(kit)
    assert kit.take() == [] and kit.journal.waiting_count() == 1
    again = replace(asked)
    arrive(kit, again)
    kit.journal.attend()
    assert clean(kit.take()) == ["kvittering 1"] and kit.journal.waiting_count() == 0


def test_a_line_test_is_answered_at_once() -> None:
    kit = Kit(profile=with_processes("visma_hspro", **{TEST: "1.1"}))
    arrive(kit, message(TEST, None, Dialogmelding(Foresporsel(K7603.cv("KT")))), at_once=True)
    (out,) = kit.take()
    assert clean([out]) == ["RKT"] and out.envelope.to == "8200002_syncreply"


def test_the_practitioners_are_listed_for_the_citizen() -> None:
    kit = Kit(profile=with_processes("cgm_journal", **{BEHANDLER: "1.0"}))
    arrive(kit, message(BEHANDLER, BIRET, Dialogmelding(Foresporsel(K7601.cv("HB")))), at_once=True)
    (out,) = kit.take()
    assert clean([out]) == ["20"]
    (found,) = [one.payload for one in out.message.documents if isinstance(one.payload, HelsepersonelListe)]
    assert [one.practitioners[0].idents[0].id for one in found.entries] == ["1234567", "1234568"]


def test_one_whom_the_service_does_not_follow_has_no_practitioners_to_choose() -> None:
    kit, child = Kit(profile=with_processes("cgm_journal", **{BEHANDLER: "1.0"})), baby(date(2026, 11, 30))
    kit.journal.register([replace(child, services=("jordmor",))])
    kit.take()
    asked = message(BEHANDLER, BIRET, Dialogmelding(Foresporsel(K7601.cv("HB"))))
    patient = replace(asked.patient, ident=Ident.national(child.ident)) if asked.patient else None
    arrive(kit, replace(asked, patient=patient), at_once=True)
    (out,) = kit.take()
    assert clean([out]) == ["21"]
    assert not [one for one in out.message.documents if isinstance(one.payload, HelsepersonelListe)]


def follow_ups(kit: Kit) -> list[tuple[str, str]]:
    return [(one["msg_id"], one["kind"]) for one in kit.done("read_follow_up")["messages"]]


def test_what_is_refused_or_never_acknowledged_is_followed_up() -> None:
    kit = Kit()
    kit.book(NORA)
    kit.book(EMIL)
    refused, silent = kit.take()
    kit.answer(refused, error("T02", "XML validerer ikke", "x"))
    assert follow_ups(kit) == [(refused.message.msg_id, "avvist")]
    kit.journal.shift_clock(timedelta(hours=95, minutes=59))
    assert len(follow_ups(kit)) == 1
    kit.journal.shift_clock(timedelta(hours=96, minutes=1))
    assert follow_ups(kit) == [(refused.message.msg_id, "avvist"), (silent.message.msg_id, "uten_kvittering")]
    kit.answer(silent)
    assert follow_ups(kit) == [(refused.message.msg_id, "avvist")], "a late receipt clears it"
    kit.done("close_follow_up", msg_id=refused.message.msg_id)
    assert follow_ups(kit) == []
    assert "står ikke" in kit.refused("close_follow_up", msg_id=refused.message.msg_id)


@pytest.mark.parametrize(
    ("day", "roles"),
    [
        ("2026-02-28", ()),
        ("2026-03-01", ("helsestasjon",)),
        ("2032-07-31", ("helsestasjon",)),
        ("2032-08-01", ("skolehelsetjeneste",)),
        ("2042-02-28", ("skolehelsetjeneste",)),
        ("2042-03-01", ("skolehelsetjeneste", "ungdom")),
        ("2049-02-28", ("skolehelsetjeneste", "ungdom")),
        ("2049-03-01", ("ungdom",)),
        ("2056-02-28", ("ungdom",)),
        ("2056-03-01", ()),
    ],
)
def test_which_services_follow_a_child(day: str, roles: tuple[str, ...]) -> None:
    assert roles_on(date(2026, 3, 1), date.fromisoformat(day)) == roles


def test_one_born_on_a_leap_day_grows_up_too() -> None:
    assert "ungdom" in roles_on(date(2028, 2, 29), date(2044, 2, 29))
    assert roles_on(date(2028, 2, 29), date(2058, 3, 1)) == ()
    assert roles_on(date(2004, 2, 29), date(2020, 2, 28)) == ("skolehelsetjeneste",)


def baby(born: date) -> NewPatient:
    return NewPatient("baby", make_fnr(born, 600), "Moe", "Ella", born.isoformat(), "barn")


def contacts_of(kit: Kit, patient: str) -> list[tuple[str, bool]]:
    """The services, and whether the contact goes on."""
    found = kit.done("read_contacts", patient=patient)["contacts"]
    roles = {service.her_id: service.role for service in kit.world.services}
    return [(roles[one["service"]], one["last"] is None) for one in found]


@pytest.mark.parametrize("process", [TJENESTE, HELSEKONTAKT])
def test_a_newborn_gets_a_contact_when_she_comes_to_the_journal(process: str) -> None:
    kit, child = Kit(profile=telling(process)), baby(date(2026, 11, 30))
    kit.journal.register([child])
    (told,) = kit.take()
    assert told.message.type.v == process and told.message.patient.ident.id == child.ident  # type: ignore[union-attr]
    clean([told])
    assert contacts_of(kit, child.ident) == [("helsestasjon", True)]
    kit.journal.register([child])
    kit.journal.attend()
    assert kit.take() == []


def test_a_child_that_is_awaited_gets_a_contact_the_day_she_is_born() -> None:
    kit, child = Kit(profile=telling(TJENESTE)), baby(date(2026, 12, 20))
    kit.journal.register([child])
    kit.journal.shift_clock(timedelta(days=18))
    assert kit.take() == [] and contacts_of(kit, child.ident) == []
    kit.journal.shift_clock(timedelta(days=19))
    assert [out.message.type.v for out in kit.take()] == [TJENESTE]
    assert contacts_of(kit, child.ident) == [("helsestasjon", True)]


def test_a_journal_that_tells_of_no_contacts_sends_nothing_at_birth() -> None:
    kit = Kit(profile=replace(telling(TJENESTE), processes={EKONTAKT: "1.2"}))
    kit.journal.register([baby(date(2026, 11, 30))])
    assert kit.take() == []


def test_at_sixteen_she_has_the_youth_service_too_and_one_who_has_moved_has_none() -> None:
    kit = Kit(profile=telling(TJENESTE))
    assert contacts_of(kit, SOELVI.ident) == [("skolehelsetjeneste", True)]
    (left, *_) = kit.done("read_contacts", patient=EMIL.ident)["contacts"]
    kit.done("end_contact", contact=left["id"], last="2026-12-01")
    kit.take()
    kit.journal.shift_clock(years_on(kit, SOELVI.birth_date, 17))
    kit.take()
    assert contacts_of(kit, SOELVI.ident) == [("skolehelsetjeneste", True), ("ungdom", True)]
    assert contacts_of(kit, EMIL.ident) == [("helsestasjon", False)]
    kit.journal.shift_clock(years_on(kit, SOELVI.birth_date, 24))
    assert contacts_of(kit, SOELVI.ident) == [("skolehelsetjeneste", False), ("ungdom", True)]


def years_on(kit: Kit, birth: date, years: int) -> timedelta:
    """How far the clock must go to the middle of August of that year of life."""
    there = kit.base.now().replace(year=birth.year + years, month=8, day=15)
    return there - kit.base.now()


@pytest.mark.parametrize("process", [TJENESTE, HELSEKONTAKT])
def test_a_child_begins_at_school_and_the_contact_follows(process: str) -> None:
    kit = Kit(profile=telling(process))
    (before,) = kit.done("read_contacts", patient=EMIL.ident)["contacts"]
    assert kit.take() == [], "what Helsenorge has already is not told again"
    kit.journal.shift_clock(years_on(kit, EMIL.birth_date, 6))
    everybody = kit.take()
    clean(everybody)
    outs = [out for out in everybody if out.message.patient.ident.id == EMIL.ident]  # type: ignore[union-attr]
    old, new = kit.done("read_contacts", patient=EMIL.ident)["contacts"]
    assert old["id"] == before["id"] and old["last"] and new["last"] is None
    school = kit.world.service("skolehelsetjeneste")
    assert school is not None and new["service"] == school.her_id
    assert len(outs) == (1 if process == TJENESTE else 2)
    if process == TJENESTE:
        (told,) = [one.payload for one in outs[0].message.documents if isinstance(one.payload, TjenesteOversikt)]
        assert [one.id for one in told.services] == [new["id"]]
    kit.journal.attend()
    assert kit.take() == [], "once a day"


def test_nobody_is_in_contact_with_the_dead() -> None:
    kit = Kit(profile=telling(TJENESTE))
    kit.done("register_death", patient=EMIL.ident)
    kit.take()
    kit.journal.attend()
    (told,) = kit.take()
    assert clean([told]) == [""] and told.message.type.v == TJENESTE
    (contact,) = kit.done("read_contacts", patient=EMIL.ident)["contacts"]
    assert contact["last"] == "2026-12-01"
    kit.journal.attend()
    assert kit.take() == []


def test_a_contact_that_staff_open_and_end_is_told() -> None:
    kit = Kit(profile=with_processes("visma_profil", **{TJENESTE: "1.0"}))
    contact = kit.done("start_contact", patient=BIRET.ident)["contact"]
    assert "alt en helsekontakt" in kit.refused("start_contact", patient=BIRET.ident)
    assert "fram i tid" in kit.refused("start_contact", patient=NORA.ident, first="2027-01-01")
    kit.done("end_contact", contact=contact, last="2026-12-01")
    assert "alt avsluttet" in kit.refused("end_contact", contact=contact, last="2026-12-02")
    outs = kit.take()
    assert clean(outs) == ["", ""]
    told = [one.payload for out in outs for one in out.message.documents if isinstance(one.payload, TjenesteOversikt)]
    assert [[(one.id, one.to_date) for one in overview.services] for overview in told] == [
        [(contact, None)], [(contact, date(2026, 12, 1))],
    ]  # fmt: skip


def test_a_file_that_is_no_base64_is_refused() -> None:
    from simulator.journal.refusals import FaultyParams

    with pytest.raises(FaultyParams, match="attachments"):
        Kit().journal.do(
            "start_dialog",
            {"patient": BIRET.ident, "subject": "a", "text": "b", "answerable": True,
             "attachments": [{**PDF, "content_b64": "***"}]},
            str(uuid.uuid4()),
        )  # fmt: skip
