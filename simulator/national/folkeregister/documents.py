"""A person's document with history: the element names are Folkeregisteret's, the JSON around them is inferred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from simulator.national.folkeregister.days import after, midnight
from simulator.national.folkeregister.records import SOURCE, Home, Record, Responsibility, Shield
from simulator.people import Protection
from standards.identifiers import IdKind, classify

GRADING: Final[Mapping[Protection, str]] = MappingProxyType(
    {
        Protection.NONE: "ugradert",
        Protection.CLIENT: "klientadresse",
        Protection.CONFIDENTIAL: "fortrolig",
        Protection.STRICT: "strengtFortrolig",
    }
)
HIDDEN: Final = frozenset({Protection.CONFIDENTIAL, Protection.STRICT})
"""Whose address is told to nobody here."""


@dataclass(frozen=True)
class Reader:
    """Writes documents as of a day; `show_hidden` is a fault."""

    records: Mapping[str, Record]
    day: date
    show_hidden: bool = False

    def document(self, record: Record) -> dict[str, Any]:
        """All parts, each a list where the present entry has erGjeldende."""
        return {
            "identifikasjonsnummer": list(self._numbers(record)),
            "navn": [self._always(record, fornavn=record.person.given, etternavn=record.person.family)],
            "kjoenn": [self._always(record, kjoenn=record.person.sex)],
            "foedsel": [self._always(record, foedselsdato=record.person.birth_date.isoformat())],
            "status": [self._always(record, status=self._status(record))],
            "adressebeskyttelse": list(self._shields(record)),
            "bostedsadresse": list(self._homes(record)),
            "foreldreansvar": [*self._over(record), *self._of(record)],
            "doedsfall": self._deaths(record),
        }

    def hidden(self, record: Record) -> bool:
        """Whether the address is kept back."""
        return record.shield(self.day).level in HIDDEN and not self.show_hidden

    def responsibilities(self, record: Record) -> Iterator[tuple[Record, Responsibility]]:
        """The children whom the person has or had responsibility for."""
        for child in self.records.values():
            for one in child.responsibilities:
                if one.person == record.person.id and _begun(one.since, self.day) and self._born(child):
                    yield child, one

    def number(self, one: str) -> str | None:
        """The number that holds today; None when there is none."""
        record = self.records.get(one)
        return (record.person.ident_on(self.day) or None) if record else None

    def kind(self, child: Record, one: Responsibility) -> str:
        """What the register calls that responsibility."""
        holder = self.records.get(one.person)
        return child.kind(one, self.day, holder.person.sex if holder else "")

    def _numbers(self, record: Record) -> Iterator[dict[str, Any]]:
        for number in record.person.numbers:
            if _begun(number.since, self.day):
                known = classify(number.value)
                kind = "dNummer" if known is not None and known.kind is IdKind.DNR else "foedselsnummer"
                status = "iBruk" if number.holds(self.day) else "opphoert"
                told = {"foedselsEllerDNummer": number.value, "identifikatortype": kind, "status": status}
                yield {**self._span(number.since, number.until, record.noted), **told}

    def _shields(self, record: Record) -> Iterator[dict[str, Any]]:
        for one, until in self._in_turn(record.shields):
            yield {**self._span(one.since, until, one.noted), "graderingsnivaa": GRADING[one.level]}

    def _homes(self, record: Record) -> Iterator[dict[str, Any]]:
        if self.hidden(record):
            return
        for one, until in self._in_turn(record.homes):
            if one.address:
                yield {**self._span(one.since, until, one.noted), "adresse": one.address}

    def _over(self, child: Record) -> Iterator[dict[str, Any]]:
        """Who is responsible for the person."""
        for one in child.responsibilities:
            if _begun(one.since, self.day):
                yield {**self._held(child, one), **self._holder(one)}

    def _of(self, record: Record) -> Iterator[dict[str, Any]]:
        """Whom the person is responsible for."""
        for child, one in self.responsibilities(record):
            number = self.number(child.person.id)
            unknown = {"navn": child.person.name, "foedselsdato": child.person.birth_date.isoformat()}
            subject = {"ansvarssubjekt": number} if number else {"ansvarssubjektUtenIdentifikator": unknown}
            yield {**self._held(child, one), **subject}

    def _held(self, child: Record, one: Responsibility) -> dict[str, Any]:
        span = self._span(one.since, one.until, one.noted or child.noted, one.cause, one.source)
        return {**span, "ansvar": self.kind(child, one)}

    def _holder(self, one: Responsibility) -> dict[str, Any]:
        if one.organisation:
            return {"ansvarligOrganisasjon": one.organisation}
        if one.named[0]:
            return {"ansvarligUtenIdentifikator": {"navn": one.named[0], "foedselsdato": one.named[1]}}
        return {"ansvarlig": self.number(one.person)}

    def _deaths(self, record: Record) -> list[dict[str, Any]]:
        died = record.person.death_date
        if died is None or died > self.day:
            return []
        return [{**self._span(died, None, record.noted), "doedsdato": died.isoformat()}]

    def _status(self, record: Record) -> str:
        person = record.person
        if person.death_date is not None and person.death_date <= self.day:
            return "doed"
        if person.emigrated is not None and person.emigrated <= self.day:
            return "utflyttet"
        number = classify(person.ident_on(self.day))
        if number is None:
            return "foedselsregistrert"
        return "midlertidig" if number.kind is IdKind.DNR else "bosatt"

    def _born(self, record: Record) -> bool:
        return record.person.birth_date <= self.day

    def _always(self, record: Record, **told: str) -> dict[str, Any]:
        return {**self._span(record.person.birth_date, None, record.noted), **told}

    def _in_turn(self, spans: Sequence[Any]) -> Iterator[tuple[Any, date | None]]:
        """Those that have begun, each with its last day."""
        begun: list[Home | Shield] = [one for one in spans if _begun(one.since, self.day)]
        begun.sort(key=lambda one: one.since or date.min)
        for one, following in zip(begun, [*begun[1:], None], strict=True):
            until = None if following is None or following.since is None else following.since
            yield one, (None if until is None else date.fromordinal(until.toordinal() - 1))

    def _span(
        self, since: date | None, until: date | None, noted: str, cause: str = "", source: str = SOURCE
    ) -> dict[str, Any]:
        """What every entry has; an end that is still to come is not told."""
        ended = until is not None and until < self.day
        return {
            "erGjeldende": not ended,
            "kilde": source,
            "aarsak": cause or None,
            "gyldighetstidspunkt": midnight(since),
            "opphoerstidspunkt": midnight(after(until)) if ended else None,
            "ajourholdstidspunkt": noted,
        }


def _begun(since: date | None, day: date) -> bool:
    return since is None or since <= day
