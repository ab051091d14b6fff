"""One page for each scenario with everything that was sent in it, for whoever has to mend the EPJ."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from conformance.evidence.records import FindingRecord, MessageRecord, ScenarioRecord
from conformance.reports import commands, write_whole
from conformance.reports.carriage import carriage
from conformance.reports.course import Sent, course, messages
from conformance.reports.facts import CLASSES, NOT_APPROVAL, SIMULATED, Facts
from conformance.reports.language import Language
from conformance.reports.listing import Listing, listing
from conformance.reports.sequence import diagram
from conformance.reports.templates import template
from standards.masking import mask

FOLDERS: Final = {"nb": "meldinger", "en": "messages"}
"""Beside the report, by its language."""
_UNSAFE: Final = re.compile(r"[^\w.-]+")


def has_body(item: ScenarioRecord) -> bool:
    """Whether anything happened in the scenario that a page can show."""
    return bool(item.messages or item.intents or item.waits or item.findings)


def file_of(scenario_id: str, folder: str) -> str:
    """The page of a scenario, seen from the report."""
    return f"{folder}/{_safe(scenario_id)}.html"


def write_bodies(facts: Facts, directory: Path, say: Language, report: str) -> Path:
    """Write every page, leading back to `report`; gives their folder. Raises `OSError`."""
    folder = directory / FOLDERS[say.code]
    folder.mkdir(exist_ok=True)
    shown = [item for item in facts.scenarios if has_body(item)]
    pages = {f"{_safe(item.id)}.html" for item in shown}
    for at, item in enumerate(shown):
        beside = (_safe(shown[at - 1].id) if at else "", _safe(shown[at + 1].id) if at + 1 < len(shown) else "")
        page = render_body(facts, item, say, report=report, beside=beside)
        write_whole(folder / f"{_safe(item.id)}.html", page.encode())
    for path in folder.glob("*.html"):
        if path.name not in pages:
            with suppress(OSError):
                path.unlink()
    return folder


def render_body(
    facts: Facts,
    item: ScenarioRecord,
    say: Language,
    *,
    report: str = "report.html",
    beside: tuple[str, str] = ("", ""),
) -> str:
    """The page of one scenario as text, with real-range ids masked; `beside` are the ids before and after it."""
    sent = messages(item)
    events = course(item, sent)
    rules = dict.fromkeys(one.finding.rule for one in item.findings if one.finding.rule)
    listings = {one.record.number: (one, listing(one.record, item.findings)) for one in sent}
    shown = template("body.html.j2", say).render(
        facts=facts,
        item=item,
        classes=CLASSES,
        not_approval=NOT_APPROVAL,
        simulated=SIMULATED,
        page=report,
        before=beside[0],
        after=beside[1],
        events=events,
        deviations=facts.deviations if facts.target.get("deviations") else (),
        messages=sent,
        drawing=diagram(events, item.id, say),
        arrow=_arrow,
        listing=lambda record: listings[record.number][1],
        place_of=lambda record: _place(record, listings),
        properties=lambda record: tuple(_properties(record)),
        carriage=lambda record: tuple(carriage(record, say)),
        as_text=lambda raw: raw.decode(errors="replace"),
        sha256=lambda raw: hashlib.sha256(raw).hexdigest(),
        again_command=commands.accept_again(facts, item.id),
        repro_command=commands.replay(item.id),
        dispute_commands=[commands.dispute(item.id, rule) for rule in rules],
    )
    return mask(shown)


def _arrow(sent: Sent) -> str:
    return "EPJ → Helsenorge" if sent.from_epj else "Helsenorge → EPJ"


def _place(record: FindingRecord, listings: dict[int, tuple[Sent, Listing]]) -> str:
    """Where on the page the line of a finding is; empty for one that is about no message."""
    if record.message not in listings:
        return ""
    sent, shown = listings[record.message]
    return f"#{shown.anchor_of(record.finding, sent.number)}"


def _properties(record: MessageRecord) -> Iterator[tuple[str, str]]:
    """The envelope as it came, name by name."""
    envelope = record.envelope
    yield from envelope.properties.items()
    yield from envelope.application_properties.items()
    if envelope.ttl_ms is not None:
        yield "ttl", f"{envelope.ttl_ms} ms"


def _safe(scenario_id: str) -> str:
    return _UNSAFE.sub("_", scenario_id)
