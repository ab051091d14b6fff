"""Each fault is off until asked for, does what its text says so many times as asked, and is off again by itself."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest

from simulator.certificates.directory import Spares
from simulator.faults.catalogue import UnknownFault, catalogue, find, kinds, nearest
from simulator.faults.switchboard import order
from simulator.journal.refusals import FaultyParams
from standards.cms import decrypt, verify
from standards.exchange import Role
from standards.rules.engine import judge_message
from tests.simulator import fault_drives as drives
from tests.simulator import fault_drives_of_times as times
from tests.simulator import protection_kit as cms
from tests.simulator import receipt_drives, visit_cases
from tests.simulator.fault_drives import KARI, NORA, TEXT, Drive, Faulty, Seen, faulty

Says = Callable[[Seen], bool]


def differs(path: str, right: str, kind: str = "MsgHead") -> Says:
    return lambda seen: any(value != right for value in seen.values(path, kind)) or not seen.values(path, kind)


def is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def says(condition: str) -> Says:
    """The receiver's word on how a message is signed and encrypted; empty when it takes it."""
    return lambda seen: seen.about["condition"] == condition


def _certificates(seen: Seen) -> int:
    """How many certificates go with the signature; the authority's stands before that of who signed."""
    here = cms.directory()
    signed = verify(decrypt(seen.about["wrapped"].carried.raw, here.identities(cms.THEIRS)).content)
    return len(signed.certificates)


