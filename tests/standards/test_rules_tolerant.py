"""What the rules of bus, time and refusal let pass: habits of the common library, and messages already on their way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from standards.exchange import Exchange, Item
from standards.processes import HELSEKONTAKT, HELSEPERSONELL, KOORDINATOR, Process
from standards.rules.engine import judge_exchange, judge_message
from standards.rules.error_queue import CONDITIONS
from standards.rules.model import Severity
from tests.standards import good
from tests.standards.bus_cases import resent, returned
from tests.standards.calendar_cases import again, answer, asked_and_answered, refused, search, wished, youth
from tests.standards.good import EPJ, HN
from tests.standards.test_processes import write


def rules(exchange: Exchange) -> set[str]:
    return {finding.rule for finding in judge_exchange(exchange).findings}


def silent(exchange: Exchange) -> set[str]:
    return {entry.rule for entry in judge_exchange(exchange).not_judged}


def test_an_answer_in_real_time_may_leave_out_reply_to() -> None:
    assert rules(asked_and_answered(lambda item: good.property_of(item, reply_to=""))) == set()


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_conditions_of_both_generations_pass(condition: str) -> None:
    assert rules(returned(condition)) == set()


def test_an_error_message_may_write_its_ids_without_dashes() -> None:
    exchange = returned()
    error = exchange.items[1]
    assert error.envelope is not None
    plain = good.property_of(error, message_id=error.envelope.message_id.replace("-", ""))
    assert rules(Exchange((exchange.items[0], plain))) == set()


@pytest.mark.parametrize("name", ["Service", "service", "Action", "action", "cpaId", "X-MessageInfo-Type"])
def test_optional_properties_are_not_judged(name: str) -> None:
    question = good.sent(HN, good.question())
    receipt = good.item(EPJ, good.receipt(good.question()))
    assert rules(Exchange((good.envelope_of(question, **{name: "Ekontakt"}), receipt))) == set()


@pytest.mark.parametrize(
    "kind",
    [
        "application/pkcs7-mime; smime-type=signed-and-enveloped-data",
        "application/pkcs7-mime; smime-type=enveloped-data",
        "application/soap+xml",
        "text/plain",
    ],
)
def test_every_content_type_of_the_sources_passes(kind: str) -> None:
    question = good.property_of(good.sent(HN, good.question()), content_type=kind)
    assert rules(Exchange((question, good.item(EPJ, good.receipt(good.question()))))) == set()


def test_what_was_on_its_way_when_the_refusal_came_is_not_judged() -> None:
    assert "A22" in silent(refused(*again("p2", 5)))
    assert "AQ-02" in silent(resent("to", seconds=5))


def test_a_question_of_the_citizen_shows_that_they_are_active() -> None:
    asked = good.question()
    items = (good.sent(HN, asked), good.item(EPJ, good.receipt(asked, name="a m1")))
    assert rules(refused(*items, *again("p2", 90))) == set()


def test_a_second_receipt_that_was_sent_on_purpose_makes_nobody_inactive() -> None:
    first, said, *rest = refused(*again("p2", 90)).items
    assert "A22" in rules(Exchange((first, said, *rest)))
    meant = replace(said, deliberate_fault="en kvittering til")
    assert rules(Exchange((first, good.item(HN, good.receipt(good.avtale())), meant, rest[0]))) <= {"AR-05"}


def test_another_citizen_may_still_get_messages() -> None:
    other = good.make_fnr(good.date(2021, 4, 1), 501)
    item, _ = again("p2", 90)
    assert item.envelope is not None
    raw = item.raw.replace(good.CHILD.encode(), other.encode())
    exchange = refused(Item(EPJ, raw, item.envelope, item.time))
    assert "A22" not in rules(exchange)


def test_a_real_time_question_without_an_answer_is_not_judged() -> None:
    exchange = Exchange(asked_and_answered().items[:1])
    assert rules(exchange) == set()
    assert "A20" in silent(exchange)


def test_times_that_nobody_noted_are_not_judged() -> None:
    items = tuple(replace(item, time=None) for item in asked_and_answered())
    assert rules(Exchange(items)) == set()
    assert "A20" in silent(Exchange(items))


def test_a_receipt_is_in_time_whatever_zone_it_is_written_in() -> None:
    question = good.sent(HN, good.question())
    receipt = good.item(EPJ, good.receipt(good.question()))
    raw = question.raw.replace(b"+01:00</GenDate>", b"</GenDate>")
    exchange = Exchange((replace(question, raw=raw), replace(receipt, time=good.NOW + timedelta(hours=95))))
    assert "AR-08" not in rules(exchange)


def test_a_search_over_one_day_is_legal_and_a_youth_may_ask() -> None:
    one_day = search().replace(b"2026-12-29", b"2026-12-01")
    assert judge_message(one_day).findings == ()
    assert judge_message(youth()).findings == ()


def test_a_process_name_that_an_official_example_misprints_is_remarked_on_and_judged_as_meant() -> None:
    right = good.cancel().to_xml()
    misprinted = right.replace(b"AVTALEAVBESTILLING", b"AVTALEBESTILLING")
    verdict = judge_message(misprinted)
    assert ([finding.rule for finding in verdict.findings], verdict.errors) == (["MH-03"], ())
    wrong = judge_message(misprinted.replace(b'V="ART"', b'V="RT"'))
    assert "DM-03" in {finding.rule for finding in wrong.errors}


def corrected(*after: Item) -> Exchange:
    """An appointment that came back on the error queue, and was sent again with a new id on the bus."""
    again = replace(good.sent(EPJ, good.avtale(), name="to"), time=good.NOW + timedelta(seconds=90))
    first = good.sent(EPJ, good.avtale(), name="en")
    return Exchange((first, good.refused_on_queue(first), again, *after))


def test_a_message_that_is_corrected_after_the_error_queue_gets_its_receipt_like_any_other() -> None:
    assert rules(corrected(good.item(HN, good.receipt(good.avtale())))) == set()
    assert rules(corrected()) == {"AR-05"}


def test_a_refusal_in_real_time_may_leave_out_reply_to_and_the_question_may_not() -> None:
    question, answer = asked_and_answered().items
    refusal = replace(answer, raw=answer.raw.replace(b'V="03"', b'V="26"'))
    assert "AQ-01" not in rules(Exchange((question, good.property_of(refusal, reply_to=""))))
    assert "AQ-01" in rules(Exchange((good.property_of(question, reply_to=""), answer)))


def test_the_version_of_a_receipt_that_no_source_states_is_only_remarked() -> None:
    told = good.avtale()
    told = replace(told, type=replace(told.type, v=HELSEKONTAKT.code), documents=told.documents[1:])
    receipt = good.receipt(told).replace(b"apprec/2012-02-15", b"apprec/2004-11-21")
    verdict = judge_exchange(Exchange((good.sent(EPJ, told), good.item(HN, receipt))))
    assert {(finding.rule, finding.severity) for finding in verdict.findings} == {("AR-06", Severity.REMARK)}


@pytest.mark.parametrize(("process", "role"), [(KOORDINATOR, "17"), (HELSEPERSONELL, "21")])
def test_a_citizen_who_goes_on_in_version_1_0_names_the_same_role_as_in_the_question(
    process: Process, role: str
) -> None:
    step = next(each for each in process.steps if each.code == "22" and each.dialog in {"", "1.0"})
    who = f'<RollerRelatertNotat><RoleToPatient V="{role}" S="2.16.578.1.12.4.1.1.9034"/><HealthcareProfessional/>'
    raw = write(process, step).decode().replace("</Notat>", f"{who}</RollerRelatertNotat></Notat>")
    assert [finding for finding in judge_message(raw.encode()).findings if finding.rule == "DM-07"] == []


@pytest.mark.parametrize("status", ["Cancelled", "cancelled"])
def test_a_status_in_small_letters_means_what_it_says(status: str) -> None:
    off = good.avtale("08").to_xml().decode().replace("CONFIRMED", "CANCELLED")
    listed = answer("01", good.visit("CANCELLED"))().decode()
    for raw in (off, listed):
        assert judge_message(raw.replace("CANCELLED", status).encode()).errors == ()


def test_the_same_person_may_have_got_another_type_of_number() -> None:
    asked, receipt, answer_item, last = good.dialog_thread()[:4]
    raw = answer_item.raw.replace(b'<TypeId V="FNR"', b'<TypeId V="DNR"').replace(good.CHILD.encode(), b"44688500732")
    exchange = Exchange((asked, receipt, replace(answer_item, raw=raw), last))
    assert "MH-14" not in rules(exchange)
    assert "MH-14" in silent(exchange)


def test_a_planned_visit_is_cancelled_by_its_own_ids() -> None:
    listed = good.item(EPJ, answer("01", good.visit("TENTATIVE"))(), subject="DIALOG_INNBYGGER_TIMERESERVASJON")
    assert "A13" not in rules(Exchange((listed, good.sent(HN, good.cancel()))))
    assert "A13" in rules(Exchange((listed, good.sent(HN, good.cancel(related_to=good.uid("rel"))))))


def test_a_person_asked_about_without_a_number_is_only_remarked() -> None:
    one = '<Person><FamilyName xmlns="http://www.kith.no/xmlstds/felleskomponent1">Lie</FamilyName></Person>'
    raw = good.status_query().to_xml().decode()
    start = raw.index("<Personer")
    listed = raw[start:].partition("/>")
    verdict = judge_message(f"{raw[:start]}{listed[0]}>{one}</Personer>{listed[2]}".encode())
    assert [(finding.rule, finding.severity) for finding in verdict.findings] == [("MH-06", Severity.REMARK)]


@pytest.mark.parametrize("code", ["RT", "OET", "ART"])
def test_codes_that_no_source_lists_for_the_young_fail_nobody(code: str) -> None:
    asked = youth().replace(b'V="OT"', f'V="{code}"'.encode())
    verdict = judge_message(asked)
    assert [finding.rule for finding in verdict.findings] == ["DM-03"]
    assert verdict.errors == ()


def test_an_answer_that_no_source_lists_for_the_young_fails_nobody() -> None:
    verdict = judge_exchange(wished("08", process="TIMEONSKEUNGDOM"))
    assert {(finding.rule, finding.severity) for finding in verdict.findings} == {("DM-12", Severity.REMARK)}


def test_a_notice_without_its_thread_is_only_remarked_since_no_source_names_its_code() -> None:
    verdict = judge_message(good.message("EKONTAKT", good.request("VUS")).to_xml())
    assert [finding.rule for finding in verdict.findings if finding.rule == "MH-08"] == ["MH-08"]
    assert verdict.errors == ()
