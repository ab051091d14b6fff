"""The report as SARIF 2.1.0, which code hosts and editors show beside the lines."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from typing import IO, Any, Final
from urllib.parse import quote

from epj.validation.formats import Setting
from epj.validation.language import Language
from epj.validation.records import Judged
from epj.validation.tally import Tally
from epj.validation.version import VERSION
from standards.rules.model import Scope, Severity, severity
from standards.rules.register import Rule, all_rules

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT: Final = "epjTestbenk/v1"
_LEVELS: Final = {Severity.ERROR: "error", Severity.REMARK: "note"}
_IN_MEMORY: Final = 1_000_000


class Writer:
    """Results go straight out; what could not be read waits until the results are done."""

    def __init__(self, out: IO[str], setting: Setting) -> None:
        self._out = out
        self._say = setting.say
        self._results = 0
        rules = descriptors(setting.say)
        self._index = {rule["id"]: index for index, rule in enumerate(rules)}
        driver = {
            "name": "epj validate",
            "semanticVersion": VERSION,
            "organization": "EPJ testbenk",
            "language": setting.say.code,
            "rules": rules,
        }
        self._notifications: IO[str] = tempfile.SpooledTemporaryFile(  # noqa: SIM115  lives as long as the report
            _IN_MEMORY, "w+", encoding="utf-8", newline="\n"
        )
        self._unread = 0
        tool = json.dumps({"driver": driver}, ensure_ascii=False)
        out.write(f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{"tool": {tool},\n"columnKind": ')
        out.write('"unicodeCodePoints",\n"results": [')

    def file(self, judged: Judged) -> None:
        """The findings of one file."""
        times: Counter[str] = Counter()
        wrapped = bool(judged.record["notes"])
        for finding in judged.record["findings"]:
            self._result(judged.record["file"], finding, times, wrapped)

    def exchange(self, record: dict[str, Any]) -> None:
        """The findings of one conversation, each at its file."""
        times: Counter[str] = Counter()
        for finding in record["findings"]:
            self._result(finding["file"] or record["folder"], finding, times, False)

    def unread(self, file: str, reason: str) -> None:
        """A notification of the tool, not a result."""
        note = {"level": "error", "message": {"text": reason}, "locations": [_location(file, {}, True)]}
        self._notifications.write(f"{',' if self._unread else ''}\n{json.dumps(note, ensure_ascii=False)}")
        self._unread += 1

    def end(self, tally: Tally) -> None:
        """The invocation."""
        done = json.dumps(not (tally.unread or tally.interrupted))
        self._out.write(f'\n],\n"invocations": [{{"executionSuccessful": {done}, "exitCode": {tally.exit_code}, ')
        self._out.write('"toolExecutionNotifications": [')
        self._notifications.seek(0)
        for line in self._notifications:
            self._out.write(line)
        self._notifications.close()
        self._out.write("]}]}]}\n")

    def _result(self, file: str, finding: dict[str, Any], times: Counter[str], wrapped: bool) -> None:
        print_ = fingerprint(file, finding)
        times[print_] += 1
        result = {
            "ruleId": finding["rule"],
            **({"ruleIndex": self._index[finding["rule"]]} if finding["rule"] in self._index else {}),
            "level": _LEVELS[Severity(finding["severity"])],
            "message": {"text": _message(finding, self._say)},
            "locations": [_location(file, finding, wrapped)],
            "partialFingerprints": {FINGERPRINT: f"{print_}:{times[print_]}"},
            "properties": {"clause": finding["clause"], "by": finding["by"]},
        }
        self._out.write(f"{',' if self._results else ''}\n{json.dumps(result, ensure_ascii=False)}")
        self._results += 1


def descriptors(say: Language) -> list[dict[str, Any]]:
    """Every rule once, in the order of its id; one that stands in several scopes has the strictest level."""
    together: dict[str, list[Rule]] = {}
    for rule in all_rules():
        if rule.scope is not Scope.SCENARIO:
            together.setdefault(rule.id, []).append(rule)
    return [_descriptor(rules, say) for rules in together.values()]


def _descriptor(rules: list[Rule], say: Language) -> dict[str, Any]:
    first = rules[0]
    levels = {severity(rule.level, rule.mark) for rule in rules}
    titles = [say.text(title) for title in dict.fromkeys(rule.title for rule in rules)]
    clauses = "; ".join(dict.fromkeys(rule.clause for rule in rules))
    facts = f"{say('Krav')}: {clauses}. {say('Nivå')}: {first.level}. {say('Merke')}: {first.mark}."
    help_text = f"{'. '.join(titles)}. {facts} {say('Mer')}: epj rules {first.id}"
    return {
        "id": first.id,
        "shortDescription": {"text": titles[0]},
        "fullDescription": {"text": f"{'. '.join(titles)}."},
        "help": {"text": help_text, "markdown": f"**{first.id}** {'. '.join(titles)}.\n\n{facts}"},
        "defaultConfiguration": {"level": _LEVELS[Severity.ERROR if Severity.ERROR in levels else Severity.REMARK]},
        "properties": {"clause": clauses, "level": str(first.level), "mark": str(first.mark), "tags": _tags(rules)},
    }


def _tags(rules: Iterable[Rule]) -> list[str]:
    return sorted({str(rule.scope) for rule in rules} | {alias for rule in rules for alias in rule.aliases})


def _message(finding: dict[str, Any], say: Language) -> str:
    labels = (("Ventet", "expected"), ("Fant", "found"), ("Gjør", "fix"))
    parts = [finding["problem"], *(f"{say(label)}: {finding[key]}" for label, key in labels if finding[key])]
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


def _location(file: str, finding: dict[str, Any], wrapped: bool) -> dict[str, Any]:
    """Where in the file; a line of what was unwrapped or lies in an archive is no line of the file itself."""
    path, _, member = file.partition(".zip!")
    uri = f"{path}.zip" if member else path
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(uri)}}
    if finding.get("line") and not wrapped and not member:
        physical["region"] = {"startLine": finding["line"]}
    location: dict[str, Any] = {"physicalLocation": physical}
    if where := finding.get("where"):
        full = f"{member}#{where}" if member else where
        name = where.rpartition("/")[2]
        location["logicalLocations"] = [{"fullyQualifiedName": full, "name": name, "kind": "element"}]
    elif member:
        location["logicalLocations"] = [{"fullyQualifiedName": member, "kind": "member"}]
    return location


def _uri(path: str) -> str:
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())


def fingerprint(file: str, finding: dict[str, Any]) -> str:
    """The same for the same breach also when lines are added above it, or the folder lies elsewhere."""
    name = PurePath(file.partition("!")[2] or file).name
    parts = (finding["rule"], name, finding["where"], finding["severity"])
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]
