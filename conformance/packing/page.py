"""The page of a pack for people: what was tested and how it went, in the layout that a national approval asks for."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from conformance.packing import tables
from conformance.packing.model import Pack
from conformance.reports.counting import LEVELS
from conformance.reports.facts import CLASSES, NOT_APPROVAL, SIMULATED, SOURCES, Facts, plural
from conformance.verdicts import LADDER, Verdict
from standards.masking import mask

_OSLO: Final = ZoneInfo("Europe/Oslo")
COLOURS: Final = {
    Verdict.PASSED: "green",
    Verdict.PASSED_WITH_REMARK: "green",
    Verdict.NOT_VERIFIED: "amber",
    Verdict.BLOCKED: "amber",
    Verdict.FAILED: "red",
    Verdict.TOOL_FAULT: "violet",
    Verdict.NOT_APPLICABLE: "grey",
}
ANSWERS: Final = {"done": "ja, utført", "refused": "nei", "unable": "kunne ikke si"}
ORIGINS: Final = {
    "simulert": "simulert journal",
    "ekte": "meldinger fra en journal som ikke er merket som simulert",
    "ukjent": "ukjent: journalen sendte ingenting",
}
ENVIRONMENTS: Final = {"simulert": "simulert", "test": "testmiljø"}
README: Final = """Akseptansedokumentasjon fra EPJ testbenk

akseptansedokumentasjon.html  les denne først; den åpnes i nettleseren
masked/rapport/               testrapporten, for mennesker (report.html) og for programmer
masked/tabeller/              kravtabellen og sjekklisten, for regneark
masked/bevis/                 meldingene, en mappe for hvert scenario; epj validate MAPPE prøver dem på nytt
masked/verifiser.html         åpne den i nettleseren og slipp pakken på den
masked/rapport/vedlegg/       vedlegg som noen har sluppet ut
full/                         det som bare ligger i den fulle pakken: alle bevis i én fil, og vedlegg
pack.json                     det samme som siden, for programmer
manifest.json                 hash av hver fil; hashen av denne filen er det som er signert
signature.json                signaturen, og hvem som har signert

Slik kontrolleres pakken:     epj verify PAKKEN.zip
"""


def page(facts: Facts, pack: Pack) -> bytes:
    """The page `akseptansedokumentasjon.html`; no script, nothing fetched, masked."""
    text = _template().render(
        facts=facts,
        pack=pack,
        requirements=tables.requirements(facts),
        requirement_heads=tables.REQUIREMENT_HEADS,
        interfaces=tables.interfaces(facts),
        interface_heads=tables.INTERFACE_HEADS,
        points=tables.points(facts),
        must=tables.MUST,
        levels=LEVELS,
        ladder=(*LADDER, Verdict.NOT_APPLICABLE),
        colours={verdict.value: colour for verdict, colour in COLOURS.items()},
        classes=CLASSES,
        answers=ANSWERS,
        origins=ORIGINS,
        environments=ENVIRONMENTS,
        sources=SOURCES,
        not_approval=NOT_APPROVAL,
        simulated=SIMULATED,
    )
    return mask(text).encode()


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("conformance.packing", "pages"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = _moment
    environment.filters["day"] = lambda text: f"{date.fromisoformat(text):%d.%m.%Y}" if text else "–"
    environment.globals["plural"] = plural
    return environment.get_template("pack.html.j2")


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(_OSLO):%d.%m.%Y kl. %H:%M}" if text else "–"
