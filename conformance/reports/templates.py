"""The templates of the pages, compiled once for each language."""

from __future__ import annotations

import functools

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup

from conformance.reports.counting import kind
from conformance.reports.facts import next_action
from conformance.reports.language import Language, labels
from conformance.reports.words import COLOURS, MEANINGS, SCHEMAS, SYMBOLS, WORDS, answer
from standards.processes import find


def template(name: str, say: Language) -> Template:
    """A page that speaks the language."""
    return _templates(say.code).get_template(name, globals={"say": say, "known": lambda word: _known(word, say)})


@functools.cache
def _templates(code: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("conformance.reports", "pages"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(process_name=process_name, next_action=next_action, kind=kind, answer=answer)
    environment.globals.update(symbols=SYMBOLS, meanings=MEANINGS, colours=COLOURS, schemas=SCHEMAS)
    return environment


def process_name(code: str) -> str:
    """A process by its name in the catalogue."""
    found = find(code)
    return found.name.rpartition(" - ")[2] if found else code


def _known(word: object, say: Language) -> str | Markup:
    """A word of a target file as it is said to people; what is the target's own is not ours to translate."""
    text = WORDS.get(str(word), str(word))
    return say(text) if text in WORDS.values() and (say.code == "nb" or text in labels()) else text
