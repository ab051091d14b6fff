"""Reads a target file and says everything that is wrong with it, with line, expected, found and fix (bokmål)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from conformance.targets.lines import Path as KeyPath
from conformance.targets.lines import find_lines, line_of
from standards.errors import in_words, not_utf8
from standards.masking import mask

MAX_BYTES = 1_000_000
UNKNOWN = "?"
"""What stands in a file where somebody has yet to answer."""
DEVIATIONS = ".avvik.toml"
"""What the name of a file with accepted deviations ends with, beside the target file."""
_Error = Any  # a ValidationError; its published types allow what a checked schema never gives
_SECRETS = frozenset({"secret", "key", "password"})
_TYPES = {
    "string": "en tekst i anførselstegn",
    "object": "en tabell",
    "array": "en liste",
    "boolean": "true eller false",
    "number": "et tall",
    "integer": "et heltall",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in the file; `line` is 0 when it is not about a line."""

    line: int
    problem: str
    expected: str = ""
    found: str = ""
    fix: str = ""

    def __str__(self) -> str:
        where = f"linje {self.line}: " if self.line else ""
        parts = [f"{where}{self.problem}"]
        for label, value in (("Ventet", self.expected), ("Fant", self.found), ("Gjør dette", self.fix)):
            if value:
                parts.append(f"{label}: {value}")
        return mask(" ".join(part if part.endswith((".", "!", "?")) else part + "." for part in parts))


class TargetError(Exception):
    """The target file, or the deviations beside it, cannot be used; holds every problem that was found."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(str(path))
        self.path = path
        self.problems = problems

    def __str__(self) -> str:
        count = len(self.problems)
        what = "Avviksfilen" if self.path.name.endswith(DEVIATIONS) else "Testobjektfilen"
        head = f"{what} {self.path} kan ikke brukes ({count} feil):"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


@dataclass(frozen=True)
class TargetFile:
    """The plain data of a file that follows the schema, and where each key stands."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[KeyPath, int]

    def line(self, *path: str | int) -> int:
        """The line of a key, or of what is nearest around it."""
        return line_of(self.lines, path)


def read(path: Path, form: str = "target") -> TargetFile:
    """Read a file and check it against `FORM.schema.json`; raises `TargetError` with all breaches at once."""
    text = _text(path)
    data = _plain(_parse(path, text))
    lines = find_lines(text)
    open_keys = frozenset(_unanswered(data))
    breaches = [*_open(open_keys, lines), *_breaches(form, data, lines, open_keys)]
    problems = sorted(breaches, key=lambda problem: problem.line)
    if problems:
        raise TargetError(path, tuple(dict.fromkeys(problems)))
    return TargetFile(path, data, lines)