CASES: dict[str, tuple[Drive, Says]] = {
    # transport
    "dead_letter": (drives.ask, lambda s: not s.kit.completed and not s.sent),
    "duplicate_new_message_id": (drives.book, lambda s: _twins(s) == (1, 2)),
    "duplicate_same_message_id": (drives.book, lambda s: len(s.sent) == 2 and _twins(s) == (1, 1)),
    "late_sync_answer": (drives.home_visits, lambda s: any(one.seconds >= 15 for one in s.sent)),
    "latency": (drives.book, lambda s: any(0.2 <= one.seconds <= 2 for one in s.sent)),
    "lock_runs_out": (drives.ask, lambda s: not s.kit.completed and len(s.receipts) == 1),
    "lost_on_arrival": (drives.ask, lambda s: s.kit.completed and not s.sent),
    "lost_on_the_way": (drives.book, lambda s: not s.sent),
    "out_of_order": (drives.cancelled_by_citizen, lambda s: s.sent[0].message.envelope.subject != "APPREC"),
    "reset_after_send": (drives.book, lambda s: s.sent[0].breaks),
    "slow_close": (drives.book, lambda s: s.sent[0].lingers == 2),
    "truncated_body": (drives.book, lambda s: not s.sent[0].message.body.endswith(b"</MsgHead>")),
    # signed and encrypted
    "authority_first": (cms.sent, lambda s: not s.about["condition"] and _certificates(s) == 2),
    "detached_signature": (cms.sent, says("transport:invalid-cms-pkcs")),
    "encrypts_before_signing": (cms.sent, says("transport:invalid-cms-pkcs")),
    "encrypts_to_another": (cms.sent, says("transport:invalid-certificate")),
    "encrypts_with_3des": (cms.sent, says("transport:decryption-failed")),
    "sends_unencrypted": (cms.sent, says("transport:invalid-field-value")),
    "sends_unprotected": (cms.sent, says("transport:invalid-field-value")),
    "sends_unsigned": (cms.sent, says("transport:invalid-field-value")),
    "signature_does_not_fit": (cms.sent, says("transport:invalid-signature")),
    "signs_with_expired": (cms.sent, says("transport:expired-certificate")),
    "signs_with_revoked": (cms.sent, says("transport:revoked-certificate")),
    "signs_with_self_made": (cms.sent, says("transport:invalid-certificate")),
    "signs_with_unregistered": (cms.sent, says("transport:invalid-certificate")),
    "signs_with_wrong_usage": (cms.sent, says("transport:invalid-certificate")),
    "takes_any_certificate": (cms.signed_by(Spares.for_encryption), says("")),
    "takes_any_signer": (cms.signed_by(Spares.unpublished), says("")),
    "takes_expired": (cms.signed_by(Spares.expired), says("")),
    "takes_revoked": (cms.signed_by(Spares.revoked), says("")),
    "takes_unprotected": (cms.unprotected, says("")),
    "wrong_content_type": (cms.sent, says("transport:invalid-field-value")),
    # receipts
    "no_apprec": (drives.ask, lambda s: not s.sent),
    "two_apprecs": (drives.ask, lambda s: len(s.receipts) == 2 and len(set(s.texts("Id", "AppRec"))) > 6),
    "apprec_1_0": (drives.ask, lambda s: "2012" not in s.texts("MIGversion", "AppRec")[0]),
    "wrong_original_msg_id": (
        drives.ask,
        lambda s: s.about["thread"] not in [r.findtext("{*}OriginalMsgId/{*}Id") for r in s.receipts],
    ),
    "apprec_not_mirrored": (
        drives.ask,
        lambda s: s.receipts[0].findtext("{*}Sender/{*}HCP/{*}Inst/{*}Id") == s.kit.world.helsenorge.parent_her_id,
    ),
    "status_2_without_error": (drives.ask, lambda s: s.values("Status/@V", "AppRec") == ["2"] and not _errors(s)),
    "status_1_with_error": (drives.ask, lambda s: s.values("Status/@V", "AppRec") == ["1"] and _errors(s) > 0),
    "apprec_own_date": (drives.ask, lambda s: s.texts("IssueDate", "AppRec") != ["2026-12-01T08:00:00+00:00"]),
    # head
    "ack_n": (drives.book, differs("MsgInfo/Ack/@V", "J")),
    "wrong_type": (drives.book, differs("MsgInfo/Type/@V", "DIALOG_INNBYGGER_AVTALEUTSENDING")),
    "wrong_subject": (
        drives.book,
        lambda s: s.sent[0].message.envelope.subject != "DIALOG_INNBYGGER_AVTALEUTSENDING",
    ),
    "one_level_sender": (
        drives.book,
        lambda s: s.messages[0].find("{*}MsgInfo/{*}Sender/{*}Organisation/{*}Organisation") is None,
    ),
    "msg_id_no_uuid": (drives.book, lambda s: not is_uuid(s.texts("MsgId")[0])),
    "same_msg_id_again": (
        drives.moved,
        lambda s: _times_sent(s) > 1,
    ),
    "no_patient": (drives.book, lambda s: not s.texts("Patient")),
    "wrong_oid": (drives.book, differs("Patient/Ident/TypeId/@S", "2.16.578.1.12.4.1.1.8116")),
    "gen_date_wrong_offset": (drives.book, lambda s: s.texts("GenDate")[0].endswith("+03:00")),
    "gen_date_no_offset": (drives.book, lambda s: len(s.texts("GenDate")[0]) == 19),
    "wrong_from_her_id": (
        drives.book,
        lambda s: s.sent[0].message.envelope.from_her_id != s.kit.world.default.her_id,
    ),
    # thread
    "no_thread_refs": (drives.once_answered, lambda s: not s.texts("ConversationRef")),
    "wrong_thread": (drives.once_answered, lambda s: s.texts("RefToConversation") != [s.about["thread"]]),
    "parent_is_the_first": (drives.answered, lambda s: s.texts("RefToParent") == [s.about["thread"]]),
    "thread_on_first": (drives.book, lambda s: bool(s.texts("ConversationRef"))),
    # dialog
    "request_list_oid": (drives.book, differs("TypeForesp/@S", "2.16.578.1.12.4.1.1.7602")),
    "wrong_kodeverk": (drives.once_answered, differs("TemaKodet/@S", "2.16.578.1.12.4.1.1.7602")),
    "echoes_the_question": (drives.once_answered, lambda s: TEXT in s.texts("TekstNotatInnhold")[0]),
    "empty_elements": (drives.once_answered, lambda s: s.texts("Tema") == [""]),
    "answers_from_the_first_service": (
        drives.asked_at_school,
        lambda s: s.about["first"] in s.texts("Id") and s.about["school"] not in s.texts("Id"),
    ),
    "pasientrelasjon_in_answer": (
        drives.once_answered,
        lambda s: len(s.texts("Document")) > 1,
    ),
    "escaped_twice": (drives.once_answered, lambda s: "&amp;" in s.texts("TekstNotatInnhold")[0]),
    # calendar
    "missing_contact": (drives.book, lambda s: not s.texts("contact")),
    "owner_is_the_first_service": (
        drives.book_at_the_midwife,
        lambda s: s.calendar("contact") == s.kit.world.default.her_id,
    ),
    "missing_uid": (drives.book, lambda s: not s.texts("uid")),
    "new_uid_each_time": (drives.moved, lambda s: s.calendar("uid") != s.about["before"]),
    "related_to_lost": (drives.book, lambda s: not s.texts("related-to")),
    "uid_no_uuid": (drives.book, lambda s: not is_uuid(s.calendar("uid"))),
    "ends_before_it_begins": (drives.book, lambda s: s.calendar("dtend") < s.calendar("dtstart")),
    "marked_cancelled": (drives.book, lambda s: "CANCELLED" in s.calendar("status")),
    "zone_in_times": (drives.book, lambda s: "+" in s.calendar("dtstart")),
    # error queue
    "error_with_body": (drives.unreadable, lambda s: s.sent[0].message.body != b""),
    "error_with_same_id": (
        drives.unreadable,
        lambda s: s.sent[0].message.envelope.message_id == s.sent[0].message.envelope.original_message_id,
    ),
    # REST
    "put_new_id_each_time": (drives.put_moved, lambda s: len({one for one, _ in s.about["puts"]}) > 1),
    "put_no_cancelled": (drives.put_called_off, lambda s: len(s.about["puts"]) == 1),
    "put_names_another": (
        drives.put_booked,
        lambda s: NORA.ident not in json.dumps(s.about["puts"][0][1]["participant"]),
    ),
    "put_no_show_kept": (drives.put_stayed_away, lambda s: s.about["puts"][-1][1]["status"] == "booked"),
    "put_no_offset": (drives.put_booked, lambda s: len(s.about["puts"][0][1]["start"]) == 19),
    "put_status_kept": (drives.put_called_off, lambda s: s.about["puts"][-1][1]["status"] == "booked"),
    "put_under_other_id": (drives.put_booked, lambda s: s.about["puts"][0][0] != s.about["puts"][0][1]["id"]),
    # domain: what comes
    "forgets_the_journal": (drives.ask, lambda s: not _filed(s, "nora")),
    "stores_what_it_rejects": (drives.broken, lambda s: s.about["new"] > 0),
    "files_on_the_sibling": (drives.ask, lambda s: not _filed(s, "nora")),
    "files_on_the_parent": (drives.ask, lambda s: not _filed(s, "nora") and _filed(s, "kari")),
    "loses_who_acted": (drives.ask, lambda s: s.entries()[-1]["acting_id"] is None),
    "forgets_attachments": (drives.ask, lambda s: not s.entries()[-1]["attachments"]),
    "loses_the_thread": (drives.in_thread, lambda s: s.about["messages"] == 2),
    "loses_sami_letters": (drives.ask, lambda s: "?áhppe" in s.entries()[-1]["text"]),
    "cuts_long_texts": (drives.ask, lambda s: s.entries()[-1]["text"] == TEXT[:20]),
    "accepts_everything": (drives.broken, lambda s: s.values("Status/@V", "AppRec") == ["1"]),
    "rejects_everything": (drives.ask, lambda s: s.values("Status/@V", "AppRec") == ["2"]),
    "no_access_log": (drives.looks, lambda s: s.about["logged"] == 0),
    # domain: what goes
    "loses_norwegian_letters": (drives.once_answered, lambda s: "h?per" in s.texts("TekstNotatInnhold")[0]),
    "answers_the_old_representative": (drives.once_answered, lambda s: KARI.ident in s.texts("Id")),
    "writes_to_the_parent_of_a_grown_up": (
        drives.grown_up,
        lambda s: drives.SOELVI.ident not in s.texts("Id"),
    ),
    "answers_after_refusing": (drives.turned_down, lambda s: s.codes == ["26", "19"]),
    "rejects_instead_of_26": (
        drives.turned_down,
        lambda s: not s.codes and s.values("Status/@V", "AppRec") == ["2"],
    ),
    # domain: the timebok
    "frees_no_slot": (drives.called_off, lambda s: s.about["status"] == "planned"),
    "has_one_id_for_each_patient": (drives.book, receipt_drives.own_id),
    "cuts_long_places": (receipt_drives.book_far_away, lambda s: "rom 3014" not in s.calendar("location")),
    "names_the_whole_class": (receipt_drives.book_together, lambda s: ", " in s.calendar("summary")),
    "last_receipt_counts": (receipt_drives.answered_twice, lambda s: s.about["status"] == "avvist"),
    "drops_late_receipts": (receipt_drives.answered_late, lambda s: s.about["status"] == "sendt"),
    "forgets_what_is_unanswered": (receipt_drives.unanswered, lambda s: not s.about["listed"]),
    "tells_what_parents_must_not_see": (receipt_drives.book_in_secret, lambda s: len(s.messages) == 1),
    "double_books": (drives.book_twice, lambda s: s.about["done"] == ["done", "done"]),
    "off_by_an_hour": (drives.book_in_summer, lambda s: s.calendar("dtstart") < s.about["start"]),
    "approves_unasked": (drives.cancelled_with_approval, lambda s: "08" in s.codes),
    "asks_needlessly": (drives.cancelled_by_citizen, lambda s: not s.codes and s.about["cancellation"] == "waiting"),
    "refuses_by_itself": (drives.cancelled_by_citizen, lambda s: s.codes == ["09"]),
    "moves_by_cancelling": (drives.moved, lambda s: s.codes == ["08", "05"]),
    "moves_silently": (drives.moved, lambda s: s.codes == []),
    "moves_twice": (drives.moved, lambda s: s.codes == ["07", "07"]),
    "cancels_silently": (drives.called_off, lambda s: s.codes == []),
    "no_11": (drives.stayed_away, lambda s: s.codes == []),
    "no_show_as_cancelled": (drives.stayed_away, lambda s: s.codes == ["08"]),
    "sends_after_e35": (drives.e35, lambda s: s.codes == ["05"]),
    "stays_inactive": (drives.comes_back, lambda s: s.codes == []),
    # domain: cancellations
    "cancels_on_the_wrong_child": (times.cancelled_on_the_other_child, lambda s: s.codes == ["08"]),
    "demands_a_reason": (times.cancelled_without_words, lambda s: s.values("Status/@V", "AppRec") == ["2"]),
    "demands_a_representative": (times.cancelled_alone, lambda s: s.values("Status/@V", "AppRec") == ["2"]),
    # domain: free times and wishes
    "search_comes_to_nothing": (times.looked_for, lambda s: not s.about["found"]),
    "says_03_without_times": (times.looked_in_vain, lambda s: s.codes == ["03"]),
    "offers_outside_the_period": (
        times.looked_for,
        lambda s: any(not event.start.startswith(str(times.DAY)) for event in s.about["events"]),
    ),
    "forgets_must_call": (times.looked_for_phone, lambda s: "MustCall" not in s.calendar("categories")),
    "offers_what_is_closed": (times.looked_for_closed, lambda s: s.about["found"]),
    "offers_what_is_taken": (times.looked_for_taken, lambda s: s.about["found"]),
    "books_another_time": (times.reserved, lambda s: not s.about["right"]),
    "confirms_what_is_gone": (times.reserved_too_late, lambda s: s.codes == ["05"]),
    "takes_broken_bookings": (times.reserved_brokenly, lambda s: s.values("Status/@V", "AppRec") == ["1"]),
    "books_before_approval": (times.reserved_with_approval, lambda s: s.codes == ["05"]),
    "refuses_to_cancel_what_was_booked": (times.reserved_and_cancelled, lambda s: s.codes == ["09"]),
    "lists_the_changed_only": (
        drives.two_contacts,
        lambda s: len(s.messages) == 2 and sum(len(list(one.iter("{*}Tjeneste"))) for one in s.messages) == 2,
    ),
    "tells_no_contact": (drives.two_contacts, lambda s: len(s.messages) < 2),
    "opens_every_door": (drives.another_service_reads, lambda s: s.about["outcome"] == "done"),
    "reminds_the_dead": (drives.dies, lambda s: s.codes == ["05"]),
}
CASES |= visit_cases.CASES
SCHEMA_RULES = ("A12", "A11", "DM-08", "MH-06", "MH-02", "MH-03", "MH-04", "MH-07", "DM-03", "A10", "A34")


