"""One self-contained page in bokmål: no script, no outside request, readable on paper, dark and light."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from conformance.reports import write_whole
from conformance.reports.counting import kind
from conformance.reports.facts import (
    CLASSES,
    NOT_APPROVAL,
    PUT,
    SIMULATED,
    SOURCES,
    Facts,
    glance,
    joined,
    next_action,
    plural,
)
from conformance.reports.listing import listing
from conformance.targets.model import SETTINGS
from conformance.verdicts import LADDER, Verdict
from standards.identifiers import mask
from standards.processes import find

OSLO = ZoneInfo("Europe/Oslo")

SYMBOLS = {
    Verdict.PASSED: "✓",
    Verdict.PASSED_WITH_REMARK: "✓",
    Verdict.NOT_VERIFIED: "?",
    Verdict.BLOCKED: "■",
    Verdict.FAILED: "✗",
    Verdict.TOOL_FAULT: "!",
    Verdict.NOT_APPLICABLE: "–",
}
MEANINGS = {
    Verdict.PASSED: "Journalen gjorde det kravene sier.",
    Verdict.PASSED_WITH_REMARK: "Journalen gjorde det kravene sier, men noe bør ses på.",
    Verdict.NOT_VERIFIED: "Vi mangler bevis, så vi vet ikke om kravet er oppfylt.",
    Verdict.BLOCKED: "Vi fikk ikke lagt til rette for prøven, så den sier ingenting om journalen.",
    Verdict.FAILED: "Journalen gjorde noe annet enn kravene sier.",
    Verdict.TOOL_FAULT: "Feilen ligger i testbenken, ikke i journalen.",
    Verdict.NOT_APPLICABLE: "Journalen er ikke oppgitt å støtte dette, så det ble ikke prøvd.",
}
COLOURS = {
    Verdict.PASSED: "green",
    Verdict.PASSED_WITH_REMARK: "green",
    Verdict.NOT_VERIFIED: "amber",
    Verdict.BLOCKED: "amber",
    Verdict.FAILED: "red",
    Verdict.TOOL_FAULT: "violet",
    Verdict.NOT_APPLICABLE: "grey",
}
ANSWERS = {"done": "utført", "refused": "nektet", "unable": "kunne ikke"}
WORDS = {
    **SETTINGS,
    "own_bus": "journalen (EPJ-en) er koblet til testbenkens egen meldingsbuss",
    "test_actor": "testbenken er en egen testaktør på en delt testbuss",
    "kan_byttes": "testen bytter mellom ja og nei",
}


def write(facts: Facts, directory: Path) -> Path:
    """Write `report.html`; gives its path."""
    return write_whole(directory / "report.html", render(facts).encode())


def _process_name(code: str) -> str:
    known = find(code)
    return known.name.rpartition(" - ")[2] if known else "prosess"


@cache
def _page() -> Template:
    """The template, compiled once."""
    environment = Environment(
        loader=PackageLoader("conformance.reports", "pages"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clock"] = lambda time: time.astimezone(OSLO).strftime("%H:%M:%S") if time else "–"
    environment.filters["date"] = lambda time: time.astimezone(OSLO).strftime("%d.%m.%Y kl. %H:%M") if time else "–"
    environment.globals.update(glance=glance, listing=listing, joined=joined, plural=plural, process_name=_process_name)
    environment.globals.update(next_action=next_action, kind=kind)
    return environment.get_template("report.html.j2")


def render(facts: Facts) -> str:
    """The page as text, with real-range ids masked."""
    shown = _page().render(
        facts=facts,
        verdicts=(*LADDER, Verdict.NOT_APPLICABLE),
        symbols=SYMBOLS,
        meanings=MEANINGS,
        colours=COLOURS,
        classes=CLASSES,
        answers=ANSWERS,
        words=WORDS,
        sources=SOURCES,
        not_approval=NOT_APPROVAL,
        simulated=SIMULATED,
        put=PUT,
    )
    return mask(shown)
