"""A30 and FH-05: appointments sent over REST, and what Helsenorge answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from standards.exchange import Http, Role
from standards.processes.sources import WIKI
from standards.rules.conversation import Conversation, Entry
from standards.rules.fhir_view import Values, fault, objects_at, word
from standards.rules.model import Scope
from standards.rules.register import Fault, Judgement, Kind, Silent, rule

GENERAL: Final = "Helsenorge, FHIR over REST"
_ADDRESS: Final = re.compile(r"/([A-Z][A-Za-z]+)(?:/([^/?#]+))?/?(?:[?#].*)?$")


@dataclass(frozen=True)
class Sent:
    """A resource that the EPJ sent, with the type and id in the URL."""

    entry: Entry
    http: Http
    values: Values
    kind: str
    id: str

    @property
    def identifiers(self) -> frozenset[tuple[str, str]]:
        """The business identifiers: system and value."""
        listed = (one for _, one in objects_at(self.values, "identifier"))
        return frozenset((word(one, "system"), word(one, "value")) for one in listed if word(one, "value"))

    @property
    def accepted(self) -> bool:
        """Whether Helsenorge took it, as far as is known."""
        return self.http.status is None or self.http.status < 400

    def fault(self, at: str, problem: str, *, expected: str, found: str, fix: str, remark: bool = False) -> Fault:
        """A fault in what was sent."""
        return fault(
            self.entry.message,
            at,
            problem,
            expected=expected,
            found=found,
            fix=fix,
            remark=remark,
            item=self.entry.index,
            by=self.entry.sender,
        )


@rule(
    "A30",
    clause=GENERAL,
    title="En time over REST har samme id i adressen og i ressursen, og beholder identifikatoren ved endring",
    scope=Scope.EXCHANGE,
    on=(Kind.FHIR,),
    since=WIKI,
)
def put(conversation: Conversation) -> Iterator[Judgement]:
    """That Helsenorge does not notify again of an identical resource cannot be seen in an exchange."""
    by_id: dict[tuple[str, str], Sent] = {}
    by_identifier: dict[tuple[str, str, str], Sent] = {}
    for sent in _sent(conversation):
        if not sent.kind:
            yield Silent("Adressen i kallet sier ikke hvilken ressurs det gjelder.")
            continue
        yield from _one(sent)
        if sent.accepted and sent.id:
            yield from _over_time(sent, by_id, by_identifier)


@rule(
    "FH-05",
    clause=GENERAL,
    title="Svaret på et avvist kall er en OperationOutcome",
    scope=Scope.EXCHANGE,
    on=(Kind.FHIR,),
    since=WIKI,
)
def refusal(conversation: Conversation) -> Iterator[Judgement]:
    """Bodies of Helsenorge with status 400."""
    for entry in conversation.entries:
        http, resource = entry.item.http, entry.message.resource
        if http is None or http.status != 400 or entry.sender is not Role.HELSENORGE or not entry.judged:
            continue
        if (resource or {}).get("resourceType") != "OperationOutcome":
            yield Fault(
                "Kallet ble avvist med 400, men svaret er ikke en OperationOutcome.",
                where="/",
                expected="OperationOutcome som sier hva som er galt",
                found=str(resource.get("resourceType"))[:60] if resource else "noe annet enn FHIR",
                fix="Svar med en OperationOutcome.",
                item=entry.index,
                by=entry.sender,
            )


def _sent(conversation: Conversation) -> Iterator[Sent]:
    for entry in conversation.entries:
        http, resource = entry.item.http, entry.message.resource
        if http is None or resource is None or entry.sender is not Role.EPJ or not entry.judged:
            continue
        if http.method.upper() == "PUT":
            found = _ADDRESS.search(http.url)
            kind, name = found.groups() if found else ("", "")
            yield Sent(entry, http, resource, kind or "", name or "")


def _one(sent: Sent) -> Iterator[Judgement]:
    kind = word(sent.values, "resourceType")
    if kind != sent.kind:
        yield sent.fault(
            "/resourceType",
            "Ressursen er av en annen type enn den i adressen.",
            expected=sent.kind,
            found=kind,
            fix="Rett adressen eller ressursen.",
        )
    yield from _id(sent)
    if not sent.identifiers:
        yield sent.fault(
            "/identifier",
            "Ressursen har ingen identifikator fra fagsystemet.",
            expected="identifier med system og value; den kan ha samme verdi som id",
            found="ingen identifier med value",
            fix="Ta med identifier.",
        )
    if not sent.http.url.casefold().startswith("https:") and "://" in sent.http.url:
        yield sent.fault(
            "/",
            "Kallet går ikke over HTTPS.",
            expected="https://",
            found=sent.http.url.partition("://")[0],
            fix="Bruk https i adressen.",
        )


def _id(sent: Sent) -> Iterator[Judgement]:
    """The page of the appointment interface names the address without an id, so a missing one is a remark."""
    own = word(sent.values, "id")
    if not sent.id:
        yield sent.fault(
            "/id",
            "Adressen i kallet har ingen id.",
            expected=f"{sent.kind}/ og ressursens id",
            found=sent.http.url[-60:],
            fix="Ta med id i adressen ved PUT.",
            remark=True,
        )
    elif own != sent.id:
        yield sent.fault(
            "/id",
            "Id-en i ressursen er ikke den i adressen.",
            expected=sent.id[:64],
            found=own[:64] or "ingen id",
            fix="Bruk samme id begge steder.",
        )


def _over_time(
    sent: Sent, by_id: dict[tuple[str, str], Sent], by_identifier: dict[tuple[str, str, str], Sent]
) -> Iterator[Judgement]:
    before = by_id.get((sent.kind, sent.id), sent)
    if before.identifiers and sent.identifiers and not before.identifiers & sent.identifiers:
        yield sent.fault(
            "/identifier",
            "Timen har fått en annen identifikator enn sist.",
            expected=_shown(before.identifiers),
            found=_shown(sent.identifiers),
            fix="Behold identifikatoren når timen endres.",
        )
    if sent.identifiers:
        by_id[sent.kind, sent.id] = sent
    for system, value in sorted(sent.identifiers):
        last = by_identifier.get((sent.kind, system, value), sent)
        if last.id != sent.id:
            yield sent.fault(
                "/id",
                "Samme time er sendt med en annen id enn sist, så den kan vises to ganger.",
                expected=last.id[:64],
                found=sent.id[:64],
                fix="Behold id-en når timen endres.",
            )
        by_identifier[sent.kind, system, value] = sent


def _shown(identifiers: frozenset[tuple[str, str]]) -> str:
    return ", ".join(f"{system} {value}" for system, value in sorted(identifiers))[:120]
