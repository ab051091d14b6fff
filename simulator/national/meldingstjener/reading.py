"""What a call asks for, read leniently: names in any case, enums by name, number or quoted number."""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Request

from simulator.national.meldingstjener.mailbox import Wanted
from simulator.national.meldingstjener.receipts import OK, PARTLY, REJECTED, STATUSES, Outcome, ReceiptError
from simulator.national.meldingstjener.refusals import Invalid, WrongMedia
from simulator.serving import reading
from standards.errors import kind_of, not_json

VERSIONS: Final = frozenset({"2", "2.0"})
MOST_AT_ONCE, USUAL_AT_ONCE, LONGEST_MSG_ID = 100, 10, 100
_MOST: Final = 2**31 - 1
_ORDERS: Final = {"Ascending": 1, "Descending": 2}


def source(request: Request) -> str:
    """`nhn-source-system`, after both headers that every call must have are there; raises `Invalid`."""
    version = request.headers.get("api-version", "").strip()
    system = request.headers.get("nhn-source-system", "").strip()
    wrong = []
    if version not in VERSIONS:
        wrong.append(f"Headeren api-version må være «2», og er {_shown(version)}.")
    if not system:
        wrong.append("Headeren nhn-source-system med systemets navn og versjon mangler.")
    if wrong:
        raise Invalid("Kallet mangler det som alle kall må ha.", *wrong)
    return system


def wanted(request: Request) -> Wanted:
    """The query of a list; raises `Invalid` with everything that is wrong."""
    query, wrong = _Query(request), list[str]()
    receivers = [query.number("ReceiverHerIds", one, wrong, least=1) for one in query.all("ReceiverHerIds")]
    if not receivers:
        wrong.append("ReceiverHerIds mangler; gjenta den for hver HER-id.")
    if len(set(receivers)) < len(receivers):
        wrong.append("ReceiverHerIds har samme HER-id to ganger.")
    sender, msg_id, most, order = (
        query.one(name, wrong) for name in ("SenderHerId", "BusinessDocumentId", "MessagesToFetch", "OrderBy")
    )
    if msg_id is not None and len(msg_id) > LONGEST_MSG_ID:
        wrong.append(f"BusinessDocumentId er på {len(msg_id)} tegn; høyst {LONGEST_MSG_ID}.")
    found = Wanted(
        tuple(receivers),
        None if sender is None else query.number("SenderHerId", sender, wrong),
        msg_id,
        USUAL_AT_ONCE if most is None else query.number("MessagesToFetch", most, wrong, least=1, most=MOST_AT_ONCE),
        order is not None and _enum("OrderBy", order, _ORDERS, wrong) == "Descending",
    )
    _require(wrong)
    return found


def with_metadata(request: Request) -> bool:
    """Whether more is wanted than ids; raises `Invalid`."""
    wrong: list[str] = []
    given = _Query(request).one("IncludeMetadata", wrong)
    if given is not None and given.casefold() not in {"true", "false"}:
        wrong.append(f"IncludeMetadata er {_shown(given)}; ventet true eller false.")
    _require(wrong)
    return given is not None and given.casefold() == "true"


def message_id(text: str) -> str:
    """The id in the address; raises `Invalid`."""
    try:
        return str(uuid.UUID(text))
    except ValueError as error:
        raise Invalid("Id-en i adressen er ikke en UUID.", expected="en UUID", found=ascii(text)[:60]) from error


def her_id(text: str) -> int:
    """The HER-id in the address; raises `Invalid`."""
    wrong: list[str] = []
    found = _number("HER-id-en i adressen", text, wrong, 1, _MOST)
    _require(wrong)
    return found


