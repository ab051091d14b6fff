"""The engine: runs the rules over one message or one exchange and gathers what they found."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree

from standards.envelope import Envelope
from standards.errors import NotWellFormed
from standards.exchange import Exchange, Role
from standards.identifiers import mask
from standards.rules.conversation import read_exchange
from standards.rules.model import Finding, Scope, Severity, severity
from standards.rules.plan import Plan, message_plan, plan
from standards.rules.profiles import chosen
from standards.rules.register import Fault, Judgement, Kind, Rule, Silent, all_rules
from standards.rules.view import FHIR_CONTENT, Message, nodes, read
from standards.schema import SchemaPack
from standards.xml import TJENESTEOVERSIKT, TJENESTEOVERSIKT_WWW, line_of, may_name, path_of

__all__ = ["ExchangeVerdict", "MessageVerdict", "NotJudged", "all_rules", "judge_exchange", "judge_message"]

MAX_FAULTS = 20
MAX_COUNTED = 5_000
MAX_WHERE, MAX_TEXT, MAX_WORD = 4_000, 1_000, 8
SPELT_WITH_WWW = f"{{{TJENESTEOVERSIKT_WWW}}}*"
VALID, INVALID, NOT_WELL_FORMED = "valid", "invalid", "not-well-formed"


@dataclass(frozen=True)
class NotJudged:
    """A rule that lacked context, with the reason (bokmål)."""

    rule: str
    reason: str


@dataclass(frozen=True)
class MessageVerdict:
    """What the message-scoped rules say of one document; `direction` is who sent it, when that is known."""

    schema: str
    findings: tuple[Finding, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    type: str = ""
    msg_id: str = ""
    code: str = ""
    kind: Kind = Kind.OTHER
    direction: Role | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


@dataclass(frozen=True)
class ExchangeVerdict:
    """What the exchange-scoped rules say of a conversation."""

    findings: tuple[Finding, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()


def judge_message(
    raw: bytes,
    *,
    sender: Role | None = None,
    envelope: Envelope | None = None,
    pack: SchemaPack | None = None,
    sender_hint: Role | None = None,
    length: int | None = None,
    profile: str | None = None,
) -> MessageVerdict:
    """Judge one document by schema and message rules; never raises for what the document holds.

    `sender` is a fact (a code of the other side is then an error); `sender_hint` only decides where the codes do not.
    `length` is the size in bytes of the whole, when `raw` is only the beginning of something too large.
    `profile` is the source profile to judge by, the newest when it is None.
    """
    if envelope is not None and envelope.is_error:
        return MessageVerdict(VALID, not_judged=(NotJudged("*", "Feilkømeldinger har ingen kropp å vurdere."),))
    message = read(raw, sender=sender, hint=sender_hint, envelope=envelope, profile=chosen(profile), length=length)
    if message.unreadable is None and message.kind is not Kind.FHIR:
        faults = (pack or _own_pack()).check(_for_schema(message), raw)
        if faults:  # a new message knows no facts yet, so a valid one is kept
            message = replace(message, schema_faults=faults)
    tasks = message_plan(message.kind, message.profile, message.subjects)
    findings, not_judged = _run(tasks, message, lambda _: not _binding(message))
    return MessageVerdict(
        schema=_schema(message),
        findings=findings,
        not_judged=not_judged,
        type=message.type,
        msg_id=message.msg_id,
        code=message.code if message.kind is Kind.HODEMELDING else "",
        kind=message.kind,
        direction=message.direction,
    )


def judge_exchange(
    exchange: Exchange, *, pack: SchemaPack | None = None, complete: bool = True, profile: str | None = None
) -> ExchangeVerdict:
    """Judge a conversation by the exchange rules only; `complete` says that nothing more is to come."""
    conversation = read_exchange(exchange, complete, chosen(profile))
    loose = {entry.index for entry in conversation.entries if not _binding(entry.message)}
    findings, not_judged = _run(
        plan(Scope.EXCHANGE, conversation.profile), conversation, lambda fault: fault.item in loose
    )
    return ExchangeVerdict(findings, not_judged)


@functools.cache
def _own_pack() -> SchemaPack:
    return SchemaPack.own()


def _schema(message: Message) -> str:
    if message.unreadable is not None:
        return NOT_WELL_FORMED if isinstance(message.unreadable, NotWellFormed) else INVALID
    return INVALID if message.schema_faults or (message.kind is Kind.FHIR and message.breaches) else VALID


def _for_schema(message: Message) -> etree._Element:
    """The document for the schema, a copy where it is to be read more mildly than the schema does.

    FHIR has no schema here, so what a notification carries of it is taken out; both spellings of one namespace pass.
    """
    fhir = message.type.startswith("NOTIFIKASJON_") and nodes(message.root, FHIR_CONTENT)
    www = may_name(message.raw, TJENESTEOVERSIKT_WWW) and next(message.root.iter(SPELT_WITH_WWW), None) is not None
    if not fhir and not www:
        return message.root
    copy = deepcopy(message.root)
    for item in nodes(copy, FHIR_CONTENT) if fhir else ():
        if (content := item.getparent()) is not None:
            content.remove(item)
    for item in list(copy.iter(SPELT_WITH_WWW)):
        item.tag = f"{{{TJENESTEOVERSIKT}}}{etree.QName(item).localname}"
    return copy


def _binding(message: Message) -> bool:
    return message.process is None or message.process.binds(message.profile)


def _run(
    tasks: Plan, subject: object, loose: Callable[[Fault], bool]
) -> tuple[tuple[Finding, ...], tuple[NotJudged, ...]]:
    findings: list[Finding] = []
    not_judged: dict[NotJudged, None] = {}
    for task in tasks:
        found = iter(task.judge(subject))
        first = next(found, None)
        if first is None:
            continue
        rule, judgements = task.rule, [first, *islice(found, MAX_COUNTED - 1)]
        for judgement in judgements if len(judgements) <= MAX_FAULTS else _few(judgements):
            if isinstance(judgement, Fault):
                findings.append(_finding(rule, judgement, mild=rule.by_step and loose(judgement)))
            else:
                not_judged[NotJudged(rule.id, judgement.reason)] = None
    findings.sort(key=lambda finding: (finding.item or 0, finding.severity is not Severity.ERROR, finding.line))
    return tuple(findings), tuple(not_judged)


def _few(judgements: Sequence[Judgement]) -> Iterator[Judgement]:
    """The first faults of each item one by one, then the worst of the others with how many they are.

    A hostile document must not make a report without end, so nobody counts for ever either.
    """
    seen: Counter[int | None] = Counter()
    others: dict[int | None, Fault] = {}
    for judgement in judgements:
        if isinstance(judgement, Fault):
            seen[judgement.item] += 1
            if seen[judgement.item] > MAX_FAULTS:
                worst = others.setdefault(judgement.item, judgement)
                if worst.remark and not judgement.remark:
                    others[judgement.item] = judgement
                continue
        yield judgement
    for item, fault in others.items():
        more = f"… og {seen[item] - MAX_FAULTS} til av samme slag; av dem er bare denne skrevet ut."
        yield replace(fault, problem=f"{fault.problem} {more}")
    if len(judgements) == MAX_COUNTED:
        yield Silent(f"Regelen stanset etter {MAX_COUNTED} steder; resten av meldingen er ikke vurdert etter den.")


def _finding(rule: Rule, fault: Fault, *, mild: bool) -> Finding:
    level = Severity.REMARK if fault.remark or mild else severity(rule.level, rule.mark)
    return Finding(
        rule=rule.id,
        clause=fault.clause or rule.clause,
        severity=level,
        problem=mask(_short(fault.problem)),
        where=(fault.where or (path_of(fault.at) if fault.at is not None else ""))[:MAX_WHERE],
        line=fault.line or (line_of(fault.at) if fault.at is not None else 0),
        expected=mask(_short(fault.expected)),
        found=mask(_short(fault.found)),
        fix=fault.fix,
        item=fault.item,
        by=fault.by,
    )


def _short(text: str) -> str:
    """What fits in a report; a word cut in two could be half of an id that should be masked, so it goes too."""
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT].rpartition(' ')[0] or text[:MAX_WORD]} …"
