"""What kinds, senders and schema states are called in a report, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from epj.validation.language import Language
from standards.rules.model import Severity

SCHEMA: Final = {"valid": "gyldig", "invalid": "ikke gyldig", "not-well-formed": "ikke velformet"}
SENDER: Final = {"epj": "fra EPJ-en", "helsenorge": "fra Helsenorge", None: "avsender ikke kjent"}
KIND: Final = {
    "apprec": "Applikasjonskvittering (AppRec)",
    "annet": "Annet dokument",
    "uleselig": "Ikke lest",
    "fhir": "FHIR",
    "avtale": "Kommunikasjonsavtale (CPP/CPA)",
}
SEVERITY: Final = {Severity.ERROR: "feil", Severity.REMARK: "merknad"}
LABELS: Final = (("Fil", "file"), ("Sted", "where"), ("Ventet", "expected"), ("Fant", "found"), ("Gjør", "fix"))


def type_of(record: Mapping[str, Any], say: Language) -> str:
    """What kind of message it is, in words."""
    if record["kind"] != "hodemelding":
        name = say(KIND.get(record["kind"], record["kind"]))
        own = record["type"] if record["kind"] != "apprec" else ""
        return f"{name}: {own}" if own else name
    code = f", {say('kode')} {record['code']}" if record["code"] else ""
    return f"{record['type'] or say('ingen Type')}{code}, {say(SENDER[record['sender']])}"


def schema_of(record: Mapping[str, Any], say: Language) -> str:
    """Whether the schema accepted it."""
    if record["schema"] == "not-well-formed" and record["kind"] == "fhir":
        return say("ikke gyldig JSON")
    return say(SCHEMA[record["schema"]])


def severity_of(finding: Mapping[str, Any], say: Language) -> str:
    """`feil` or `merknad`."""
    return say(SEVERITY[Severity(finding["severity"])])


def grouped(items: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """Reasons for not judging → the rules; a star stands for all."""
    reasons: dict[str, list[str]] = {}
    for item in items:
        rules = reasons.setdefault(item["reason"], [])
        if item["rule"] not in rules:
            rules.append(item["rule"])
    return reasons
