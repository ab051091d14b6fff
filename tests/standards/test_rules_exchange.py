"""What the exchange rules let pass, and what they say of conversations that are not whole."""

from __future__ import annotations

from standards.exchange import Exchange, Item
from standards.rules.engine import ExchangeVerdict, judge_exchange
from standards.rules.model import Severity
from tests.standards import good
from tests.standards.good import EPJ, HN, item, sent
from tests.standards.rule_cases import change


def judge(*items: Item, complete: bool = True) -> ExchangeVerdict:
    return judge_exchange(Exchange(items), complete=complete)


def rules(verdict: ExchangeVerdict) -> set[str]:
    return {finding.rule for finding in verdict.findings}


def silent(verdict: ExchangeVerdict) -> set[str]:
    return {entry.rule for entry in verdict.not_judged}


def test_an_empty_exchange_has_no_findings() -> None:
    assert judge() == ExchangeVerdict()


def test_findings_name_the_message_and_whose_breach_it_is() -> None:
    verdict = judge(sent(HN, good.question()))
    (finding,) = verdict.findings
    assert (finding.rule, finding.item, finding.by) == ("AR-05", 0, EPJ)


def test_a_missing_receipt_is_not_judged_while_more_may_come() -> None:
    verdict = judge(sent(HN, good.question()), complete=False)
    assert rules(verdict) == set()
    assert "AR-05" in silent(verdict)


def test_the_same_delivery_twice_counts_once() -> None:
    question = sent(HN, good.question(), name="samme")
    answer = item(EPJ, good.receipt(good.question()), name="samme kvittering")
    assert judge(question, question, answer, answer).findings == ()


def test_the_same_message_delivered_anew_still_gets_one_receipt() -> None:
    once, again = sent(HN, good.question(), name="en"), sent(HN, good.question(), name="to")
    receipt = item(EPJ, good.receipt(good.question()))
    assert judge(once, receipt, again).findings == ()
    verdict = judge(once, receipt, again, item(EPJ, good.receipt(good.question(), name="a2")))
    assert rules(verdict) == {"AR-05"}


def test_the_error_queue_may_stand_for_a_receipt() -> None:
    broken = item(HN, good.question().to_xml(), subject="DIALOG_INNBYGGER_EKONTAKT", fault="annen avsender")
    assert judge(broken, good.refused_on_queue(broken, "abuse:spoofing-attack")).findings == ()


def test_an_error_message_may_write_the_id_without_dashes() -> None:
    broken = sent(HN, good.question(), fault="annen avsender")
    refusal = good.refused_on_queue(broken)
    assert broken.envelope is not None
    plain = good.envelope_of(refusal, originalMessageId=broken.envelope.message_id.replace("-", ""))
    assert judge(broken, plain).findings == ()


def test_a_message_cannot_both_be_accepted_and_come_back_on_the_error_queue() -> None:
    question = sent(HN, good.question())
    verdict = judge(question, item(EPJ, good.receipt(good.question())), good.refused_on_queue(question))
    assert [finding.severity for finding in verdict.findings] == [Severity.ERROR]


def test_both_answers_to_a_message_broken_on_purpose_is_a_remark() -> None:
    broken = sent(HN, good.question(), fault="Meldingen er sendt på nytt")
    verdict = judge(broken, item(EPJ, good.receipt(good.question())), good.refused_on_queue(broken))
    assert [finding.severity for finding in verdict.findings] == [Severity.REMARK]


def test_a_message_broken_on_purpose_is_spared_but_must_be_answered() -> None:
    raw = change(good.question().to_xml(), good.uid("m1"), "melding-1")
    broken = item(HN, raw, subject="DIALOG_INNBYGGER_EKONTAKT", fault="MsgId er ikke UUID")
    assert rules(judge(broken)) == {"AR-05"}


def test_a_receipt_may_concern_a_message_that_cannot_be_read() -> None:
    broken = item(HN, good.question().to_xml()[:-9], subject="DIALOG_INNBYGGER_EKONTAKT", fault="ikke velformet")
    verdict = judge(broken, item(EPJ, good.receipt(good.question(), refused="T01")))
    assert verdict.findings == ()
    assert "AR-02" in silent(verdict)


def test_a_receipt_for_a_real_time_message_is_an_error() -> None:
    asked = good.message("TIMERESERVASJON", good.request("HBT"))
    assert judge(sent(HN, asked)).findings == ()
    assert rules(judge(sent(HN, asked), item(EPJ, good.receipt(asked)))) == {"AR-05"}