def _twins(seen: Seen) -> tuple[int, int]:
    """How many documents, and how many message-ids."""
    return len({one.message.body for one in seen.sent}), len({one.message.envelope.message_id for one in seen.sent})


def _errors(seen: Seen) -> int:
    return len(seen.texts("Error", "AppRec"))


def _times_sent(seen: Seen) -> int:
    (msg_id,) = seen.texts("MsgId")
    return sum(row["msg_id"] == msg_id for row in seen.kit.transport())


def _filed(seen: Seen, whose: str) -> bool:
    return any(entry["msg_id"] == seen.about["thread"] for entry in seen.entries(whose))


def test_every_fault_has_a_test() -> None:
    assert set(CASES) == set(catalogue()) and len(CASES) >= 45


@pytest.mark.parametrize("fault", catalogue())
def test_it_is_off_and_strikes_once_and_is_off_again(fault: str) -> None:
    drive, says = CASES[fault]
    assert not says(drive(faulty(fault))), "seen although it is off"
    kit = faulty(fault)
    kit.turn_on(fault, next=1)
    assert says(drive(kit)), "not seen although it is on"
    assert kit.active() == []
    assert not says(drive(kit)), "still seen after its one time"


@pytest.mark.parametrize(
    "fault",
    [f.id for f in catalogue().values() if set(f.caught_by) & set(SCHEMA_RULES) and not f.id.startswith("put_")],
)
def test_the_rules_see_it_in_the_bytes(fault: str) -> None:
    kit = faulty(fault)
    kit.turn_on(fault)
    found = {
        finding.rule
        for one in CASES[fault][0](kit).sent
        for finding in judge_message(one.message.body, sender=Role.EPJ, envelope=one.message.envelope).findings
    }
    named = set(find(fault).caught_by) & set(SCHEMA_RULES)
    if kinds()[fault] != "domain" and fault not in ("same_msg_id_again", "duplicate_new_message_id"):
        assert found & named, found


