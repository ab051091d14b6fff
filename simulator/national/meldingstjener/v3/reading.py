"""What a call of v3 asks for. Where the source names a field and not whether it is required, it may be left out (I)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Request

from simulator.national.meldingstjener import reading, values
from simulator.national.meldingstjener.body import Body
from simulator.national.meldingstjener.configurations import Configuration
from simulator.national.meldingstjener.receipts import Outcome, Writer
from simulator.national.meldingstjener.refusals import Invalid

VERSIONS: Final = frozenset({"", "3", "3.0"})
USUAL_AT_ONCE, MOST_AT_ONCE = 100, 1000
LAST_OFFSET: Final = 10**11 - 1
_CHANNELS: Final = {"ApiPolling": 1, "Kafka": 2}


@dataclass(frozen=True)
class Letter:
    """What is sent; sender and receivers are those of the document when they are left out."""

    raw: bytes
    media: str
    sender: int | None
    receivers: tuple[int, ...] | None
    application: str


@dataclass(frozen=True)
class Receipt:
    """What one receiver answers."""

    her_id: int
    outcome: Outcome
    writer: Writer | None


@dataclass(frozen=True)
class Since:
    """Which notices are asked for."""

    her_ids: tuple[int, ...]
    offset: int
    most: int


def source(request: Request) -> str:
    """`nhn-source-system`, which may be left out, and so may `api-version` (I); raises `Invalid`."""
    version = request.headers.get("api-version", "").strip()
    if version not in VERSIONS:
        told = f"Headeren api-version må være «3» her, og er {values.shown(version)}."
        raise Invalid("Kallet er for en annen versjon av grensesnittet.", told)
    return request.headers.get("nhn-source-system", "").strip()


def since(request: Request) -> Since:
    """The query for notices; raises `Invalid`."""
    query, wrong = reading.Query(request), list[str]()
    her_ids = _her_ids(query, wrong)
    offset, most = query.one("Offset", wrong), query.one("NotificationsToFetch", wrong)
    if offset is None:
        wrong.append("Offset mangler; den første gangen er den 0.")
    found = Since(
        her_ids,
        0 if offset is None else query.number("Offset", offset, wrong, least=0, most=LAST_OFFSET),
        USUAL_AT_ONCE
        if most is None
        else query.number("NotificationsToFetch", most, wrong, least=1, most=MOST_AT_ONCE),
    )
    values.require(wrong)
    return found


def her_ids(request: Request) -> tuple[int, ...]:
    """The HER-ids of a call that takes nothing else; raises `Invalid`."""
    wrong: list[str] = []
    found = _her_ids(reading.Query(request), wrong)
    values.require(wrong)
    return found


def letter(body: Body) -> Letter:
    """What is sent; raises `Invalid`."""
    sender, receivers = body.number("senderHerId"), body.numbers("receiverHerIds")
    body.text("messageTypeIdentificator")
    body.inside("transportMetadataOverrides")
    writer = _writer(body)
    raw, media, _ = reading.business_document(body)
    named = "" if writer is None else f"{writer.name} {writer.version}".strip()
    return Letter(raw, media, sender, receivers or None, named)


def receipt(body: Body) -> Receipt:
    """What a receiver answers; raises `Invalid`."""
    her_id, writer = body.number("appRecSenderHerId"), _writer(body)
    if her_id is None:
        body.wrong.append("appRecSenderHerId mangler.")
    outcome = reading.outcome(body)
    return Receipt(her_id or 0, outcome, writer)


def configurations(body: Body, client: str) -> tuple[Configuration, ...]:
    """What a client sets for its HER-ids; raises `Invalid`."""
    found = tuple(_configuration(one, client) for one in body.each("configurations"))
    if not found:
        body.wrong.append("configurations mangler eller er tom.")
    if len({one.her_id for one in found}) < len(found):
        body.wrong.append("configurations har samme herId to ganger.")
    body.done()
    return found


def _configuration(one: Body, client: str) -> Configuration:
    her_id, channel = one.number("herId"), one.text("receiveNotificationChannel")
    if her_id is None:
        one.wrong.append("herId mangler i configurations.")
    if channel and values.enum("receiveNotificationChannel", channel, _CHANNELS, one.wrong) == "Kafka":
        one.wrong.append("receiveNotificationChannel Kafka finnes bare inne i Norsk helsenett; bruk ApiPolling.")
    return Configuration(
        her_id or 0,
        client,
        bool(one.flag("clientLocked")),
        bool(one.flag("receiveRefusedMessageNotices")),
        frozenset(one.texts("rejectMessageFilters")),
    )


def _her_ids(query: reading.Query, wrong: list[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(query.her_ids("HerIds", wrong)))


def _writer(body: Body) -> Writer | None:
    name, version = body.text("applicationName"), body.text("applicationVersion")
    for field, given in (("applicationName", name), ("applicationVersion", version)):
        if given is not None and not given.isprintable():
            body.wrong.append(f"{field} er {values.shown(given)}; ventet lesbar tekst på én linje.")
    return Writer(name, version or "") if name else None
