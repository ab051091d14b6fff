"""The report for people: one page in three depths, with what was sent on pages of its own beside it.

No script, no outside request, readable on paper, dark and light, in bokmål or English.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from conformance.evidence.records import FindingRecord, ScenarioRecord
from conformance.reports import write_whole
from conformance.reports.bodies import FOLDERS, file_of, has_body, write_bodies
from conformance.reports.carriage import carrying, signers
from conformance.reports.commands import accept_failed
from conformance.reports.counting import KINDS, LEVELS
from conformance.reports.course import course
from conformance.reports.facts import CLASSES, NOT_APPROVAL, SIMULATED, SOURCES, Facts
from conformance.reports.front import Front, cut, notice, worst_first
from conformance.reports.language import Language
from conformance.reports.templates import template
from conformance.reports.words import IDENTITY, MEANINGS
from conformance.verdicts import Verdict
from standards.masking import mask

NAMES: Final = {"nb": "report.html", "en": "report.en.html"}
_INDENT: Final = re.compile(r"\n\s+")


def write(facts: Facts, directory: Path) -> Path:
    """Write `report.html` and the pages it leads to; gives its path."""
    return write_in(facts, directory, Language())


def write_in(facts: Facts, directory: Path, say: Language) -> Path:
    """The same in a language; raises `OSError`."""
    write_bodies(facts, directory, say, NAMES[say.code])
    return write_whole(directory / NAMES[say.code], render(facts, say).encode())


def render(facts: Facts, say: Language | None = None, *, all_open: bool = False) -> str:
    """The main page as text, with real-range ids masked; `all_open` for a reader who cannot open anything."""
    say = say or Language()
    folder = FOLDERS[say.code]
    bodies = frozenset(item.id for item in facts.scenarios if has_body(item))

    def opened(item: ScenarioRecord) -> bool:
        return all_open or not (item.verdict.is_green or item.verdict is Verdict.NOT_APPLICABLE)

    def body_of(item: ScenarioRecord, record: FindingRecord) -> str:
        number = next((at for at, one in enumerate(item.messages, start=1) if one.number == record.message), 0)
        return f"{file_of(item.id, folder)}#m{number}" if number else ""

    page = template("report.html.j2", say).render(
        facts=facts,
        front=Front.of(facts),
        levels=LEVELS,
        all_verdicts=tuple(MEANINGS),
        kinds=KINDS,
        classes=CLASSES,
        identity=IDENTITY,
        carrying=carrying(facts, say),
        signers=tuple(signers(facts, say)),
        sources=SOURCES,
        not_approval=NOT_APPROVAL,
        simulated=SIMULATED,
        worst_first=worst_first(facts.failing),
        cut=cut,
        notice=notice,
        folder=folder,
        opened=opened,
        has_body=has_body,
        beside_messages=lambda item: course(item, ()),
        with_body=tuple(item for item in facts.scenarios if item.id in bodies),
        body=lambda identity: file_of(identity, folder),
        body_of=body_of,
        rules_of=lambda item: tuple(dict.fromkeys(one.finding.rule for one in item.errors)),
        failed_command=accept_failed(facts),
    )
    return mask(_INDENT.sub("\n", page))