def test_it_strikes_as_many_times_as_asked_and_is_remembered_with_the_area(tmp_path) -> None:  # type: ignore[no-untyped-def]
    kit = Faulty(path=tmp_path / "area.sqlite")
    kit.turn_on("no_apprec", next=2, seed=7)
    drives.ask(kit)
    (one,) = kit.active()
    assert (one.left, one.struck, one.seed) == (1, 1, 7)
    kit.journal.close()
    again = Faulty(path=tmp_path / "area.sqlite")
    assert [one.left for one in again.active()] == [1]
    assert not drives.ask(again).sent and drives.ask(again).receipts
    again.turn_on("ack_n")
    again.journal.reset(())
    assert again.active() == []


def test_a_fault_that_has_nothing_to_do_keeps_its_times() -> None:
    kit = Faulty()
    kit.turn_on("no_show_as_cancelled", next=1)
    drives.book(kit)
    assert [one.left for one in kit.active()] == [1]


def test_two_faults_strike_together_and_one_may_be_turned_off() -> None:
    kit = Faulty()
    kit.turn_on("ack_n")
    kit.turn_on("missing_uid")
    seen = drives.book(kit)
    assert seen.values("MsgInfo/Ack/@V") == ["N"] and not seen.texts("uid")
    kit.journal.view(lambda unit: kit.board.turn_off(unit, "ack_n"))
    assert drives.book(kit).values("MsgInfo/Ack/@V") == ["J"]
    assert [one.id for one in kit.active()] == ["missing_uid"]


