"""Where a message rule stays silent, and where both readings of the sources pass."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from standards.rules.engine import MessageVerdict, judge_message
from standards.rules.model import Severity
from tests.standards import good
from tests.standards.good import EPJ, HN
from tests.standards.rule_cases import change


def rules(verdict: MessageVerdict) -> set[str]:
    return {finding.rule for finding in verdict.findings}


def silent(verdict: MessageVerdict) -> set[str]:
    return {item.rule for item in verdict.not_judged}


GOOD = (
    good.question(),
    good.question(good.acting()),
    good.question(good.attachment()),
    good.reply(good.attachment()),
    good.follow_up(),
    good.own_start(),
    *(good.avtale(code) for code in ("05", "07", "08", "11")),
    good.cancel(),
    good.cancel(good.acting()),
    good.cancel_answer("08"),
    good.cancel_answer("09"),
    good.status_query(),
)


@pytest.mark.parametrize("message", GOOD, ids=lambda message: f"{message.type.v} {message.dialog.code}")
def test_good_messages_have_no_findings(message: good.Hodemelding) -> None:
    verdict = judge_message(message.to_xml())
    assert verdict.schema == "valid"
    assert verdict.findings == ()
    assert verdict.not_judged == ()


def test_the_verdict_says_what_the_message_is() -> None:
    verdict = judge_message(good.cancel().to_xml())
    assert (verdict.type, verdict.code, verdict.direction) == ("DIALOG_INNBYGGER_AVTALEAVBESTILLING", "ART", HN)
    assert verdict.msg_id == good.uid("c1")


def test_a_fact_about_the_sender_beats_the_codes_but_a_hint_does_not() -> None:
    raw = good.question().to_xml()
    assert rules(judge_message(raw, sender=EPJ)) == {"DM-03"}
    assert judge_message(raw, sender_hint=EPJ).findings == ()


def test_an_unknown_process_is_judged_by_the_head_alone() -> None:
    raw = change(good.cancel().to_xml(), "AVTALEAVBESTILLING", "AVTALEAVBESTILING")
    verdict = judge_message(raw)
    assert [(finding.rule, finding.severity) for finding in verdict.findings] == [("MH-03", Severity.REMARK)]
    assert "DIALOG_INNBYGGER_AVTALEAVBESTILLING" in verdict.findings[0].expected
    assert {"DM-01", "DM-03", "DM-04", "MH-07", "MH-08", "MH-09"} <= silent(verdict)


def test_her_id_of_a_person_under_the_list_of_organisations_is_a_remark() -> None:
    text = good.question().to_xml().decode()
    level2 = text[
        text.index("<Organisation>", text.index("Fjordvik")) : text.index("</Organisation>", text.index("8210011"))
    ]
    person = (
        "<HealthcareProfessional><FamilyName>Lie</FamilyName><GivenName>Ada</GivenName>"
        + level2[level2.index("<Ident>") :]
        + "</HealthcareProfessional>"
    )
    verdict = judge_message(text.replace(level2 + "</Organisation>", person).encode())
    assert verdict.schema == "valid"
    assert [(finding.rule, finding.severity) for finding in verdict.findings] == [("MH-04", Severity.REMARK)]


def test_one_level_only_is_an_error() -> None:
    text = good.question().to_xml().decode()
    start = text.index("<Organisation>", text.index("Fjordvik"))
    end = text.index("</Organisation>", start) + len("</Organisation>")
    assert rules(judge_message((text[:start] + text[end:]).encode())) == {"MH-04"}


def test_real_time_messages_with_ack_j_are_a_remark_as_the_examples_do_it() -> None:
    raw = good.message("TIMERESERVASJON", good.request("HBT")).to_xml()
    verdict = judge_message(raw)
    assert [(finding.rule, finding.severity) for finding in verdict.findings] == [("MH-07", Severity.REMARK)]
    assert judge_message(change(raw, '<Ack V="J" DN="Ja"/>', '<Ack V="N" DN="Nei"/>')).findings == ()


def test_a_moved_appointment_may_say_duration_instead_of_end() -> None:
    raw = change(
        good.avtale().to_xml(),
        "<dtend><date-time>2026-12-01T10:30:00</date-time></dtend>",
        "<duration><duration>PT30M</duration></duration>",
    )
    assert [finding.severity for finding in judge_message(raw).findings] == [Severity.REMARK]


def test_an_error_queue_message_has_nothing_to_judge() -> None:
    refusal = good.refused_on_queue(good.sent(HN, good.question()))
    verdict = judge_message(refusal.raw, envelope=refusal.envelope)
    assert (verdict.schema, verdict.findings) == ("valid", ())


def test_other_documents_are_only_judged_by_schema() -> None:
    verdict = judge_message(b'<Bundle xmlns="urn:example"/>')
    assert verdict.schema == "invalid"
    assert rules(verdict) == {"MH-01"}


def test_many_schema_faults_are_cut_short() -> None:
    raw = change(good.question().to_xml(), "</MsgInfo>", "</MsgInfo>" + "<Document/>" * 50)
    verdict = judge_message(raw)
    faults = [finding for finding in verdict.findings if finding.rule == "MH-01"]
    assert len(faults) == 21
    assert "innvendinger til" in faults[-1].problem or "innvendinger til" in faults[0].problem


def test_nothing_that_comes_makes_the_rules_fail() -> None:
    chance = random.Random(7)
    for message in GOOD:
        for _ in range(8):
            verdict = judge_message(_mutant(message.to_xml(), chance), sender=chance.choice([None, EPJ, HN]))
            assert verdict.schema in {"valid", "invalid", "not-well-formed"}


def _mutant(raw: bytes, chance: random.Random) -> bytes:
    root = etree.fromstring(raw)
    victim = chance.choice([element for element in root.iter(etree.Element) if element.getparent() is not None])
    parent = victim.getparent()
    assert parent is not None
    match chance.randrange(4):
        case 0:
            parent.remove(victim)
        case 1:
            victim.text = chance.choice(["", "æ" * 50, "0"])
        case 2:
            victim.attrib.clear()
        case _:
            parent.append(etree.fromstring(etree.tostring(victim)))
    return etree.tostring(root)
