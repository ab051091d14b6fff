"""The list as text for a terminal and as a page for the printer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from conformance.preparing.listing import Preparation, Setting

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

BOX: Final = "[ ]"
TRAITS: Final[Mapping[str, str]] = {
    "gravid": "Skal være registrert som gravid.",
    "hjemmetjeneste": "Skal være bruker av hjemmetjenesten.",
    "kan_brukes_opp": "Brukes opp i testen: det som skjer med personen, kan ikke angres.",
}


def text(one: Preparation) -> str:
    """The list with a box before each thing to do."""
    return "\n".join(_lines(one)) + "\n"


def page(one: Preparation) -> str:
    """The list as one self-contained A4 page, without script."""
    environment = Environment(
        loader=PackageLoader("conformance.preparing", "pages"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        readable=readable, what_to_do=what_to_do, wanted=wanted, enough=enough, time=about, several=several
    )
    return environment.get_template("prepare.html.j2").render(list=one)


def readable(ident: str) -> str:
    """A national id in two groups."""
    return f"{ident[:6]} {ident[6:]}"


def what_to_do(person: TestPerson, guardians: tuple[str, ...]) -> str:
    """What to register about a person."""
    parts = ["Opprett i journalen"]
    if guardians:
        one, many = ("fullmektig", "fullmektiger") if person.relation == "FU" else ("foresatt", "foresatte")
        parts.append(f"registrer {' og '.join(guardians)} som {many if len(guardians) > 1 else one}")
    active = "Skal være digitalt aktiv" if person.digitally_active else "Skal ikke være digitalt aktiv"
    traits = "".join(f" {text}" for trait, text in TRAITS.items() if trait in person.traits)
    return f"{', og '.join(parts)}. {active}.{traits}"


def enough(one: Preparation) -> str:
    """Whom it is enough to register."""
    names = ", ".join(one.fewest)
    return f"Er det for mange? Disse {len(one.fewest)} er nok: {names}. Ta bort resten fra testobjektfilen."


def wanted(setting: Setting) -> tuple[str, ...]:
    """What a setting must be, and for which scenarios."""
    if not setting.switched:
        return tuple(f"Skal stå på «{value}» hele tiden." for value in setting.values)
    return tuple(
        f"{'Bytt til' if number else 'Begynn med'} «{value}»: gjelder {', '.join(ids)}."
        for number, (value, ids) in enumerate(setting.values.items())
    )


def about(minutes: int) -> str:
    """A rough time as a person says it."""
    if minutes < 10:
        return f"{max(minutes, 1)} min"
    rounded = 5 * round(minutes / 5)
    hours, rest = divmod(rounded, 60)
    return " ".join([f"{hours} t"] * bool(hours) + [f"{rest} min"] * bool(rest))


def several(count: int, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{count} {one if count == 1 else many}"


def _lines(one: Preparation) -> Iterator[str]:
    yield f"Klargjøring før akseptansetest av {one.target}"
    during = f", og om lag {about(one.minutes_during)} sammen med testeren mens testen går" if one.manual else ""
    scenarios = several(len(one.scenarios), "scenario", "scenarioer")
    if one.plan:
        yield f"Plan: {one.plan}"
    yield f"Gjelder {scenarios}. Om lag {about(one.minutes_before)} på forhånd{during}."
    yield from _missing(one)
    yield from _persons(one)
    if one.accounts:
        yield from ("", "Kontoer og rettigheter", *(f"  {BOX} {each}" for each in one.accounts))
    if one.settings:
        yield from ("", "Innstillinger")
        for setting in one.settings:
            yield f"  {BOX} {setting.name}"
            yield from (f"      {each}" for each in wanted(setting))
            yield from _hint(setting.hint)
    if one.before:
        yield from ("", "Se etter på forhånd")
        yield from (f"  {BOX} {what} ({', '.join(ids)})" for what, ids in one.before)
    yield from _during(one)


def _missing(one: Preparation) -> Iterator[str]:
    if one.missing:
        yield from ("", "MANGLER I TESTOBJEKTFILEN. Disse scenarioene blir blokkert til personen er lagt inn:")
        yield from (f"  {BOX} {what} ({', '.join(ids)})" for what, ids in one.missing)


def _persons(one: Preparation) -> Iterator[str]:
    families = several(len(one.families), "familie", "familier")
    yield from ("", f"Testpersoner: {several(one.persons, 'person', 'personer')} i {families}, alle syntetiske")
    if len(one.fewest) < one.persons:
        yield f"  {enough(one)}"
    for family in one.families:
        yield f"  {family.name}"
        for person, guardians in family.members:
            born = f"født {person.birth_date:%d.%m.%Y}"
            yield f"    {BOX} {readable(person.ident)}  {person.given} {person.family}, {born} ({person.kind})"
            yield f"        {what_to_do(person, guardians)}"


def _during(one: Preparation) -> Iterator[str]:
    if not one.manual:
        yield from ("", "Mens testen går, spørres ansatt-adapteren; ingen trenger å sitte klar.")
        return
    yield from ("", "Dette spør testen om underveis. Ha disse for hånden, så holder det med én økt:")
    for question in one.questions:
        yield f"  {question.times:>3} × {question.called}"
        yield from _hint(question.hint)


def _hint(hint: str) -> Iterator[str]:
    if hint:
        yield f"      Slik gjøres det her: {hint}"
