"""The process catalogue as data: which codes are legal from whom, in answer to what, with which content.

Sources: HITS 1217:2018 chapter 3 and 5, Helsenorge's pages on Avtaleutsending and Avtaleavbestilling.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from standards.kodeverk.k8279 import K8279
from standards.processes.actors import BETWEEN_ACTORS, ActorMessage
from standards.processes.appointments import (
    AVTALEAVBESTILLING,
    AVTALEUTSENDING,
    TIMEONSKE,
    TIMEONSKEUNGDOM,
    TIMERESERVASJON,
)
from standards.processes.dialogs import EKONSULTASJON, EKONTAKT, HELSEPERSONELL, JOURNAL, KOORDINATOR
from standards.processes.model import EPJ, HELSENORGE, QUESTION, ROLES, SUBJECT, TEXT, Process, Step
from standards.processes.services import BEHANDLEROVERSIKT, DIGITALBRUKER, HELSEKONTAKT, TEST, TJENESTEOVERSIKT

__all__ = [
    "AVTALEAVBESTILLING",
    "AVTALEUTSENDING",
    "BEHANDLEROVERSIKT",
    "BETWEEN_ACTORS",
    "CATALOGUE",
    "DIGITALBRUKER",
    "EKONSULTASJON",
    "EKONTAKT",
    "EPJ",
    "HELSEKONTAKT",
    "HELSENORGE",
    "HELSEPERSONELL",
    "JOURNAL",
    "KNOWN_CODES",
    "KOORDINATOR",
    "MISPRINTED",
    "QUESTION",
    "ROLES",
    "SUBJECT",
    "TEST",
    "TEXT",
    "TIMEONSKE",
    "TIMEONSKEUNGDOM",
    "TIMERESERVASJON",
    "TJENESTEOVERSIKT",
    "ActorMessage",
    "Process",
    "Step",
    "find",
    "nearest",
]

CATALOGUE: Mapping[str, Process] = MappingProxyType(
    {
        process.code: process
        for process in (
            EKONTAKT,
            EKONSULTASJON,
            HELSEPERSONELL,
            KOORDINATOR,
            JOURNAL,
            AVTALEUTSENDING,
            AVTALEAVBESTILLING,
            TIMERESERVASJON,
            TIMEONSKE,
            TIMEONSKEUNGDOM,
            DIGITALBRUKER,
            BEHANDLEROVERSIKT,
            TJENESTEOVERSIKT,
            HELSEKONTAKT,
            TEST,
        )
    }
)

KNOWN_CODES: frozenset[str] = frozenset(K8279.codes)
"""Codes that the guide, the wiki or kodeverk 8279 name; processes not in the catalogue are not judged by step."""


MISPRINTED: Mapping[str, str] = MappingProxyType(
    {
        "DIALOG_INNBYGGER_AVTALEBESTILLING": AVTALEAVBESTILLING.code,
        "DIALOG_INNBYGGER_HENT_BEHANDLER": BEHANDLEROVERSIKT.code,
    }
)
"""Names that an official example or the guide's own text prints in place of the right one."""


def find(code: str) -> Process | None:
    """The process with that code, if the catalogue has its steps."""
    return CATALOGUE.get(code)


def nearest(code: str) -> str | None:
    """The known process name closest to a misspelt one."""
    by_capitals = {known.upper(): known for known in sorted(KNOWN_CODES)}
    near = get_close_matches(code.upper(), list(by_capitals), n=1, cutoff=0.6)
    return by_capitals[near[0]] if near else None
