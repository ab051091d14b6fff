"""What a call asks for, read leniently: names in any case, enums by name, number or quoted number."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Request

from simulator.national.meldingstjener import values
from simulator.national.meldingstjener.body import MOST_IN_A_LIST, Body
from simulator.national.meldingstjener.mailbox import Wanted
from simulator.national.meldingstjener.receipts import OK, PARTLY, REJECTED, STATUSES, Outcome, ReceiptError
from simulator.national.meldingstjener.refusals import Invalid

VERSIONS: Final = frozenset({"2", "2.0"})
MOST_AT_ONCE, USUAL_AT_ONCE, LONGEST_MSG_ID = 100, 10, 100
_LEAST: Final = -values.MOST - 1
_ORDERS: Final = {"Ascending": 1, "Descending": 2}


def source(request: Request) -> str:
    """`nhn-source-system`, after both headers that every call must have are there; raises `Invalid`."""
    version = request.headers.get("api-version", "").strip()
    system = request.headers.get("nhn-source-system", "").strip()
    wrong = []
    if version not in VERSIONS:
        wrong.append(f"Headeren api-version må være «2», og er {values.shown(version)}.")
    if not system:
        wrong.append("Headeren nhn-source-system med systemets navn og versjon mangler.")
    if wrong:
        raise Invalid("Kallet mangler det som alle kall må ha.", *wrong)
    return system


def wanted(request: Request) -> Wanted:
    """The query of a list; raises `Invalid` with everything that is wrong."""
    query, wrong = Query(request), list[str]()
    receivers = query.her_ids("ReceiverHerIds", wrong)
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
        order is not None and values.enum("OrderBy", order, _ORDERS, wrong) == "Descending",
    )
    values.require(wrong)
    return found


def with_metadata(request: Request) -> bool:
    """Whether more is wanted than ids; raises `Invalid`."""
    wrong: list[str] = []
    given = Query(request).one("IncludeMetadata", wrong)
    if given is not None and given.casefold() not in {"true", "false"}:
        wrong.append(f"IncludeMetadata er {values.shown(given)}; ventet true eller false.")
    values.require(wrong)
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
    found = values.number("HER-id-en i adressen", text, wrong, 1, values.MOST)
    values.require(wrong)
    return found


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
    named = "" if media is None else media.partition(";")[0].strip().casefold()
    if media is not None and (named not in {"application/xml", "text/xml"} or not media.isprintable()):
        body.wrong.append(f"contentType er {values.shown(media)}; ventet application/xml.")
    if encoding is not None and encoding.strip().casefold() != "base64":
        body.wrong.append(f"contentTransferEncoding er {values.shown(encoding)}; ventet base64.")
    raw = b"" if encoded is None else values.decoded(encoded, body.wrong)
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


class Query:
    """What stands after the question mark, found by name in any case."""

    def __init__(self, request: Request) -> None:
        self._args = [(name.casefold(), value) for name, value in request.args.items(multi=True)]

    def all(self, name: str) -> list[str]:
        """Each value that is given."""
        return [value for known, value in self._args if known == name.casefold()]

    def one(self, name: str, wrong: list[str]) -> str | None:
        """The value, None when it is left out."""
        found = self.all(name)
        if len(found) > 1:
            wrong.append(f"{name} står {len(found)} ganger.")
        return found[0] if found else None

    def her_ids(self, name: str, wrong: list[str]) -> list[int]:
        """The HER-ids of a query, of which there must be some; empty when there are too many."""
        given = self.all(name)
        if not given:
            wrong.append(f"{name} mangler; gjenta den for hver HER-id.")
        if len(given) > MOST_IN_A_LIST:
            wrong.append(f"{name} står {len(given)} ganger; høyst {MOST_IN_A_LIST}.")
            return []
        return [self.number(name, one, wrong, least=1) for one in given]

    def number(
        self, name: str, given: str, wrong: list[str], *, least: int = -values.MOST - 1, most: int = values.MOST
    ) -> int:
        """A value as a whole number within limits."""
        return values.number(name, given, wrong, least, most)