def test_the_same_seed_gives_the_same() -> None:
    def cut(seed: int) -> float:
        kit = Faulty()
        kit.turn_on("latency", seed=seed)
        return drives.book(kit).sent[0].seconds

    assert cut(1) == cut(1) != cut(2)


def test_what_staff_were_refused_costs_no_strike() -> None:
    kit = Faulty()
    kit.turn_on("no_access_log", next=1)
    kit.refused("register_no_show", appointment="finnes-ikke")
    assert [one.left for one in kit.active()] == [1]


def test_unknown_names_and_faulty_parameters_are_told() -> None:
    with pytest.raises(UnknownFault) as told:
        order({"id": "no_aprec"})
    assert "no_apprec" in str(told.value) and len(nearest("no_aprec")) == 3
    faulty_orders = (
        {"id": "latency", "next": 0},
        {"id": "latency", "next": True},
        {"id": "latency", "seed": "x"},
        {"id": "latency", "params": {"most": 1}},
        {"id": "latency", "params": {"most_ms": "lenge"}},
        {"id": "latency", "params": {"most_ms": -1}},
        {"id": "latency", "params": [1]},
        {"id": "latency", "times": 1},
    )
    for one in faulty_orders:
        with pytest.raises(FaultyParams):
            order(one)


def test_texts_are_for_people() -> None:
    for fault in catalogue().values():
        assert fault.title and not fault.title.endswith(".") and fault.noticed.endswith("."), fault.id
        assert "\n" not in fault.noticed and len(fault.noticed) <= 130, fault.id
