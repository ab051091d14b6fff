"""Meldingstjener (MSH API v2) from the client's side: list, fetch, send, receipt, status and mark read."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import requests
from requests.auth import AuthBase

from standards.errors import Problem
from wire.route import DIRECT, Route

T = TypeVar("T")
OK, REJECTED = "Ok", "Rejected"
MOST_AT_ONCE: Final = 100
_XML: Final = "application/xml"
_OSLO: Final = ZoneInfo("Europe/Oslo")


class MshError(Problem):
    """Something is wrong between us and Meldingstjener."""


class MshUnreachable(MshError):
    """No answer. What was sent may have arrived: it may be sent once more, with the same MsgId."""


class MshRefused(MshError):
    """It answered no, or something else than the interface says; `errors` are those of the ErrorMessage."""

    def __init__(
        self,
        problem: str,
        *,
        expected: str = "",
        found: str = "",
        fix: str = "",
        status: int = 0,
        request_id: str = "",
        errors: tuple[str, ...] = (),
    ) -> None:
        super().__init__(problem, expected=expected, found=found, fix=fix)
        self.status = status
        self.request_id = request_id
        self.errors = errors


@dataclass(frozen=True)
class Habits:
    """How a client spells what the interface leaves open."""

    capital_queries: bool = False
    """`ReceiverHerIds` instead of `receiverHerIds`."""
    statuses: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({OK: OK, REJECTED: REJECTED}))
    read_content_type: str | None = "application/json"
    """What marking as read declares, though it has no body."""
    order: str | None = None
    """What a list says of its order; None says nothing."""

    def query(self, name: str) -> str:
        """The name of a query parameter."""
        return name if self.capital_queries else name[:1].lower() + name[1:]


KS: Final = Habits()
"""As the client of KS does."""
NAV: Final = Habits(True, MappingProxyType({OK: "1", REJECTED: "2"}), None, "1")
"""As NAV's adapter does."""


@dataclass(frozen=True)
class Listed:
    """An unread message; what is beside the ids is empty when no metadata was asked for."""

    id: str
    receiver: int
    sender: int = 0
    msg_id: str = ""
    gen_date: datetime | None = None
    content_type: str = ""
    is_receipt: bool = False


@dataclass(frozen=True)
class ReceiptError:
    """Why a message was rejected, with a code of 8221."""

    code: str
    details: str = ""
    description: str = ""


@dataclass(frozen=True)
class Delivery:
    """How it went with one receiver; `receipt` is empty until there is one."""

    receiver: int
    transport: str
    receipt: str
    errors: tuple[ReceiptError, ...] = ()


class MshClient:
    """Access to the messages at `base` (with the test area, and `/msh`); `auth` adds token and proof to each call.

    Every method raises `MshUnreachable` and `MshRefused`, and may be called from several threads.
    """

    def __init__(
        self,
        base: str,
        source: str,
        *,
        auth: AuthBase | None = None,
        habits: Habits = KS,
        timeout: float = 30.0,
        route: Route = DIRECT,
    ) -> None:
        self._base = f"{base.rstrip('/')}/Messages"
        self._habits = habits
        self._timeout = timeout
        self._session = route.session()
        self._session.auth = auth
        self._session.headers.update({"api-version": "2", "nhn-source-system": source, "Accept": "application/json"})

    def unread(self, *receivers: int, most: int = MOST_AT_ONCE, metadata: bool = True) -> list[Listed]:
        """The unread messages to own HER-ids, by GenDate."""
        asked: list[tuple[str, str]] = [(self._habits.query("ReceiverHerIds"), str(one)) for one in receivers]
        asked.append((self._habits.query("IncludeMetadata"), "true" if metadata else "false"))
        asked.append((self._habits.query("MessagesToFetch"), str(most)))
        if self._habits.order is not None:
            asked.append((self._habits.query("OrderBy"), self._habits.order))
        answer = self._call("GET", "", params=asked)
        return _read(answer, lambda content: [_listed(one) for one in content])

    def show(self, message: str) -> Listed:
        """The metadata of a message."""
        return _read(self._call("GET", f"/{message}"), _listed)

    def fetch(self, message: str) -> bytes:
        """The business document, byte by byte."""
        answer = self._call("GET", f"/{message}/business-document")
        return _read(answer, lambda content: base64.b64decode(_lower(content)["businessdocument"]))

    def send(self, document: bytes, only_to: Sequence[int] = ()) -> str:
        """Send a document to the receivers that stand in it; the id of the message."""
        encoded = base64.b64encode(document).decode("ascii")
        body: dict[str, Any] = {"businessDocument": encoded, "contentType": _XML, "contentTransferEncoding": "base64"}
        if only_to:
            body["receiverHerIdsSubset"] = list(only_to)
        return _new_id(self._call("POST", "", json=body))

    def receipt(self, message: str, by: int, errors: Sequence[ReceiptError] = ()) -> str:
        """Acknowledge a message, or reject it with errors; the id of the receipt as a message."""
        told = [{"errorCode": one.code, "details": one.details, "description": one.description} for one in errors]
        status = self._habits.statuses[REJECTED if errors else OK]
        body = {"appRecStatus": status, "appRecErrorList": told}
        return _new_id(self._call("POST", f"/{message}/apprec/{by}", json=body))

    def deliveries(self, message: str) -> list[Delivery]:
        """Transport and receipt of each receiver."""
        answer = self._call("GET", f"/{message}/status")
        receipts = self._call("GET", f"/{message}/apprec")
        errors = dict(_read(receipts, lambda content: [_errors(one) for one in content]))
        found = _read(answer, lambda content: [_lower(one) for one in content])
        return _told(
            answer,
            lambda: [
                Delivery(
                    int(one["receiverherid"]),
                    str(one["transportdeliverystate"]),
                    str(one.get("apprecstatus") or ""),
                    errors.get(int(one["receiverherid"]), ()),
                )
                for one in found
            ],
        )

    def mark_read(self, message: str, receiver: int) -> None:
        """Mark the receiver's own copy."""
        media = self._habits.read_content_type
        self._call("PUT", f"/{message}/read/{receiver}", headers={} if media is None else {"Content-Type": media})

    def close(self) -> None:
        """Drop the connections."""
        self._session.close()

    def _call(self, method: str, path: str, **more: Any) -> requests.Response:
        try:
            answer = self._session.request(
                method, self._base + path, timeout=self._timeout, allow_redirects=False, **more
            )
        except requests.RequestException as error:
            raise self._unreachable(error) from error
        if not 200 <= answer.status_code < 300:
            raise _refused(answer)
        return answer

    def _unreachable(self, error: requests.RequestException) -> MshUnreachable:
        return MshUnreachable(
            "Får ikke kontakt med Meldingstjener.",
            expected=f"svar fra {self._base} innen {self._timeout:g} sekunder",
            found=type(error).__name__,
            fix="Sjekk at tjenesten er i gang, og at adressen er riktig.",
        )