class Body:
    """A JSON object whose names are read in any case; what is wrong is gathered."""

    def __init__(self, content: Mapping[str, Any], wrong: list[str], where: str = "") -> None:
        self._content = {str(name).casefold(): value for name, value in content.items()}
        self._where = where
        self.wrong = wrong

    @classmethod
    def of(cls, request: Request) -> Body:
        """The body of a call; raises `WrongMedia`, `TooLarge`, `Invalid`."""
        media = request.mimetype
        if media not in {"application/json", "text/json"} and not (
            media.startswith("application/") and media.endswith("+json")
        ):
            raise WrongMedia(
                "Innholdet må være JSON.",
                expected="application/json, text/json eller application/*+json",
                found=request.content_type or "ingen Content-Type",
                fix="Sett Content-Type.",
            )
        raw = reading.body(request)
        try:
            content = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise Invalid("Innholdet er ikke JSON.", found=not_json(error)) from error
        if not isinstance(content, dict):
            raise Invalid("Innholdet er ikke et JSON-objekt.", found=kind_of(content))
        return cls(content, [])

    def text(self, name: str, *, required: bool = False) -> str | None:
        """A text, None when it is null or left out."""
        value = self._content.get(name.casefold())
        if value is None and required:
            self.wrong.append(f"{self._where}{name} mangler.")
        if value is not None and not isinstance(value, str):
            self.wrong.append(f"{self._where}{name} er {kind_of(value)}; ventet en tekst.")
            return None
        return value

    def flag(self, name: str) -> bool | None:
        """True, false, or None when it is null or left out."""
        value = self._content.get(name.casefold())
        if value is not None and not isinstance(value, bool):
            self.wrong.append(f"{self._where}{name} er {kind_of(value)}; ventet true eller false.")
            return None
        return value

    def numbers(self, name: str) -> tuple[int, ...] | None:
        """A list of HER-ids, None when it is null or left out."""
        value = self._content.get(name.casefold())
        if value is None:
            return None
        if not isinstance(value, list):
            self.wrong.append(f"{self._where}{name} er {kind_of(value)}; ventet en liste.")
            return None
        return tuple(_number(name, one, self.wrong, 1, _MOST) for one in value)

    def enum(self, name: str, names: Mapping[str, int]) -> str:
        """One of the names, by name, number or quoted number; the first of them when it is wrong."""
        value = self._content.get(name.casefold())
        if value is None:
            self.wrong.append(f"{self._where}{name} mangler.")
            return next(iter(names))
        return _enum(name, value, names, self.wrong)

    def inside(self, name: str) -> Body | None:
        """An object, None when it is null or left out."""
        value = self._content.get(name.casefold())
        if value is not None and not isinstance(value, dict):
            self.wrong.append(f"{self._where}{name} er {kind_of(value)}; ventet et objekt.")
            return None
        return None if value is None else Body(value, self.wrong, f"{name}.")

    def each(self, name: str) -> list[Body]:
        """The objects of a list."""
        value = self._content.get(name.casefold())
        listed = value if isinstance(value, list) else []
        if value is not None and (listed is not value or not all(isinstance(one, dict) for one in listed)):
            self.wrong.append(f"{self._where}{name} er ikke en liste av objekter.")
            return []
        return [Body(one, self.wrong, f"{name}[{place}].") for place, one in enumerate(listed)]

    def done(self) -> None:
        """Raises `Invalid` when anything was wrong."""
        _require(self.wrong)


_TEXTS: Final = (
    "cpaId",
    "conversationId",
    "service",
    "serviceType",
    "action",
    "senderRole",
    "receiverRole",
    "applicationName",
    "applicationVersion",
    "middlewareName",
    "middlewareVersion",
)
_FLAGS: Final = ("useSenderLevel1HerId", "compressPayload")


def overrides(body: Body) -> dict[str, str]:
    """`ebXmlOverrides`: its form is held, and only the name of the application is used; nothing is sent as ebXML."""
    found = body.inside("ebXmlOverrides")
    if found is None:
        return {}
    for name in _FLAGS:
        found.flag(name)
    return {name: text for name in _TEXTS if (text := found.text(name))}


