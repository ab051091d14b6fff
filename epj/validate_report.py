"""The report of `epj validate`: finds the files, has them judged, and gathers the verdicts as plain data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click

from standards.errors import in_words
from standards.exchange import Exchange, Item, Role
from standards.rules.engine import (
    ExchangeVerdict,
    MessageVerdict,
    NotJudged,
    all_rules,
    judge_exchange,
    judge_message,
)
from standards.rules.model import Finding, Scope, Severity
from standards.rules.register import Kind
from standards.rules.view import LARGEST_READ
from standards.schema import SchemaPack

REPORT_VERSION = 1
NEEDS_CONVERSATION = "Krever hele samtalen; filen er sjekket alene."
BROKEN_ON_PURPOSE = "Meldingen er brutt med vilje og er ikke vurdert: {}."


class WrongUse(click.ClickException):
    """The command was asked for something that it cannot do; exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print in bokmål."""
        click.echo(f"Feil: {self.message}", err=file is None, file=file)


EVIDENCE = "evidence.sqlite"
OF_A_RUN = (
    "Dette er bevisene fra en kjøring, ikke meldingsfiler. Meldingene og funnene står i report.html ved siden av."
)


class Report:
    """Gathers the verdicts of files and conversations in the order they are given."""

    def __init__(self, pack: SchemaPack, role: Role | None, schemas: str | None) -> None:
        self.pack = pack
        self.role = role
        self.schemas = schemas
        self.files: list[dict[str, Any]] = []
        self.exchanges: list[dict[str, Any]] = []
        self.unread: list[dict[str, str]] = []

    def take(self, path: Path) -> None:
        """Judge one argument; what cannot be read, or holds nothing, does not hide the others."""
        try:
            self._take(path)
        except PermissionError as error:
            self.unread.append({"file": _shown(path), "reason": _why(error)})

    def _take(self, path: Path) -> None:
        if path.name == EVIDENCE or (path / EVIDENCE).is_file():
            self.unread.append({"file": _shown(path), "reason": OF_A_RUN})
        elif path.is_dir():
            before = len(self.files) + len(self.unread)
            for folder, names in self._folders(path):
                self._folder(folder, names)
            if len(self.files) + len(self.unread) == before:
                self.unread.append(
                    {"file": _shown(path), "reason": "Mappen har ingen xml-filer. Oppgi en mappe med meldinger."}
                )
        elif path.is_file():
            self._lone(path)
        elif path.exists():
            self.unread.append({"file": _shown(path), "reason": "Dette er verken en fil eller en mappe."})
        else:
            self.unread.append({"file": _shown(path), "reason": "Finnes ikke. Sjekk stien."})

    def _folders(self, top: Path) -> Iterator[tuple[Path, list[str]]]:
        def refuse(error: OSError) -> None:
            self.unread.append({"file": _shown(error.filename or top), "reason": _why(error)})

        for folder, below, names in os.walk(top, onerror=refuse):
            below.sort()
            found = sorted(name for name in names if name.lower().endswith(".xml"))
            if found:
                yield Path(folder), found

    def _folder(self, folder: Path, names: list[str]) -> None:
        if all(_in_exchange(name) for name in names):
            self._conversation(folder, names)
            return
        for name in names:
            self._lone(folder / name)

    def _lone(self, path: Path) -> None:
        read = self._read(path)
        if read is None:
            return
        raw, length = read
        verdict = judge_message(raw, pack=self.pack, sender_hint=self.role, length=length)
        self.files.append(_file(_shown(path), verdict, _conversation_rules(verdict)))

    def _conversation(self, folder: Path, names: list[str]) -> None:
        contents: dict[str, bytes] = {}
        lengths: dict[str, int] = {}
        for name in (*names, *sorted(path.name for path in folder.glob("*.json"))):
            if (read := self._read(folder / name)) is not None:
                contents[name], lengths[name] = read
        try:
            exchange = Exchange.from_files(contents)
        except ValueError as error:
            self.unread.append({"file": _shown(folder), "reason": f"Samtalen kan ikke leses. {error}"})
            return
        paths = [_shown(folder / item.name) for item in exchange]
        for path, item in zip(paths, exchange, strict=True):
            self.files.append(self._item(path, item, lengths[item.name]))
        verdict = judge_exchange(exchange, pack=self.pack, complete=_is_whole(exchange))
        self.exchanges.append(_exchange(_shown(folder), paths, verdict))

    def _item(self, path: str, item: Item, length: int) -> dict[str, Any]:
        verdict = judge_message(item.raw, sender=item.sender, envelope=item.envelope, pack=self.pack, length=length)
        if not item.deliberate_fault:
            return _file(path, verdict, ())
        spared = NotJudged("*", BROKEN_ON_PURPOSE.format(item.deliberate_fault))
        plain = MessageVerdict(verdict.schema, (), (spared,), verdict.type, verdict.msg_id, verdict.code, verdict.kind)
        return {**_file(path, plain, ()), "sender": str(item.sender), "deliberate_fault": item.deliberate_fault}

    def _read(self, path: Path) -> tuple[bytes, int] | None:
        if not path.is_file():
            self.unread.append({"file": _shown(path), "reason": "Dette er ikke en vanlig fil."})
            return None
        try:
            with path.open("rb") as stream:
                return stream.read(LARGEST_READ + 1), path.stat().st_size
        except OSError as error:
            self.unread.append({"file": _shown(path), "reason": _why(error)})
            return None

    def to_json(self) -> dict[str, Any]:
        """The report as `standards/schemas/validate-report.schema.json` describes it."""
        findings = [item for part in (*self.files, *self.exchanges) for item in part["findings"]]
        judged = [file for file in self.files if not file.get("deliberate_fault")]
        errors = sum(item["severity"] == Severity.ERROR for item in findings)
        schema = {
            name: sum(file["schema"] == name for file in judged) for name in ("valid", "invalid", "not-well-formed")
        }
        return {
            "version": REPORT_VERSION,
            "schemas": self.schemas,
            "files": self.files,
            "exchanges": self.exchanges,
            "unread": self.unread,
            "summary": {
                "files": len(self.files),
                "schema": schema,
                "errors": errors,
                "remarks": len(findings) - errors,
                "ok": errors == 0 and schema["valid"] == len(judged) and not self.unread,
            },
        }


def _in_exchange(name: str) -> bool:
    parts = name.removesuffix(".xml").split("-")
    roles = set(Role)
    return len(parts) == 3 and parts[0].isdigit() and parts[1] in roles and parts[2] == Role(parts[1]).other


def _is_whole(exchange: Exchange) -> bool:
    """Whether receipts were kept and no number is left out; else nothing can be said about what is missing."""
    numbers = [int(item.name.split("-")[0]) for item in exchange]
    unbroken = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return unbroken and any(_is_receipt(item) for item in exchange)


def _is_receipt(item: Item) -> bool:
    if item.envelope is not None and item.envelope.is_error:
        return True
    return b"xmlstds/apprec/" in item.raw[:2000]


def _conversation_rules(verdict: MessageVerdict) -> tuple[NotJudged, ...]:
    if verdict.kind in {Kind.OTHER, Kind.UNREADABLE}:
        return ()
    rules = [rule for rule in all_rules() if rule.scope is Scope.EXCHANGE and verdict.kind in rule.on]
    return tuple(NotJudged(rule.id, NEEDS_CONVERSATION) for rule in rules)


def _file(path: str, verdict: MessageVerdict, more: tuple[NotJudged, ...]) -> dict[str, Any]:
    return {
        "file": path,
        "kind": str(verdict.kind),
        "type": verdict.type,
        "code": verdict.code,
        "msg_id": verdict.msg_id,
        "sender": str(verdict.direction) if verdict.direction else None,
        "schema": verdict.schema,
        "findings": [_finding(finding) for finding in verdict.findings],
        "not_judged": [_not_judged(item) for item in (*verdict.not_judged, *more)],
    }


def _exchange(folder: str, paths: list[str], verdict: ExchangeVerdict) -> dict[str, Any]:
    findings = [
        {**_finding(finding), "file": paths[finding.item] if finding.item is not None else None}
        for finding in verdict.findings
    ]
    return {
        "folder": folder,
        "files": paths,
        "findings": findings,
        "not_judged": [_not_judged(item) for item in verdict.not_judged],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "severity": str(finding.severity),
        "problem": finding.problem,
        "where": finding.where,
        "line": finding.line,
        "expected": finding.expected,
        "found": finding.found,
        "fix": finding.fix,
        "by": str(finding.by) if finding.by else None,
    }


def _not_judged(item: NotJudged) -> dict[str, str]:
    return {"rule": item.rule, "reason": item.reason}


def _shown(path: str | Path) -> str:
    """The path as text that can be printed, whatever bytes the name has."""
    return os.fsencode(path).decode("utf-8", "replace")


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "Ingen tilgang. Gi deg selv leserett, eller velg en annen fil."
    if isinstance(error, FileNotFoundError):
        return "Filen finnes ikke lenger."
    return f"Kan ikke leses ({in_words(error)})."
