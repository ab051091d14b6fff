"""The values of FHIR R4: which JSON type and which form each primitive has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from standards.errors import StandardsError, kind_of
from standards.fhir.as_xml import div_of

_DAY: Final = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?"
_ZONE: Final = r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
ZONE_MISSING: Final = re.compile(rf"{_DAY}T{_CLOCK}")


@dataclass(frozen=True)
class Form:
    """What a primitive must look like: a pattern, with an example or description (bokmål)."""

    expected: str
    pattern: re.Pattern[str] | None = None


def _form(expected: str, pattern: str) -> Form:
    return Form(expected, re.compile(pattern))


_TEXT: Final = Form("en tekst")
_FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "string": _TEXT,
        "markdown": _TEXT,
        "code": _form("en kode uten mellomrom foran, bak eller dobbelt inni", r"\S+(\s\S+)*"),
        "id": _form("1 til 64 tegn av A–Z, a–z, 0–9, bindestrek og punktum", r"[A-Za-z0-9\-.]{1,64}"),
        "uri": _form("en URI uten mellomrom", r"\S*"),
        "url": _form("en URL uten mellomrom", r"\S*"),
        "canonical": _form("en URL uten mellomrom", r"\S*"),
        "oid": _form("urn:oid: og en OID", r"urn:oid:[0-2](\.(0|[1-9][0-9]*))+"),
        "uuid": _form(
            "urn:uuid: og en UUID med små bokstaver",
            r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        ),
        "base64Binary": _form("base64", r"(\s|[0-9A-Za-z+/=])+"),
        "instant": _form(
            "dato, klokkeslett med sekunder og sone, som 2026-12-01T10:00:00+01:00", f"{_DAY}T{_CLOCK}{_ZONE}"
        ),
        "dateTime": _form(
            "år, måned, dato, eller dato og klokkeslett med sone, som 2026-12-01T10:00:00+01:00",
            rf"[0-9]{{4}}(-(0[1-9]|1[0-2]))?|{_DAY}(T{_CLOCK}{_ZONE})?",
        ),
        "date": _form("år, måned eller dato, som 2026-12-01", rf"[0-9]{{4}}(-(0[1-9]|1[0-2]))?|{_DAY}"),
        "time": _form("klokkeslett med sekunder, uten sone, som 10:00:00", _CLOCK),
    }
)
_WHOLE: Final[Mapping[str, tuple[int, str]]] = MappingProxyType(
    {
        "integer": (-(2**31), "et heltall"),
        "unsignedInt": (0, "et heltall fra 0 og oppover"),
        "positiveInt": (1, "et heltall fra 1 og oppover"),
    }
)


@dataclass(frozen=True)
class Bad:
    """What is wrong with a value (bokmål); `zone` says that only the zone is missing."""

    expected: str
    found: str
    zone: bool = False


def fault_of(kind: str, value: Any) -> Bad | None:
    """What is wrong with a value of a primitive type; None when nothing is."""
    if kind == "boolean":
        return None if isinstance(value, bool) else Bad("true eller false", _shown(value))
    if kind in _WHOLE:
        return _whole(value, *_WHOLE[kind])
    if kind == "decimal":
        good = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        return None if good else Bad("et tall", _shown(value))
    if not isinstance(value, str):
        return Bad(_FORMS[kind].expected if kind in _FORMS else "en tekst", _shown(value))
    return _text(kind, value)


def moment(value: Any) -> datetime | None:
    """The instant, or dateTime with clock; None when it is none of them."""
    if not isinstance(value, str) or not re.fullmatch(f"{_DAY}T{_CLOCK}{_ZONE}", value):
        return None
    try:
        return datetime.fromisoformat(re.sub(r":60(?=[.Z+-])", ":59", value))
    except ValueError:
        return None


def _whole(value: Any, least: int, expected: str) -> Bad | None:
    if type(value) is not int:
        return Bad(expected, _shown(value))
    return None if least <= value < 2**31 else Bad(expected, str(value))


def _text(kind: str, value: str) -> Bad | None:
    if not value:
        return Bad("en tekst med innhold, ellers skal elementet utelates", "en tom tekst")
    if _CONTROL.search(value):
        return Bad("tekst uten kontrolltegn", "et kontrolltegn")
    return _xhtml(value) if kind == "xhtml" else _formed(kind, value)


def _formed(kind: str, value: str) -> Bad | None:
    form = _FORMS.get(kind, _TEXT)
    if form.pattern is not None and not form.pattern.fullmatch(value):
        zone = kind in {"instant", "dateTime"} and ZONE_MISSING.fullmatch(value) is not None
        return Bad(form.expected, value[:60], zone)
    if kind == "base64Binary" and len("".join(value.split())) % 4:
        return Bad(form.expected, f"{len(value)} tegn, som ikke går opp i fire")
    if kind in _CALENDARS and not _exists(value):
        return Bad("en dato som finnes i kalenderen", value[:60])
    return None


_CALENDARS: Final = frozenset({"instant", "dateTime", "date"})


def _exists(value: str) -> bool:
    day = value.partition("T")[0]
    parse: Callable[[str], date] = date.fromisoformat
    try:
        parse(day if len(day) == 10 else f"{day}-01-01"[:10])
    except ValueError:
        return False
    return True


def _xhtml(value: str) -> Bad | None:
    try:
        div_of(value)
    except StandardsError as error:
        return Bad("én <div> i navnerommet til XHTML", error.found or error.problem)
    return None


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"teksten {value[:40]}" if value else "en tom tekst"
    return kind_of(value) if isinstance(value, dict | list | bool) or value is None else str(value)[:40]