def _refused(answer: requests.Response) -> MshRefused:
    """What an ErrorMessage says, however its names are spelt."""
    try:
        told = _lower(answer.json())
    except (ValueError, AttributeError):
        told = {}
    errors = told.get("validationerrors")
    return MshRefused(
        "Meldingstjener tok ikke imot kallet.",
        expected="et svar i 200-serien",
        found=f"{answer.status_code}: {str(told.get('error') or answer.reason)[:500]}",
        fix="Rett det som er nevnt.",
        status=answer.status_code,
        request_id=str(told.get("requestid") or ""),
        errors=tuple(str(one) for one in errors) if isinstance(errors, list) else (),
    )


def _new_id(answer: requests.Response) -> str:
    """The id in the body, or else in `Location`; a body without quotes is taken too."""
    found = answer.text.strip().strip('"') or answer.headers.get("Location", "").rstrip("/").rpartition("/")[2]
    if answer.status_code != 201 or not found:
        raise _unlike(answer)
    return found


def _listed(content: Any) -> Listed:
    one = _lower(content)
    return Listed(
        str(one["id"]),
        int(one["receiverherid"]),
        int(one.get("senderherid") or 0),
        str(one.get("businessdocumentid") or ""),
        _moment(one.get("businessdocumentgendate")),
        str(one.get("contenttype") or ""),
        bool(one.get("isapprec")),
    )


def _errors(content: Any) -> tuple[int, tuple[ReceiptError, ...]]:
    one = _lower(content)
    listed = [_lower(error) for error in one.get("apprecerrorlist") or ()]
    names = ("errorcode", "details", "description")
    return int(one["receiverherid"]), tuple(
        ReceiptError(*(str(each.get(name) or "") for name in names)) for each in listed
    )


def _moment(text: str | None) -> datetime | None:
    """A date without offset is Norwegian time."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=_OSLO)


def _lower(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name.casefold(): value for name, value in content.items()}


def _read(answer: requests.Response, form: Callable[[Any], T]) -> T:
    return _told(answer, lambda: form(answer.json()))


def _told(answer: requests.Response, made: Callable[[], T]) -> T:
    """What is made of an answer; raises `MshRefused` when it has another form."""
    try:
        return made()
    except (ValueError, TypeError, KeyError, AttributeError, binascii.Error) as error:
        raise _unlike(answer) from error


def _unlike(answer: requests.Response) -> MshRefused:
    return MshRefused(
        "Meldingstjener svarte noe annet enn grensesnittet sier.",
        expected="et svar etter MSH API v2",
        found=f"{answer.status_code} {answer.headers.get('Content-Type', '')}: {answer.text[:200]}",
        fix="Sjekk at adressen peker på Meldingstjener og testområdet.",
        status=answer.status_code,
    )