def test_receipts_for_unknown_processes_are_not_demanded() -> None:
    verdict = judge(sent(HN, good.message("NOENOEANNET", good.request("HE"))))
    assert verdict.findings == ()
    assert "AR-05" in silent(verdict)


def test_without_envelopes_the_bus_is_not_judged() -> None:
    verdict = judge(*map(good.without_envelope, good.dialog_thread()))
    assert verdict.findings == ()
    assert {"A02", "MH-05"} <= silent(verdict)


def test_an_early_question_may_be_answered_after_a_later_one() -> None:
    second = good.follow_up("m2", answers=("m1", "m1"))
    late = good.reply(name="m3", answers=("m1", "m1"))
    items = []
    for sender, what in ((HN, good.question()), (HN, second), (EPJ, late)):
        items += [sent(sender, what), item(sender.other, good.receipt(what, name=f"a {what.msg_id}"))]
    assert judge(*items).findings == ()


def test_a_thread_that_began_before_the_exchange_is_not_judged() -> None:
    verdict = judge(sent(EPJ, good.reply()), complete=False)
    assert verdict.findings == ()
    assert "MH-08" in silent(verdict)


def test_an_opening_code_in_a_known_thread_is_a_remark() -> None:
    again = good.message("EKONTAKT", good.request("HE", text="En ting til"), name="m2", answers=("m1", "m1"))
    verdict = judge(
        *(sent(HN, good.question()), item(EPJ, good.receipt(good.question()))),
        *(sent(HN, again), item(EPJ, good.receipt(again, name="a2"))),
    )
    assert [(finding.rule, finding.severity) for finding in verdict.findings] == [("MH-08", Severity.REMARK)]


def test_a_cancellation_that_waits_for_staff_is_not_judged() -> None:
    verdict = judge(*good.appointment_thread()[:4])
    assert verdict.findings == ()
    assert "A14" in silent(verdict)


def test_a_cancellation_of_something_never_sent_here_is_not_judged() -> None:
    verdict = judge(sent(HN, good.cancel()), item(EPJ, good.receipt(good.cancel())))
    assert verdict.findings == ()
    assert "A13" in silent(verdict)


def test_a_refusal_by_26_is_an_answer_to_a_cancellation() -> None:
    refusal = good.message("AVTALEAVBESTILLING", good.note("26"), name="c2", sender=EPJ, answers=("c1", "c1"))
    items = good.appointment_thread()
    verdict = judge(*items[:4], sent(EPJ, refusal), item(HN, good.receipt(refusal, name="a9")))
    assert verdict.findings == ()


def test_who_wrote_is_not_guessed() -> None:
    verdict = judge(*good.dialog_thread())
    assert verdict.findings == ()
    assert "PR-01" in silent(verdict)


def test_mirroring_of_a_broken_message_is_only_a_remark() -> None:
    broken = sent(HN, good.question(), fault="feil mottaker")
    answer = item(EPJ, change(good.receipt(good.question(), refused="E10"), "8210001", "8210002"))
    verdict = judge(broken, answer)
    assert [(finding.rule, finding.severity) for finding in verdict.findings] == [("AR-03", Severity.REMARK)]


def test_the_receipt_for_a_spoofed_message_cannot_fit_both_envelope_and_mirror() -> None:
    question = good.sent(HN, good.question(), fault="annen avsender")
    spoofed = Item(
        HN, question.raw, good.envelope_of(question, fromHerId="8219999").envelope, None, "", "annen avsender"
    )
    answer = good.envelope_of(item(EPJ, good.receipt(good.question(), refused="E10")), toHerId="8219999")
    assert judge(spoofed, answer).findings == ()


def test_an_answer_with_a_code_that_nobody_knows_still_points_at_what_it_answers() -> None:
    question = [sent(HN, good.question()), item(EPJ, good.receipt(good.question()))]
    right, astray = good.reply(), good.reply(answers=("astray", "m1"))
    for answer, expected in ((right, set()), (astray, {"MH-08"})):
        raw = change(answer.to_xml(), 'V="19"', 'V="99"')
        done = [item(EPJ, raw, subject=answer.type.v), item(HN, good.receipt(answer))]
        assert rules(judge(*question, *done)) & {"MH-08"} == expected
