"""What is wrong in a target file that follows the schema."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from conformance.plans.book import BadPlans, PlanBook, UnknownPlan
from conformance.targets.file import Problem, TargetFile
from standards.identifiers import has_check_digits
from standards.processes import KNOWN_CODES


def inconsistencies(source: TargetFile) -> Iterator[Problem]:
    """What the schema cannot see: names that point nowhere or stand twice, dates and numbers that cannot be."""
    yield from _twice(source, "persons", "id")
    yield from _twice(source, "persons", "ident")
    yield from _twice(source, "parties", "her_id")
    yield from _bad_persons(source)
    yield from _bad_dates(source)
    yield from _bad_override(source)
    yield from _misspelt_processes(source)
    yield from _unknown_plan(source)
    for number, party in enumerate(source.data["parties"]):
        if party["her_id"] == source.data["helsenorge"]["her_id"]:
            line = source.line("parties", number, "her_id")
            expected = "tjenestens egen HER-id"
            yield Problem(line, "Parten har samme HER-id som Helsenorge", expected, party["her_id"], "Rett HER-id-en")


def _unknown_plan(source: TargetFile) -> Iterator[Problem]:
    asked = source.data["target"].get("plan", "")
    try:
        if asked:
            PlanBook.load().find(asked)
    except UnknownPlan as unknown:
        line = source.line("target", "plan")
        yield Problem(line, "Ukjent testplan i target plan", "en plan fra epj plans", asked, unknown.hint)
    except BadPlans:
        return  # a fault of ours, told where the plan is used


def _twice(source: TargetFile, table: str, key: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, row in enumerate(source.data[table]):
        line = source.line(table, number, key)
        if row[key] in seen:
            expected = f"en {key} som bare brukes én gang"
            found = f"«{row[key]}», som også står på linje {seen[row[key]]}"
            yield Problem(line, f"{key} står to ganger i [[{table}]]", expected, found, "Endre den ene")
        seen.setdefault(row[key], line)


def _bad_persons(source: TargetFile) -> Iterator[Problem]:
    ids = [person["id"] for person in source.data["persons"]]
    for number, person in enumerate(source.data["persons"]):
        if not has_check_digits(person["ident"]):
            line = source.line("persons", number, "ident")
            expected = "11 siffer der de to siste stemmer som kontrollsiffer"
            fix = "Skriv av nummeret på nytt"
            yield Problem(line, f"ident til {person['id']} har feil kontrollsiffer", expected, person["ident"], fix)
        for guardian in person.get("guardians", ()):
            if guardian not in ids:
                near = get_close_matches(guardian, ids, n=1)
                fix = f"Mente du {near[0]}?" if near else "Legg inn personen, eller fjern id-en"
                line = source.line("persons", number, "guardians")
                yield Problem(line, f"Foresatt til {person['id']} finnes ikke", ", ".join(ids), guardian, fix)


def _bad_dates(source: TargetFile) -> Iterator[Problem]:
    for table, keys in (("persons", ("birth_date",)),):
        for number, row in enumerate(source.data.get(table, ())):
            for key in keys:
                try:
                    date.fromisoformat(row[key])
                except ValueError:
                    line = source.line(table, number, key)
                    yield Problem(line, f"{key} er ikke en dato", "en dato som finnes", row[key], "Rett datoen")


def _bad_override(source: TargetFile) -> Iterator[Problem]:
    override = source.data.get("override")
    if override is None:
        return
    try:
        date.fromisoformat(override["expires"])
    except ValueError:
        line = source.line("override", "expires")
        yield Problem(line, "expires er ikke en dato", "en dato som finnes", override["expires"], "Rett datoen")


def _misspelt_processes(source: TargetFile) -> Iterator[Problem]:
    known = sorted(KNOWN_CODES)
    for code in source.data["processes"]:
        near = get_close_matches(code, known, n=1, cutoff=0.9)
        if code not in known and near:
            line = source.line("processes", code)
            yield Problem(line, "Ukjent prosess", "en prosess fra kodeverk 8279", code, f"Mente du {near[0]}?")