def business_document(body: Body) -> tuple[bytes, str, tuple[int, ...] | None]:
    """The bytes of the document, its content type, and the receivers it is narrowed to; raises `Invalid`."""
    encoded = body.text("businessDocument", required=True)
    media, encoding = (body.text(name, required=True) for name in ("contentType", "contentTransferEncoding"))
    subset = body.numbers("receiverHerIdsSubset")
    overrides(body)
    if media is not None and media.partition(";")[0].strip().casefold() not in {"application/xml", "text/xml"}:
        body.wrong.append(f"contentType er {_shown(media)}; ventet application/xml.")
    if encoding is not None and encoding.strip().casefold() != "base64":
        body.wrong.append(f"contentTransferEncoding er {_shown(encoding)}; ventet base64.")
    raw = b"" if encoded is None else _decoded(encoded, body.wrong)
    body.done()
    return raw, media or "", subset


def outcome(body: Body) -> Outcome:
    """What a receipt says; raises `Invalid`. The list of errors is filled exactly when it is rejected."""
    status = body.enum("appRecStatus", STATUSES)
    errors = tuple(_receipt_error(one) for one in body.each("appRecErrorList"))
    if status == REJECTED and not errors:
        body.wrong.append("appRecErrorList må ha minst én feil når appRecStatus er Rejected.")
    if status == OK and errors:
        body.wrong.append("appRecErrorList må være tom når appRecStatus er Ok.")
    if status == PARTLY:
        body.wrong.append("appRecStatus OkErrorInMessagePart støttes ikke ennå.")
    body.done()
    return Outcome(status, errors)


def _receipt_error(one: Body) -> ReceiptError:
    code, details, description = one.text("errorCode"), one.text("details"), one.text("description")
    if not (code or details or description):
        one.wrong.append("En feil i appRecErrorList har verken errorCode eller details.")
    return ReceiptError(code or "", details, description, one.text("oid"))


class _Query:
    """What stands after the question mark, found by name in any case."""

    def __init__(self, request: Request) -> None:
        self._args = [(name.casefold(), value) for name, value in request.args.items(multi=True)]

    def all(self, name: str) -> list[str]:
        return [value for known, value in self._args if known == name.casefold()]

    def one(self, name: str, wrong: list[str]) -> str | None:
        found = self.all(name)
        if len(found) > 1:
            wrong.append(f"{name} står {len(found)} ganger.")
        return found[0] if found else None

    def number(self, name: str, given: str, wrong: list[str], *, least: int = -_MOST - 1, most: int = _MOST) -> int:
        return _number(name, given, wrong, least, most)


def _number(name: str, given: object, wrong: list[str], least: int, most: int) -> int:
    digits = given.strip() if isinstance(given, str) else ""
    if type(given) is int or (isinstance(given, float) and given.is_integer()):
        found = int(given)
    elif digits.isascii() and digits.removeprefix("-").isdigit() and len(digits) < 12:
        found = int(digits)
    else:
        wrong.append(f"{name} er {_shown(given)}; ventet et helt tall.")
        return least
    if not least <= found <= most:
        wrong.append(f"{name} er {_shown(given)}; ventet {least} til {most}.")
        return least
    return found


def _enum(name: str, given: object, names: Mapping[str, int], wrong: list[str]) -> str:
    whole = int(given) if isinstance(given, float) and given.is_integer() else given
    text = "" if isinstance(whole, bool) else str(whole).strip().casefold()
    for known, number in names.items():
        if text in {known.casefold(), str(number)}:
            return known
    wrong.append(f"{name} er {_shown(given)}; ventet {', '.join(names)} eller {', '.join(map(str, names.values()))}.")
    return next(iter(names))


def _decoded(encoded: str, wrong: list[str]) -> bytes:
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        wrong.append("businessDocument er ikke base64.")
        return b""


def _shown(given: object) -> str:
    text = str(given)[:60]
    return "tom" if given in (None, "") else f"«{text}»" if text.isprintable() else ascii(text)


def _require(wrong: Iterable[str]) -> None:
    found = list(wrong)
    if found:
        raise Invalid(" ".join(found), *found)
