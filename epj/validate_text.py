"""The text form of a validation report, in bokmål."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SCHEMA = {"valid": "gyldig", "invalid": "ikke gyldig", "not-well-formed": "ikke velformet XML"}
SENDER = {"epj": "fra EPJ-en", "helsenorge": "fra Helsenorge", None: "avsender ikke kjent"}
KIND = {"apprec": "Applikasjonskvittering (AppRec)", "annet": "Annet dokument", "uleselig": "Ikke lest"}


def render(report: Mapping[str, Any]) -> str:
    """The whole report; ends with the summary."""
    lines = [line for file in report["files"] for line in (*_file(file), "")]
    lines += [line for exchange in report["exchanges"] for line in (*_exchange(exchange), "")]
    return "\n".join([*lines, *_summary(report)])


def _file(file: Mapping[str, Any]) -> Iterator[str]:
    yield file["file"]
    yield f"  Type:   {_type(file)}"
    yield f"  Skjema: {SCHEMA[file['schema']]}"
    for finding in file["findings"]:
        yield from _finding(finding)
    if not file["findings"] and not file.get("deliberate_fault"):
        yield "  Ingen funn."
    yield from _not_judged(file["not_judged"])


def _type(file: Mapping[str, Any]) -> str:
    if file["kind"] != "hodemelding":
        return KIND[file["kind"]]
    code = f", kode {file['code']}" if file["code"] else ""
    return f"{file['type'] or 'ingen Type'}{code}, {SENDER[file['sender']]}"


def _exchange(exchange: Mapping[str, Any]) -> Iterator[str]:
    yield f"{exchange['folder']} som samtale ({len(exchange['files'])} meldinger)"
    for finding in exchange["findings"]:
        yield from _finding(finding)
    if not exchange["findings"]:
        yield "  Ingen funn i samtalen."
    yield from _not_judged(exchange["not_judged"])


def _finding(finding: Mapping[str, Any]) -> Iterator[str]:
    place = f", linje {finding['line']}" if finding["line"] else ""
    yield f"  {finding['severity'].upper()} {finding['rule']} ({finding['clause']}){place}"
    yield f"    {finding['problem']}"
    labels = (("Fil", "file"), ("Sted", "where"), ("Ventet", "expected"), ("Fant", "found"), ("Gjør", "fix"))
    for label, key in labels:
        if finding.get(key):
            yield f"    {label + ':':<8}{finding[key]}"


def _not_judged(items: Sequence[Mapping[str, str]]) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for item in items:
        reasons.setdefault(item["reason"], []).append(item["rule"])
    for reason, rules in reasons.items():
        names = "" if rules == ["*"] else f" {', '.join(dict.fromkeys(rules))}"
        yield f"  Ikke vurdert{names}: {reason}"


def _summary(report: Mapping[str, Any]) -> Iterator[str]:
    summary = report["summary"]
    schema = summary["schema"]
    yield "Oppsummering"
    yield f"  Skjemaer: {report['schemas'] or 'våre egne'}"
    yield f"  Filer:    {summary['files']} ({', '.join(f'{schema[name]} {SCHEMA[name]}' for name in SCHEMA)})"
    if spared := summary["files"] - sum(schema.values()):
        yield f"            og {_plural(spared, 'melding', 'meldinger')} som var ødelagt med vilje, ikke vurdert"
    yield f"  Funn:     {summary['errors']} feil, {_plural(summary['remarks'], 'merknad', 'merknader')}"
    if report["unread"]:
        yield f"  Ikke lest: {_plural(len(report['unread']), 'fil eller mappe', 'filer eller mapper')}"
    yield "  Resultat: ingen feil" if summary["ok"] else "  Resultat: har feil"


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
