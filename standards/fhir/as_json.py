"""FHIR as JSON: hardened reading of what comes from outside, and writing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from standards.errors import ForbiddenXml, NotWellFormed, StandardsError, kind_of, not_json, not_utf8

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_DEPTH: Final = 60
MAX_VALUES: Final = 20_000
_MAX_SIGNS: Final = 500_000
_MAX_NUMBER: Final = 40
_BOM: Final = b"\xef\xbb\xbf"
_FIRST_BRACE: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*\{")


def is_json(raw: bytes) -> bool:
    """Whether the first thing in it is a JSON object."""
    return _FIRST_BRACE.match(raw) is not None


def read_json(raw: bytes) -> dict[str, Any]:
    """The resource in JSON from outside; raises `StandardsError` and nothing else."""
    if len(raw) > MAX_BYTES:
        raise ForbiddenXml(
            "Ressursen er for stor.",
            expected=f"høyst {MAX_BYTES} byte",
            found=f"{len(raw)} byte",
            fix="Send innholdet som vedlegg i stedet, eller del det opp.",
        )
    if len(raw) > _MAX_SIGNS and raw.count(b",") + raw.count(b"[") + raw.count(b"{") > _MAX_SIGNS:
        raise _too_many()
    resource = _parse(raw.removeprefix(_BOM))
    _refuse_depth(resource)
    _refuse_surrogates(raw, resource)
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        raise StandardsError(
            "JSON-dokumentet er ikke en FHIR-ressurs.",
            expected="et objekt med resourceType, for eksempel Appointment",
            found="et objekt uten resourceType" if isinstance(resource, dict) else kind_of(resource),
            fix="Send ressursen selv, med resourceType først.",
        )
    return resource


def write_json(resource: Mapping[str, Any]) -> bytes:
    """The resource as UTF-8 JSON; a decimal keeps its digits, so 1.10 stays 1.10."""
    return (_text(resource, "\n") + "\n").encode()


def _text(value: Any, line: str) -> str:
    inner = f"{line}  "
    if isinstance(value, Mapping) and value:
        rows = (f"{json.dumps(str(name), ensure_ascii=False)}: {_text(one, inner)}" for name, one in value.items())
        return "{" + inner + f",{inner}".join(rows) + line + "}"
    if isinstance(value, list) and value:
        return "[" + inner + f",{inner}".join(_text(one, inner) for one in value) + line + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.decode(),
            object_pairs_hook=_object,
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_refuse_constant,
        )
    except StandardsError:
        raise
    except UnicodeDecodeError as error:
        raise NotWellFormed(
            "Ressursen er ikke i UTF-8.", expected="UTF-8", found=not_utf8(error), fix="Skriv ressursen i UTF-8."
        ) from error
    except (ValueError, RecursionError) as error:
        raise NotWellFormed(
            "Ressursen er ikke JSON.",
            expected="ett JSON-objekt",
            found=not_json(error),
            fix="Rett stedet som er nevnt.",
            line=getattr(error, "lineno", 0),
        ) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise NotWellFormed(
                f"Egenskapen {name[:80]} står to ganger i samme objekt.",
                expected="hver egenskap én gang",
                found=f"{name[:80]} to ganger",
                fix="Fjern den ene, eller bruk en liste hvis elementet kan gjentas.",
            )
        found[name] = value
    return found


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise _too_large(text) from error
    if len(text) > _MAX_NUMBER or abs(number.adjusted()) > _MAX_NUMBER:
        raise _too_large(text)
    return number


def _whole(text: str) -> int:
    if len(text) > _MAX_NUMBER:
        raise _too_large(text)
    return int(text)


def _too_large(text: str) -> StandardsError:
    return StandardsError(
        "Et tall er større enn FHIR har plass til.",
        expected="et heltall på høyst 32 bit, eller et desimaltall med høyst 18 sifre",
        found=text[:_MAX_NUMBER],
        fix="Rett tallet, eller skriv det som tekst hvis det er en id.",
    )


def _refuse_constant(text: str) -> Any:
    raise NotWellFormed(
        f"{text} er ikke et tall i JSON.",
        expected="et vanlig tall",
        found=text,
        fix="Utelat elementet når verdien ikke er kjent.",
    )


def _refuse_depth(value: Any) -> None:
    level, depth, count = [value], 0, 1
    while level:
        level = [inner for one in level for inner in _inside(one)]
        depth += 1
        count += len(level)
        if count > MAX_VALUES:
            raise _too_many()
        if depth > MAX_DEPTH:
            raise ForbiddenXml(
                "Ressursen er nøstet for dypt.",
                expected=f"høyst {MAX_DEPTH} nivåer",
                found="flere nivåer",
                fix="Fjern nøstingen.",
            )


def _too_many() -> StandardsError:
    return ForbiddenXml(
        "Ressursen har for mange verdier.",
        expected=f"høyst {MAX_VALUES}",
        found="flere",
        fix="Del ressursen opp i flere.",
    )


def _refuse_surrogates(raw: bytes, resource: Any) -> None:
    """Half a character can be written as an escape in JSON, and in nothing else."""
    if b"\\u" not in raw:
        return
    try:
        json.dumps(resource, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError as error:
        raise NotWellFormed(
            "En tekst har et halvt tegn.",
            expected="hele Unicode-tegn",
            found=f"U+{ord(error.object[error.start]):04X} alene",
            fix="Skriv tegnet selv, eller begge halvdelene av det.",
        ) from error


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
