"""Every check of envelopes, receipts and refusals has something it accepts and something it catches."""

from __future__ import annotations

from dataclasses import replace

from conformance.checks import transport
from conformance.reading import Inbound, read
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from standards.parties import Party
from standards.rules.model import Finding, Severity
from tests.conformance.check_messages import EPJ, FIRST, SECOND, US, envelope, note, on_error_queue, receipt


def _sent(**changes: object) -> Inbound:
    """The message that `receipt()` is for."""
    good = note("19", msg_id=FIRST, sender=US, receiver=EPJ)  # type: ignore[arg-type]
    message = Hodemelding.from_xml(good.raw)
    return read(replace(message, **changes).to_xml(), envelope())  # type: ignore[arg-type]


def _rewritten(message: Inbound, before: str, after: str) -> Inbound:
    text = message.raw.decode()
    assert before in text
    return read(text.replace(before, after).encode(), message.envelope, queue=message.queue)


def _rules(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings}


def test_a_receipt_names_its_message() -> None:
    sent = _sent()
    assert not transport.names_message(receipt(), sent)
    assert _rules(transport.names_message(receipt(SECOND), sent)) == {"KON-05"}
    assert _rules(transport.names_message(receipt(), replace_type(sent))) == {"KON-05"}
    local = _rewritten(receipt(), "2026-11-21T12:00:00+00:00</IssueDate>", "2026-11-21T12:00:00</IssueDate>")
    assert _rules(transport.names_message(local, sent)) == {"KON-05"}
    same_moment = _rewritten(receipt(), "12:00:00+00:00</IssueDate>", "13:00:00+01:00</IssueDate>")
    assert not transport.names_message(same_moment, sent)


def replace_type(sent: Inbound) -> Inbound:
    return _rewritten(sent, "DIALOG_INNBYGGER_EKONTAKT", "DIALOG_INNBYGGER_KOORDINATOR")


def test_a_receipt_says_that_it_is_one() -> None:
    assert not transport.is_a_receipt(receipt())
    assert _rules(transport.is_a_receipt(_rewritten(receipt(), 'V="PRIM"', 'V="HOVED"'))) == {"KON-06"}
    assert _rules(transport.is_a_receipt(_rewritten(receipt(), 'V="APPREC"', 'V="KVITTERING"'))) == {"KON-06"}


def test_a_receipt_goes_back_to_the_sender() -> None:
    assert not transport.mirrors(receipt(), _sent())
    other = Party.service("Helsenorge", "8200001", "En annen", "8299998")
    (finding,) = transport.mirrors(receipt(), _sent(sender=other))
    assert (finding.rule, finding.expected) == ("KON-06", "HER-id 8299998")


def test_all_errors_are_told() -> None:
    assert not transport.tells_every_error(receipt(FIRST, "E10", "E36"), ("E10", "E36"))
    assert not transport.tells_every_error(on_error_queue("transport:internal-error"), ("E10",))
    (finding,) = transport.tells_every_error(receipt(FIRST, "E10"), ("E10", "E36"))
    assert (finding.rule, finding.severity, finding.found) == ("KON-02", Severity.REMARK, "E10")


def test_a_refusal_says_why() -> None:
    assert not transport.says_why(receipt(FIRST, "E10"))
    assert not transport.says_why(on_error_queue("transport:internal-error"))
    bare = _rewritten(receipt(FIRST, "E10"), 'DN="Feil"', 'DN=""')
    assert transport.says_why(bare)[0].severity is Severity.REMARK
    assert transport.says_why(_without(on_error_queue("transport:internal-error"), "errorDescription"))


def _without(message: Inbound, *names: str) -> Inbound:
    left = {name: value for name, value in message.envelope.application_properties.items() if name not in names}
    about = Envelope(message.envelope.properties, left)
    return read(message.raw, about, queue=message.queue)


def test_an_error_message_is_whole() -> None:
    error = on_error_queue("transport:internal-error")
    assert not transport.error_is_whole(error, FIRST)
    assert not transport.error_is_whole(error, FIRST.replace("-", ""))
    nameless = _without(error, "originalMessageId", "errorDescription")
    assert len(transport.error_is_whole(nameless, FIRST)) == 2
    assert _rules(transport.error_is_whole(error, SECOND)) == {"KON-07"}


def test_what_should_not_be_taken() -> None:
    refused, taken = [receipt(FIRST, "E10")], [receipt()]
    assert not transport.not_taken([], "feil") and not transport.not_taken(refused, "feil")
    assert transport.not_taken(taken, "feil")[0].severity is Severity.ERROR
    for check in (transport.taken_all_the_same, transport.taken_without_agreement):
        assert not check(refused, "feil")
        assert check(taken, "feil")[0].severity is Severity.REMARK
    assert not transport.refused_needlessly(taken, "teksten")
    assert transport.refused_needlessly(refused, "teksten")[0].severity is Severity.REMARK
    assert transport.refused_needlessly([note("26")], "teksten")[0].severity is Severity.REMARK


def test_a_message_is_judged_once() -> None:
    assert not transport.judged_once([receipt()], "feil")
    for came in ([], [receipt(), on_error_queue("transport:internal-error")]):
        assert transport.judged_once(came, "feil")[0].rule == "A21"


def test_silence_where_nothing_is_to_be_said() -> None:
    assert not transport.stays_silent([], "en kvittering")
    assert transport.stays_silent([receipt()], "en kvittering")[0].rule == "KON-04"
    assert not transport.no_receipt_in_real_time([])
    assert transport.no_receipt_in_real_time([receipt()])[0].rule == "A20"
    assert not transport.not_answered_too_late([])
    (late,) = transport.not_answered_too_late([receipt()])
    assert (late.rule, late.severity) == ("KON-10", Severity.REMARK)


def test_the_next_message_arrives() -> None:
    assert not transport.is_not_blocked(True, "feil")
    assert transport.is_not_blocked(False, "feil")[0].rule == "SI-02"
