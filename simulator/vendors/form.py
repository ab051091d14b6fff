"""The form of profile.toml: each key with the field of `Profile` that it sets, and what may stand there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from simulator.journal.profile import Profile
from simulator.journal.unit import ROLES
from standards import processes
from standards.errors import Problem


class ProfileFault(Problem):
    """A profile.toml cannot be used as it stands."""


@dataclass(frozen=True)
class Kind:
    """What a value must be, in words and as a test; `read` makes it what the field holds."""

    words: str
    fits: Callable[[Any], bool]
    read: Callable[[Any], Any] = lambda value: value


def _one_of(*choices: str) -> Kind:
    return Kind(" eller ".join(f'"{choice}"' for choice in choices), lambda value: value in choices)


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


TEXT = Kind("en tekst som ikke er tom", lambda value: isinstance(value, str) and bool(value.strip()))
FLAG = Kind("true eller false", lambda value: isinstance(value, bool))
YES_NO = Kind('"ja" eller "nei"', lambda value: value in ("ja", "nei"), lambda value: value == "ja")
COLOUR = Kind(
    'en farge som "#1f5f8b"', lambda value: isinstance(value, str) and bool(re.fullmatch("#[0-9a-f]{6}", value))
)
SERVICES = Kind(
    f"en liste med tjenester, hver av dem én gang: {', '.join(ROLES)}",
    lambda value: (
        isinstance(value, list) and bool(value) and set(value) <= set(ROLES) and len(set(value)) == len(value)
    ),
    tuple,
)
PROCESSES = Kind("prosesser med versjon som tekst", _texts, lambda value: MappingProxyType(dict(value)))

FIELDS: Mapping[str, tuple[str, Kind]] = MappingProxyType(
    {
        "product": ("product", TEXT),
        "vendor": ("vendor", TEXT),
        "name": ("name", TEXT),
        "services": ("services", SERVICES),
        "accent": ("accent", COLOUR),
        "plan": ("plan", TEXT),
        "software.name": ("software_name", TEXT),
        "software.version": ("software_version", TEXT),
        "processes": ("processes", PROCESSES),
        "addressing.level2": ("level2", _one_of("service", "person")),
        "addressing.sender_mismatch": ("sender_mismatch", _one_of("error_queue", "apprec")),
        "addressing.cpp_generation": ("cpp_generation", _one_of("new", "old")),
        "receipts.timing": ("apprec_timing", _one_of("at_once", "manual")),
        "text.form": ("text_form", _one_of("plain", "xhtml")),
        "dialog.process": ("dialog", TEXT),
        "calendar.prodid": ("prodid", TEXT),
        "calendar.related_to": ("related_to", _one_of("own_id", "same_as_uid", "none")),
        "calendar.confirmation": ("confirmation", _one_of("newer", "older")),
        "calendar.push": ("push", _one_of("amqp", "fhir")),
        "offers.wishes": ("wishes", FLAG),
        "offers.home_care": ("home_care", FLAG),
        "offers.free_slots": ("free_slots", FLAG),
        "cancellation.approval": ("cancel_approval", YES_NO),
        "cancellation.can_change": ("cancel_approval_can_change", FLAG),
        "staff.given": ("staff_given", TEXT),
        "staff.family": ("staff_family", TEXT),
    }
)
"""Key of the file, with its table in front → field and kind."""

OPTIONAL = frozenset(
    key for key, (field, _) in FIELDS.items() if field in {name for name in vars(Profile) if not name.startswith("_")}
)
"""Keys that may be left out: their fields have a value of their own."""


NAMING = frozenset({"product", "vendor", "name", "plan", "software.name", "software.version"})
"""Keys that say what the profile is called and what it is tried by; no row of the ledger is about them."""


def keys(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Every key that a file has, with its table in front."""
    return tuple(key for key, _ in _flat(data))


def values(text: str) -> tuple[tuple[str, Any], ...]:
    """Every key of a file with its value."""
    return tuple(_flat(tomllib.loads(text)))


def read(data: Mapping[str, Any], where: str) -> Profile:
    """The profile that a file holds; raises `ProfileFault`. `where` names the file."""
    values = dict(_flat(data))
    for key in values:
        if key not in FIELDS:
            raise _unknown(key, where)
    for key in FIELDS:
        if key not in values and key not in OPTIONAL:
            raise _fault(where, key, FIELDS[key][1].words, "ikke oppgitt")
    made = Profile(**{FIELDS[key][0]: _value(key, value, where) for key, value in values.items()})
    for key, expected, found in _contradictions(made):
        raise _fault(where, key, expected, found)
    return made


def _flat(data: Mapping[str, Any], table: str = "") -> Iterator[tuple[str, Any]]:
    """Every value by its key, with its table in front."""
    for name, value in data.items():
        key = f"{table}.{name}" if table else name
        if isinstance(value, dict) and not table and key not in FIELDS:
            yield from _flat(value, name)
        else:
            yield key, value


def _value(key: str, value: Any, where: str) -> Any:
    kind = FIELDS[key][1]
    if not kind.fits(value):
        raise _fault(where, key, kind.words, repr(value)[:80])
    return kind.read(value)


def _contradictions(profile: Profile) -> Iterator[tuple[str, str, str]]:
    """What a product says it offers must be possible with the processes it has."""
    for code, version in profile.processes.items():
        known = processes.find(code)
        if known is None:
            yield "processes", f"en kjent prosess, som {processes.nearest(code) or 'DIALOG_INNBYGGER_EKONTAKT'}", code
        elif version not in known.versions:
            yield f"processes.{code}", " eller ".join(known.versions), version
    if profile.dialog not in profile.processes:
        yield "dialog.process", "en prosess som står under [processes]", profile.dialog
    elif not _can_start(profile.dialog):
        yield "dialog.process", "en prosess der ansatte kan skrive først (DI), som EKONTAKT", profile.dialog
    if profile.home_care and profile.processes.get(processes.TIMERESERVASJON.code) == "1.1":
        yield "offers.home_care", "TIMERESERVASJON 1.2, som har Hent planlagte timer", "TIMERESERVASJON 1.1"
    needed = {
        "wishes": (processes.TIMEONSKE, processes.TIMEONSKEUNGDOM),
        "home_care": (processes.TIMERESERVASJON,),
        "free_slots": (processes.TIMERESERVASJON,),
    }
    for name, choices in needed.items():
        if getattr(profile, name) and not any(process.code in profile.processes for process in choices):
            codes = " eller ".join(process.code for process in choices)
            yield f"offers.{name}", f"{codes} under [processes] når den er true", "ingen av dem"


def _can_start(code: str) -> bool:
    process = processes.find(code)
    return process is not None and any(step.code == "DI" for step in process.steps_of(processes.EPJ))


def _unknown(key: str, where: str) -> ProfileFault:
    nearest = get_close_matches(key, FIELDS, n=1, cutoff=0.5)
    return ProfileFault(
        f"Profilen {where} har en nøkkel som ikke finnes: {key}.",
        expected=", ".join(FIELDS),
        found=key,
        fix=f"Mente du {nearest[0]}?" if nearest else "Fjern den.",
    )


def _fault(where: str, key: str, expected: str, found: str) -> ProfileFault:
    return ProfileFault(
        f"Profilen {where} har feil i {key}.", expected=expected, found=found, fix=f"Rett {key} i profile.toml."
    )
