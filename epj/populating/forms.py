"""The forms of a population: a table to read, JSON with everything, CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from epj.populating.facts import Known, type_of
from simulator.people.person import Family, Person

NOTICE: Final = "SIMULERT. Ingen av personene finnes; alle numre er syntetiske."
HEADS: Final = (
    "familie",
    "id",
    "nummer",
    "type",
    "fornavn",
    "etternavn",
    "født",
    "alder",
    "kjønn",
    "rolle",
    "foresatte",
    "relasjon",
    "kan_handle",
    "adresse",
    "adressesperre",
    "digitalt_aktiv",
    "foreldresamtykke",
    "merknad",
)
_NAME, _WIDTH = 40, 110


def as_json(known: Known, about: Mapping[str, Any]) -> str:
    """Everything, with who may act for whom and why."""
    families = [known.to_json(family) for family in known.families]
    data = {"notice": NOTICE, "date": known.day.isoformat(), **about, "families": families}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_csv(known: Known, about: Mapping[str, Any]) -> str:
    """One line for each person."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows(_cells(known, family, person) for family in known.families for person in family.members)
    return out.getvalue()


def as_table(known: Known, about: Mapping[str, Any]) -> str:
    """Family by family."""
    lines = [line for family in known.families for line in (*_head(family), *_members(known, family), "")]
    return "\n".join([*lines, f"{_counted(known)}, slik de er {known.day}. {NOTICE}"]) + "\n"


FORMS: Final[Mapping[str, Callable[[Known, Mapping[str, Any]], str]]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
}


def _cells(known: Known, family: Family, person: Person) -> tuple[str, ...]:
    return (
        family.id,
        person.id,
        person.ident,
        type_of(person.ident),
        person.given,
        person.family,
        person.birth_date.isoformat(),
        "" if (years := known.years(person)) is None else str(years),
        person.sex,
        person.kind,
        " ".join(person.guardians),
        person.relation,
        " ".join(known.may_act(person)),
        person.address,
        person.protection.value,
        _yes_no(person.digitally_active),
        _yes_no(person.parental_consent),
        "; ".join(known.notes(person)),
    )


def _yes_no(true: bool) -> str:
    return "ja" if true else "nei"


def _head(family: Family) -> Iterator[str]:
    yield f"{family.name} ({family.id})"
    story = " ".join(family.story.split())
    yield from textwrap.wrap(story, _WIDTH, initial_indent="  ", subsequent_indent="  ") if story else ()
    if family.use:
        yield from textwrap.wrap(f"Bruk den til: {family.use}", _WIDTH, initial_indent="  ", subsequent_indent="  ")


def _members(known: Known, family: Family) -> Iterator[str]:
    rows = [_row(known, family, person) for person in family.members]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row, person in zip(rows, family.members, strict=True):
        cells = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield f"    {cells}  {'; '.join(known.notes(person))}".rstrip()
        acting = [
            f"{_short(family, id_)} (bare {rights})" if rights else _short(family, id_)
            for id_, rights in known.acting(person)
        ]
        if acting:
            yield f"        kan handle: {', '.join(acting)}"
        elif why := known.why_nobody(person):
            yield f"        ingen kan handle: {why}"


def _row(known: Known, family: Family, person: Person) -> tuple[str, ...]:
    name = person.name if len(person.name) <= _NAME else f"{person.name[: _NAME - 1]}…"
    number = person.ident or "uten nummer"
    years = known.years(person)
    old = "ikke født" if years is None else f"{years} år"
    return _short(family, person.id), number, f"{person.birth_date}", old, person.kind, name


def _short(family: Family, id_: str) -> str:
    return id_.removeprefix(f"{family.id}-")


def _counted(known: Known) -> str:
    people, families = len(known.people), len(known.families)
    return (
        f"{people} {'person' if people == 1 else 'personer'} i {families} {'familie' if families == 1 else 'familier'}"
    )
