"""Runs the rule engine over what a scenario exchanged, and keeps what it found."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from conformance.checks.carrying import cannot_be_taken
from conformance.checks.declaring import undeclared
from conformance.evidence.records import REST, MessageRecord
from conformance.evidence.store import ScenarioEvidence
from conformance.outcomes import ToolFault
from conformance.reading import read
from standards.exchange import Role
from standards.rules.engine import judge_exchange, judge_message
from standards.rules.model import Finding, Severity

Known = list[tuple[Finding, int | None]]
"""What was found before, by a judgement that was cut off: finding, and the message it is about."""

NO_LISTS: Final = "Testobjektfilen har ingen lister over tilbakekalte sertifikater, [protection] revocations."


def judge(evidence: ScenarioEvidence, *, complete: bool) -> None:
    """Judge each message from the EPJ, then the exchange; `complete` says that nothing more is to come.

    Raises `ToolFault` when the breach is our own and nobody meant it.
    """
    before = evidence.record()
    messages = [message for message in before.messages if not message.foreign]
    known = [(record.finding, record.message) for record in before.findings]
    for message in messages:
        if message.sender is Role.EPJ:
            _judge_message(evidence, message, known)
    if any(_is_signed(message) for message in messages) and not evidence.looks_for_revoked():
        evidence.not_judged("CMS-04", NO_LISTS)
    verdict = judge_exchange(evidence.exchange(), complete=complete)
    for silence in verdict.not_judged:
        evidence.not_judged(silence.rule, silence.reason)
    for finding in verdict.findings:
        _keep(evidence, finding, messages, known)
    _judge_declaration(evidence, messages, known)


def _judge_message(evidence: ScenarioEvidence, message: MessageRecord, known: Known) -> None:
    if not message.was_opened:
        for finding in cannot_be_taken(message):
            if (finding, message.number) not in known:
                evidence.finding(finding, message=message.number)
        return
    verdict = judge_message(message.raw, sender=Role.EPJ, envelope=message.as_item().envelope)
    evidence.judged(message.number, verdict.schema)
    for silence in verdict.not_judged:
        evidence.not_judged(silence.rule, silence.reason)
    for finding in verdict.findings:
        if (finding, message.number) not in known:
            evidence.finding(finding, message=message.number)


def _is_signed(message: MessageRecord) -> bool:
    """By the EPJ, whatever else is wrong with it."""
    return message.sender is Role.EPJ and message.carried is not None and bool(message.carried.signer)


def _judge_declaration(evidence: ScenarioEvidence, messages: list[MessageRecord], known: Known) -> None:
    declared = evidence.declared()
    if not declared:
        return
    sent = [one for one in messages if one.sender is Role.EPJ and one.queue != REST]
    came = (replace(read(one.raw, one.envelope, queue=one.queue), item=one.item, number=one.number) for one in sent)
    for finding, message in undeclared(came, declared):
        if (finding, message.number) not in known:
            evidence.finding(finding, message=message.number)


def _keep(evidence: ScenarioEvidence, finding: Finding, messages: list[MessageRecord], known: Known) -> None:
    about = next((message for message in messages if message.item == finding.item), None)
    ours = finding.by is Role.HELSENORGE or (finding.by is None and about and about.sender is Role.HELSENORGE)
    number = about.number if about else None
    if not ours and (finding, number) not in known:
        evidence.finding(finding, message=number)
    elif not ours:
        return
    elif finding.severity is Severity.ERROR and not (about and about.fault):
        raise ToolFault(
            f"Testbenken brøt selv regel {finding.rule} ({finding.clause}): {finding.problem}",
            fix="Meld det til dem som vedlikeholder testbenken.",
        )
