"""Whether what the EPJ sent comes from a simulated journal, read from the bytes that were captured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from lxml import etree

from conformance.evidence.records import MessageRecord
from standards import xml
from standards.errors import StandardsError
from standards.exchange import Role

SIMULATED, REAL, UNKNOWN = "simulert", "ekte", "ukjent"
STAMP: Final = "SIMULERT"
"""The application property that every simulated journal sends."""
NAME: Final = "(simulert)"
"""What ends the name of every organisation of the simulated landscape."""
ENVIRONMENT: Final = "simulert"
"""What a target file calls the environment of a simulated journal."""
_MAY_HOLD_NAME: Final = re.compile(rb"simulert|&#|\x00", re.IGNORECASE)
"""What a message must have for the name to stand in it, as it is or in disguise."""
_SENDER: Final = (
    "/*[local-name()='MsgHead']/*[local-name()='MsgInfo']/*[local-name()='Sender']"
    "//*[local-name()='OrganisationName' or local-name()='Name']",
    "/*[local-name()='AppRec']/*[local-name()='Sender']//*[local-name()='Name']",
)


_CALLED: Final = re.compile(r"\bsimulert\b", re.IGNORECASE)


def is_called_simulated(name: str) -> bool:
    """Whether a target has a name that says what it is, as every simulated journal has."""
    return _CALLED.search(name) is not None


def says_simulated(target: Mapping[str, Any]) -> bool:
    """Whether a target says of itself that it is simulated: by environment, by name, or by the names of its parties."""
    parties = target.get("parties", ())
    names = (str(party.get(key, "")) for party in parties for key in ("name", "parent_name"))
    is_named = is_called_simulated(str(target.get("name", ""))) or any(NAME in name.casefold() for name in names)
    return is_named or target.get("environment") == ENVIRONMENT


class Mark:
    """Looks at what the EPJ sent, one message after the other; one that is marked is enough for all."""

    def __init__(self, environment: str = "") -> None:
        self._simulated = environment == ENVIRONMENT
        self._sent = 0

    def look(self, raw: bytes, application_properties: Mapping[str, object]) -> None:
        """Take in one message that the EPJ sent."""
        self._sent += 1
        self._simulated = self._simulated or STAMP in application_properties or _named(raw)

    @property
    def origin(self) -> str:
        """`simulert`, `ekte`, or `ukjent` when the EPJ sent nothing."""
        if self._simulated:
            return SIMULATED
        return REAL if self._sent else UNKNOWN


def origin_of(sent: Iterable[tuple[bytes, Mapping[str, object]]], *, is_declared: bool) -> str:
    """Where messages of the EPJ come from, by their bytes and application properties, or as the target declares."""
    mark = Mark(ENVIRONMENT if is_declared else "")
    for raw, application_properties in sent:
        mark.look(raw, application_properties)
    return mark.origin


def origin_of_records(messages: Iterable[MessageRecord], target: Mapping[str, Any]) -> str:
    """The same for what a run has kept, of the EPJ and of others."""
    sent = ((one.raw, one.envelope.application_properties) for one in messages if one.sender is Role.EPJ)
    return origin_of(sent, is_declared=says_simulated(target))


def _named(raw: bytes) -> bool:
    if not _MAY_HOLD_NAME.search(raw):
        return False
    try:
        root = xml.parse(raw)
    except StandardsError:
        return False
    found = [one for path in _SENDER for one in _elements(root.xpath(path))]
    return any(NAME in "".join(map(str, one.itertext())).casefold() for one in found)


def _elements(found: object) -> list[etree._Element]:
    return [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []
