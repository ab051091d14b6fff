"""MH-15: when a message says that it was written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from standards.build import parse_time
from standards.rules.model import Level, Mark
from standards.rules.register import Fault, Judgement, rule
from standards.rules.view import Message, node, text

OSLO: Final = ZoneInfo("Europe/Oslo")


@rule(
    "MH-15",
    clause="HIS 80601:2006, GenDate",
    title="GenDate har sone, og den er UTC eller den Norge har da",
    level=Level.BOER,
    mark=Mark.INFERRED,
)
def written_with_zone(message: Message) -> Iterator[Judgement]:
    """The schema takes a time without a zone, and one of any zone; the reader sorts threads by it all the same."""
    element = node(message.info, "mh:GenDate")
    found = text(element)
    moment = parse_time(found)
    if element is None or moment is None:
        return  # MH-01 says so
    if moment.tzinfo is None:
        problem = "GenDate har ikke sone, så mottakeren må gjette når meldingen ble skrevet."
    elif moment.utcoffset() not in (timedelta(), _in_norway(moment)):
        problem = "GenDate har en sone som Norge ikke har da; klokkeslettet kan være et annet enn det var."
    else:
        return
    yield Fault(
        problem,
        element,
        expected="tidspunkt med Z, eller med sonen i Norge, for eksempel 2026-12-01T09:00:00+01:00",
        found=found,
        fix="Skriv tidspunktet i UTC med Z, eller med +01:00 om vinteren og +02:00 om sommeren.",
    )


def _in_norway(moment: datetime) -> timedelta | None:
    return moment.astimezone(UTC).astimezone(OSLO).utcoffset()
