"""`epj rules`: the rules that messages are judged by, as a list, and one of them explained."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Any, Final

import click

from epj.options import Choice, WrongUse
from epj.validation.language import LANGUAGES, Language
from epj.validation.rule_facts import Facts, all_facts, demands, example, named, nearest, scenarios
from epj.validation.rule_texts import Sentence

FORMS: Final = ("table", "json")
SCOPES: Final = {"message": "melding", "exchange": "samtale", "scenario": "scenario"}
JUDGED_FROM: Final = {
    "message": "én melding",
    "exchange": "en hel samtale",
    "scenario": "et scenario i akseptansetesten",
}
_MARKS: Final = {
    "V": "lest i kilden",
    "I": "vår slutning; gir aldri mer enn en merknad",
}
_ABOUT: Final = {
    "hodemelding": "hodemeldinger",
    "apprec": "applikasjonskvitteringer",
    "fhir": "FHIR",
    "avtale": "kommunikasjonsavtaler",
    "annet": "andre dokumenter",
    "uleselig": "det som ikke kan leses",
}
_WIDTH: Final = 100


@click.command(name="rules", short_help="Vis reglene, eller forklar én.")
@click.argument("rule", required=False, metavar="[REGEL]")
@click.option("--format", "form", type=Choice(FORMS), default="table", help="table (standard) eller json.")
@click.option("--lang", type=Choice(LANGUAGES), default="nb", help="Språk: bokmål eller engelsk.")
def command(rule: str | None, form: str, lang: str) -> None:
    """Vis reglene med id, hva de vurderer, nivå, merke, krav og tittel, eller forklar én av dem.

    Bare en regel med nivå skal og merke V kan gi feil; resten gir merknader. V er lest i kilden, I er vår slutning.
    """
    say = Language(lang)
    facts = all_facts() if rule is None else _found(rule)
    if form == "json":
        click.echo(json.dumps([_data(one, say) for one in facts], ensure_ascii=False, indent=2))
    elif rule is None:
        click.echo("\n".join(_table(facts, say)))
    else:
        click.echo(explained(rule, say))


def explained(rule: str, say: Language) -> str:
    """A rule in full; raises `WrongUse` with the nearest ids when there is none of that id."""
    facts = _found(rule)
    parts = ["\n".join(_explanation(one, say)) for one in facts]
    shared = "\n".join(_shared(facts[0].id, say))
    return ("\n" if len(parts) == 1 else "\n\n").join(("\n\n".join(parts), shared)).rstrip()


def _data(facts: Facts, say: Language) -> dict[str, Any]:
    data = facts.to_json()
    return {
        **data,
        "title": say.text(facts.title),
        "clause": say.text(facts.clause),
        "sentences": [{**one, "text": say.text(one["text"])} for one in data["sentences"]],
        "demands": [{**one, "demand": say.text(one["demand"])} for one in data["demands"]],
    }


def _found(rule: str) -> tuple[Facts, ...]:
    facts = named(rule)
    if not facts:
        near = ", ".join(nearest(rule))
        raise WrongUse(f"Det finnes ingen regel som heter {rule}. De nærmeste er {near}. Alle: epj rules")
    return facts


def _table(rules: tuple[Facts, ...], say: Language) -> Iterator[str]:
    heads = [say(head) for head in ("Id", "Vurderer", "Nivå", "Merke", "Gir", "Krav", "Tittel")]
    rows = [
        [
            facts.id,
            say(SCOPES[facts.scope]),
            say(facts.level),
            facts.mark,
            say(facts.severity),
            say.text(facts.clause),
            say.text(facts.title),
        ]
        for facts in rules
    ]
    widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    widths[5] = min(widths[5], 40)
    for row in (heads, ["-" * width for width in widths[:-1]] + ["-" * len(heads[-1])], *rows):
        cells = [f"{_short(cell, width):<{width}}" for cell, width in zip(row[:-1], widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()
    yield ""
    yield say("{} regler. Forklar én: epj rules ID", len(rules))


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _explanation(facts: Facts, say: Language) -> Iterator[str]:
    yield f"{facts.id}: {say.text(facts.title)}"
    also = ", ".join(facts.aliases)
    rows = (
        ("Krav", say.text(facts.clause)),
        ("Også kalt", also),
        ("Nivå", f"{say(facts.level)}, {say('merke')} {facts.mark} ({say(_MARKS[facts.mark])})"),
        ("Gir", _gives(facts, say)),
        ("Vurderer", _judges(facts, say)),
        ("Kilde", facts.since),
        ("Falt bort i", facts.until),
    )
    for label, text in rows:
        if text:
            yield from _row(say(label), text)
    yield from _list(say("Sier fra når"), [_sentence(one, say) for one in facts.sentences if not one.silent])
    yield from _list(say("Lar være når"), [say.text(one.text) for one in facts.sentences if one.silent])


def _shared(rule: str, say: Language) -> Iterator[str]:
    """What is the same in whichever scope the rule is judged."""
    if pair := example(rule):
        yield f"  {say('Eksempel')}:"
        yield f"    {say('godtas') + ':':<{len(say('godtas')) + 2}}{pair[0]}"
        yield f"    {say('tas') + ':':<{len(say('godtas')) + 2}}{pair[1]}"
    yield from _list(say("Krav som regelen dekker"), [f"{one.id} {say.text(one.demand)}" for one in demands(rule)])
    if names := scenarios(rule):
        yield from _row(say("Scenarioer"), ", ".join(names))


def _gives(facts: Facts, say: Language) -> str:
    by_step = say("; merknad der prosesstabellen ikke er fast") if facts.by_step and facts.severity == "feil" else ""
    return f"{say(facts.severity)}{by_step}"


def _judges(facts: Facts, say: Language) -> str:
    about = ", ".join(say(_ABOUT.get(kind, kind)) for kind in facts.about)
    return f"{say(JUDGED_FROM[facts.scope])}{f': {about}' if about and facts.scope != 'scenario' else ''}"


def _sentence(sentence: Sentence, say: Language) -> str:
    return f"{say.text(sentence.text)}{' (' + say('merknad') + ')' if sentence.remark else ''}"


def _row(label: str, text: str) -> Iterator[str]:
    lines = textwrap.wrap(text, _WIDTH - 16) or [""]
    yield f"  {label + ':':<13} {lines[0]}"
    yield from (f"  {'':<13} {line}" for line in lines[1:])


def _list(label: str, items: list[str]) -> Iterator[str]:
    if items:
        yield f"  {label}:"
    for item in items:
        first, *rest = textwrap.wrap(item, _WIDTH - 6) or [""]
        yield f"    * {first}"
        yield from (f"      {line}" for line in rest)