@cache
def _validator(form: str) -> Draft202012Validator:
    schema = resources.files("standards").joinpath(f"schemas/{form}.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(schema))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise TargetError(path, (Problem(0, "Filen er for stor", "under 1 MB", fix="Pek på riktig fil"),))
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(0, "Filen er ikke UTF-8", "tekst i UTF-8", not_utf8(error), "Lagre filen som UTF-8")
        raise TargetError(path, (problem,)) from error
    except OSError as error:
        fix = "Sjekk navnet. epj target init lager en slik fil, og epj simulate en for en simulert journal"
        problem = Problem(0, "Filen kunne ikke leses", "en fil i TOML", in_words(error), fix)
        raise TargetError(path, (problem,)) from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        line = int(place.group(1)) if place else text.count("\n") + 1
        written = (text.splitlines() or [""])[min(line, len(text.splitlines()) or 1) - 1].strip()
        shown = _hidden(written) or _short(written)
        found = f"«{shown}»" + (f", tegn {place.group(2)}" if place else ", der filen slutter")
        fix = "Se etter manglende anførselstegn, = eller ], eller en nøkkel som står to ganger"
        raise TargetError(path, (Problem(line, "Dette er ikke gyldig TOML", "nøkkel = verdi", found, fix),)) from error


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _unanswered(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Where the file has a question mark for an answer."""
    if value == UNKNOWN:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from _unanswered(one, (*path, key))


def _open(keys: Iterable[KeyPath], lines: Mapping[KeyPath, int]) -> Iterator[Problem]:
    for path in keys:
        fix = "Fyll det ut; merknaden i filen sier hvem som vet det"
        yield Problem(line_of(lines, path), f"{_name(path)} er ikke fylt ut ennå", "et svar", "et spørsmålstegn", fix)


def _breaches(form: str, data: Any, lines: Mapping[KeyPath, int], unanswered: frozenset[KeyPath]) -> Iterator[Problem]:
    validator = _validator(form)
    for error in validator.iter_errors(data):
        if tuple(error.absolute_path) not in unanswered:
            yield from _problems(validator.schema, error, lines)


def _problems(whole: Any, error: _Error, lines: Mapping[KeyPath, int]) -> Iterator[Problem]:
    path: KeyPath = tuple(error.absolute_path)
    line = line_of(lines, path)
    if error.validator == "required":
        yield from _missing(whole, error, path, line)
    elif error.validator == "additionalProperties":
        yield from _unknown(error, path, lines)
    elif "propertyNames" in error.absolute_schema_path:
        name = str(error.instance)
        yield Problem(line_of(lines, (*path, name)), f"Navnet {name} er ikke lovlig her", _pattern_text(error), name)
    else:
        found = "noe annet (verdien vises ikke)" if _SECRETS & set(path) else _found(error.instance)
        yield Problem(line, f"Feil verdi i {_name(path)}", _expected(whole, error), found, _fix(error))


def _missing(whole: Any, error: _Error, path: KeyPath, line: int) -> Iterator[Problem]:
    for name in error.validator_value:
        if name not in error.instance:
            what = _described(whole, error.schema, name)
            place = f"i {_name(path)}" if path else "i filen"
            yield Problem(line, f"{name} mangler {place}", what, "ingenting", f"Skriv inn {name}")


def _unknown(error: _Error, path: KeyPath, lines: Mapping[KeyPath, int]) -> Iterator[Problem]:
    known = list(error.schema.get("properties", {}))
    for name in error.instance:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            fix = f"Mente du {near[0]}?" if near else "Fjern den, eller sjekk stavemåten"
            place = f"i {_name(path)}" if path else "i filen"
            line = line_of(lines, (*path, name))
            yield Problem(line, f"Ukjent nøkkel {place}", ", ".join(known), name, fix)


def _described(whole: Any, schema: Mapping[str, Any], name: str) -> str:
    inner = schema.get("properties", {}).get(name, {})
    reference = inner.get("$ref", "").rpartition("/")[2]
    shared = whole["$defs"].get(reference, {}) if reference else {}
    return str(inner.get("description") or shared.get("description") or "")


def _expected(whole: Any, error: _Error) -> str:
    described = error.schema.get("description") or _around(whole, error)
    if described:
        return str(described)
    if error.validator == "type":
        return _TYPES.get(str(error.validator_value), str(error.validator_value))
    return _pattern_text(error)


def _around(whole: Any, error: _Error) -> str:
    """The description beside a `$ref`, which stands outside the schema that failed and is not a step of the path."""
    steps = list(error.absolute_schema_path)
    node = whole
    text = ""
    for step in steps:
        if isinstance(node, Mapping) and "$ref" in node:
            text = str(node.get("description", text))
            node = whole["$defs"][node["$ref"].rpartition("/")[2]]
        node = node[step]
    return text


def _pattern_text(error: _Error) -> str:
    return f"noe på formen {error.validator_value}" if error.validator == "pattern" else str(error.validator_value)


def _fix(error: _Error) -> str:
    if error.validator == "type" and error.validator_value == "string" and isinstance(error.instance, (int, float)):
        return "Sett anførselstegn rundt verdien"
    if error.validator == "enum":
        near = get_close_matches(str(error.instance), [str(value) for value in error.validator_value], n=1)
        return f"Mente du {near[0]}?" if near else "Velg en av dem"
    return "Rett verdien"


def _found(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "en tabell med " + (", ".join(value) or "ingenting i")
    if isinstance(value, list):
        return f"en liste med {len(value)} verdier"
    return f"«{_short(value)}»"


def _hidden(written: str) -> str:
    """The line as it may be shown when it is about a secret, else nothing."""
    return next((f"{name} = …" for name in sorted(_SECRETS) if written.startswith(name)), "")


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _name(path: KeyPath) -> str:
    words = [f"nr. {part + 1}" if isinstance(part, int) else part for part in path]
    return " ".join(words)
