"""Runs written by hand, as evidence: what the EPJ sent and staff were asked, with a clock that is moved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from conformance.evidence.store import Evidence, ScenarioEvidence
from conformance.verdicts import Verdict
from standards.envelope import Envelope, business_envelope
from tests.conformance.samples import KARI, NORA

US, THEM, ENTERPRISE = "8200002", "8210011", "8210001"
OURS, THEIRS, THREAD = (f"{digit * 8}-0000-4000-8000-{digit * 12}" for digit in "abc")
BEGAN = datetime(2026, 12, 1, 8, tzinfo=UTC)
TARGET: Mapping[str, Any] = {
    "name": "HsPro, test, Storvik kommune",
    "product": "visma_hspro",
    "vendor": "Visma",
    "version": "1.0",
    "environment": "test",
    "topology": "own_bus",
    "processes": {"DIALOG_INNBYGGER_EKONTAKT": "1.2"},
    "settings": {"cancel_approval": "nei"},
    "transport": {"kind": "http", "address": "http://ola:hemmelig-ord@127.0.0.1:9/w/1", "queue_exclusive": True},
    "helsenorge": {"her_id": US, "name": "Innbygger", "parent_her_id": "8200001", "parent_name": "Helsenorge"},
    "parties": [
        {"role": "helsestasjon", "her_id": THEM, "name": "Storvik helsestasjon", "parent_her_id": ENTERPRISE}
        | {"parent_name": "Storvik kommune", "level2": "service"}
    ],
    "staff": {"kind": "http", "address": "http://127.0.0.1:9/staff", "settle": True},
    "persons": [
        {"id": "nora", "ident": NORA, "family": "Lunde", "given": "Nora", "birth_date": "2020-03-01"},
        {"id": "kari", "ident": KARI, "family": "Berg", "given": "Kari", "birth_date": "1988-05-17"},
    ],
    "deadlines": {"message_seconds": 10},
    "services": {"timenotifikasjon": ""},
    "hints": {"create_appointment": "Spør Ola Nordmann"},
    "override": {"who": "Ola Nordmann"},
    "deviations": [{"owner": "Ola Nordmann"}],
}


class HandClock:
    """Goes a second further each time that somebody looks."""

    def __init__(self) -> None:
        self.time = BEGAN

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()


def message(msg_id: str, code: str, *, ours: bool, text: str = "Hei Nora", ident: str = NORA, more: str = "") -> bytes:
    """A dialog message of the least that can be read."""
    sender, receiver = ((US, THEM), (THEM, US))[not ours]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo>'
        '<Type V="DIALOG_INNBYGGER_EKONTAKT" DN="eKontakt"/><GenDate>2026-12-01T09:00:03+01:00</GenDate>'
        f"<MsgId>{msg_id}</MsgId>"
        f"{_party('Sender', sender)}{_party('Receiver', receiver)}"
        f"<Patient><FamilyName>Lunde</FamilyName><GivenName>Nora</GivenName><Ident><Id>{ident}</Id></Ident></Patient>"
        f"{more}</MsgInfo><Document><RefDoc><Content><Dialogmelding><Foresporsel>"
        f'<TypeForesp V="{code}"/><Sporsmal>{text}</Sporsmal></Foresporsel></Dialogmelding></Content></RefDoc>'
        "</Document></MsgHead>"
    ).encode()


def receipt(about: str, *, status: str = "1", name: str = THEIRS) -> bytes:
    """An AppRec of the least that can be read."""
    return (
        '<AppRec xmlns="http://www.kith.no/xmlstds/apprec/2012-02-15"><GenDate>2026-12-01T09:00:04+01:00</GenDate>'
        f'<Id>{name}</Id><Status V="{status}"/><OriginalMsgId><MsgType V="DIALOG_INNBYGGER_EKONTAKT"/>'
        f"<IssueDate>2026-12-01T09:00:03+01:00</IssueDate><Id>{about}</Id></OriginalMsgId></AppRec>"
    ).encode()


def envelope(name: str, *, ours: bool, subject: str = "DIALOG_INNBYGGER_EKONTAKT") -> Envelope:
    """The envelope of a message of one of the two."""
    sender, receiver = ((US, THEM), (THEM, US))[not ours]
    return business_envelope(
        message_id=name, subject=subject, from_her_id=sender, to_her_id=receiver, time_stamp="2026-12-01T08:00:03Z"
    )


def recorded(folder: Path, target: Mapping[str, Any] = TARGET) -> Evidence:
    """A run without scenarios."""
    folder.mkdir(parents=True, exist_ok=True)
    info = {"target": target, "tool": "epj-testbenk 0.1.0", "suite": "a" * 64, "code": "b" * 64, "python": "3.11.7"}
    return Evidence.create(folder / "evidence.sqlite", info, clock=HandClock())


def scenario(evidence: Evidence, identity: str = "MSG-N01") -> ScenarioEvidence:
    """A scenario that has begun."""
    meta = {"level": "skal", "severity_class": "A", "sources": ["HITS1217-3.3"]}
    return evidence.scenario(identity, name="Innbyggeren spør og får svar", feature="Meldinger", **meta)


def asked(writer: ScenarioEvidence, name: str, params: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """Something that staff did."""
    writer.intent(name, params, sentence=f"Gjør {name}.", outcome="done", reason="", data=data, seconds=0.1)


def ended(evidence: Evidence, writer: ScenarioEvidence, verdict: Verdict = Verdict.FAILED) -> Evidence:
    """The scenario with a step and a verdict, and the run with the same."""
    writer.step("Så", "får innbyggeren svaret", status=verdict.value, seconds=0.1)
    writer.finish(verdict, reason="Svaret er feil." if verdict is Verdict.FAILED else "")
    evidence.finish(verdict)
    return evidence


def _party(name: str, her_id: str) -> str:
    helsenorge = her_id == US
    upper, lower = ("Helsenorge", "Innbygger") if helsenorge else ("Storvik kommune", "Storvik helsestasjon")
    parent = "8200001" if helsenorge else ENTERPRISE
    return (
        f"<{name}><Organisation><OrganisationName>{upper}</OrganisationName><Ident><Id>{parent}</Id></Ident>"
        f"<Organisation><OrganisationName>{lower}</OrganisationName><Ident><Id>{her_id}</Id></Ident></Organisation>"
        f"</Organisation></{name}>"
    )
