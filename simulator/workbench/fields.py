"""Forms made from the contract of intents: which fields there are, and what a sent form says."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from werkzeug.datastructures import FileStorage, MultiDict

import standards
from simulator.journal.intents import INTENTS, READING
from simulator.workbench import words

Kind = Literal["text", "long", "time", "day", "flag", "choice", "choices", "number", "lines", "person", "files"]
_CONTRACT = Path(standards.__file__).parent / "schemas" / "intents.json"
_BY_REFERENCE: Mapping[str, Kind] = MappingProxyType(
    {"person_id": "person", "local_time": "time", "any_time": "time", "local_date": "day", "employees": "lines"}
)
_NEEDED_WITH = MappingProxyType({("answer_dialog", "text"): ("outcome", "answer")})
"""Fields that the contract wants, empty or not, and with which choice they must say something."""
_LONG = 200
_MISSING: Mapping[Kind, str] = MappingProxyType(
    {
        "person": "Velg en pasient.",
        "choice": "Velg en av mulighetene.",
        "choices": "Velg minst én.",
        "time": "Skriv dato og klokkeslett.",
        "day": "Skriv en dato.",
    }
)
"""What is said of a field that must not be empty."""
_NO_SUCH_DAY = "Dagen eller klokkeslettet finnes ikke i kalenderen. Velg en annen tid."
_FORMS = {
    "time": (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?"), "Skriv dato og klokkeslett, som 2026-12-01T10:15."),
    "day": (re.compile(r"\d{4}-\d\d-\d\d"), "Skriv datoen som 2026-12-01."),
    "number": (re.compile(r"\d{1,6}"), "Skriv et helt tall."),
    "person": (re.compile(r"\d{11}"), "Velg en pasient, eller skriv fødselsnummeret med 11 siffer."),
}


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    name: str
    kind: Kind
    required: bool = False
    most: int = 0
    """The largest number of characters, or 0 for no limit."""
    choices: tuple[str, ...] = ()
    intent: str = ""

    @property
    def label(self) -> str:
        """What it is called."""
        return words.OWN_FIELDS.get((self.intent, self.name)) or words.FIELDS.get(self.name, self.name)

    @property
    def hint(self) -> str:
        """What more there is to say of it."""
        return words.HINTS.get(self.name, "")


@dataclass(frozen=True)
class Form:
    """The fields of an intent; `by_service` tells whether it takes the service where staff work."""

    intent: str
    fields: tuple[Field, ...]
    by_service: bool

    def read(
        self, sent: MultiDict[str, str], files: MultiDict[str, FileStorage]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """The parameters that a sent form holds, and what is wrong with each field."""
        params: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for field in self.fields:
            value, fault = _value(field, sent, files)
            if fault:
                wrong[field.name] = fault
            elif value is not None:
                params[field.name] = value
            elif self._may_be_empty(field.name, sent):
                params[field.name] = ""
            elif field.required or (self.intent, field.name) in _NEEDED_WITH:
                wrong[field.name] = _MISSING.get(field.kind, "Fyll ut feltet.")
        return params, wrong

    def _may_be_empty(self, name: str, sent: MultiDict[str, str]) -> bool:
        other, choice = _NEEDED_WITH.get((self.intent, name), ("", ""))
        return bool(other) and sent.get(other) != choice


@lru_cache(maxsize=1)
def forms() -> Mapping[str, Form]:
    """Every intent that does something, in the order of the contract."""
    contract = json.loads(_CONTRACT.read_text("utf-8"))
    names = [name for name in contract["intents"] if name in INTENTS and name not in READING]
    return MappingProxyType({name: _form(name, contract) for name in names})


def _form(name: str, contract: dict[str, Any]) -> Form:
    params = contract["intents"][name]["params"]
    properties = params["properties"]
    fields = tuple(
        replace(
            _field(
                key, schema, contract["$defs"], required=key in params["required"] and (name, key) not in _NEEDED_WITH
            ),
            intent=name,
        )
        for key, schema in properties.items()
        if key != "unit"
    )
    return Form(name, fields, "unit" in properties)


def _field(name: str, schema: dict[str, Any], shared: dict[str, Any], *, required: bool) -> Field:
    reference = str(schema.get("$ref", "")).rpartition("/")[2]
    whole = {**shared.get(reference, {}), **schema}
    choices = tuple(str(one) for one in whole.get("enum", whole.get("items", {}).get("enum", ())))
    most = int(whole.get("maxLength", 0))
    if str(whole.get("items", {}).get("$ref", "")).endswith("/file"):
        return Field(name, "files", required)
    kind = _BY_REFERENCE.get(reference) or _by_type(
        whole, most, many=whole.get("type") == "array", listed=bool(choices)
    )
    return Field(name, kind, required, most, choices)


def _by_type(schema: dict[str, Any], most: int, *, many: bool, listed: bool) -> Kind:
    if listed or many:
        return ("choices" if many else "choice") if listed else "lines"
    if schema.get("type") == "boolean":
        return "flag"
    if schema.get("type") == "integer":
        return "number"
    return "long" if most > _LONG else "text"


def _value(field: Field, sent: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> tuple[Any, str]:
    """What the field says, or None; and what is wrong with it."""
    if field.kind == "flag":
        return bool(sent.get(field.name, "")), ""
    if field.kind == "files":
        return [_file(one) for one in files.getlist(field.name) if one.filename] or None, ""
    if field.kind == "choices":
        return [one for one in sent.getlist(field.name) if one in field.choices] or None, ""
    text = sent.get(field.name, "").replace("\r\n", "\n").strip()
    fault = _fault(field, text) if text else ""
    return (None if fault or not text else _read(field, text)), fault


def _file(sent: FileStorage) -> dict[str, str]:
    """A file as the contract has it; the journal judges what it is."""
    content = base64.b64encode(sent.read()).decode("ascii")
    return {"mime_type": sent.mimetype, "description": (sent.filename or "")[:_LONG], "content_b64": content}


def _read(field: Field, text: str) -> Any:
    if field.kind == "lines":
        return [line.strip() for line in text.splitlines() if line.strip()]
    return int(text) if field.kind == "number" else text


def _fault(field: Field, text: str) -> str:
    if field.kind == "choice" and text not in field.choices:
        return "Velg en av mulighetene."
    if field.most and len(text) > field.most:
        return f"Skriv høyst {field.most} tegn; det er {len(text)} nå."
    pattern, said = _FORMS.get(field.kind, (None, ""))
    if pattern and not pattern.fullmatch(text):
        return said
    return "" if _is_moment(field.kind, text) else _NO_SUCH_DAY


def _is_moment(kind: Kind, text: str) -> bool:
    """Whether a date or time is in the calendar; what is neither a date nor a time is left alone."""
    try:
        return kind not in ("time", "day") or bool(datetime.fromisoformat(text))
    except ValueError:
        return False
