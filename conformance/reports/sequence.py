"""A scenario as a sequence diagram: inline SVG with a title and a description, drawn in the colours of the page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from conformance.evidence.records import IntentRecord, WaitRecord
from conformance.reports.course import Event, Kind, Sent
from conformance.reports.language import Language
from conformance.reports.words import answer
from standards.masking import mask

NAMES: Final = ("Helsenorge", "meldingsbuss", "EPJ", "ansatt")
HELSENORGE, BUS, EPJ, STAFF = 130, 300, 470, 690
WIDTH: Final = 780
_AT: Final = (HELSENORGE, BUS, EPJ, STAFF)
_TOP: Final = 40
_LINE: Final = 15
_WIDE, _NARROW, _LINES = 50, 34, 3


@dataclass(frozen=True)
class Words:
    """A part of a label; `lang` is its language, where it is not the page's."""

    text: str
    lang: str = ""

    def marked(self, tag: str) -> str:
        """As a part of an element, in one that says the language where that is another."""
        text = escape(self.text)
        return f'<{tag} lang="{self.lang}">{text}</{tag}>' if self.lang else str(text)


Line = tuple[Words, ...]


@dataclass(frozen=True)
class Arrow:
    """One line of the diagram, from a lifeline to another."""

    begin: int
    end: int
    label: tuple[Line, ...]
    look: str
    """Class of the line and its text: plain, breach, remark, meant (broken on purpose), lost (never came)."""
    dashed: bool = False
    over_bus: bool = False

    @property
    def height(self) -> int:
        """What it takes, in the units of the drawing."""
        return 18 + _LINE * len(self.label)


def diagram(events: Sequence[Event], name: str, say: Language) -> Markup:
    """The drawing; empty for a scenario in which nothing was exchanged."""
    timed = [(say.clock(event.time), arrow) for event in events if (arrow := _arrow(event, say)) is not None]
    if not timed:
        return Markup()
    height = _TOP + sum(arrow.height for _, arrow in timed) + 16
    head = Markup(
        '<svg class="sequence" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img"'
        ' aria-labelledby="sekvens-tittel sekvens-tekst">'
        '<title id="sekvens-tittel">{title}</title><desc id="sekvens-tekst">{desc}</desc>'
    ).format(
        w=WIDTH,
        h=height,
        title=say("Sekvens for {}", name),
        desc=Markup(" ").join(_in_words(arrow, say) for _, arrow in timed),
    )
    drawn = "".join([*_lifelines(height, say), *_rows(timed)])
    return head + Markup(drawn) + Markup("</svg>")  # noqa: S704  every text in it is escaped where it is drawn


def _arrow(event: Event, say: Language) -> Arrow | None:
    if event.sent is not None:
        return _of_message(event.sent, say)
    if event.asked is not None:
        return _of_intent(event.asked, say)
    return _of_wait(event.waited, say) if event.waited is not None and not event.waited.came else None


def _of_message(sent: Sent, say: Language) -> Arrow:
    begin, end = (EPJ, HELSENORGE) if sent.from_epj else (HELSENORGE, EPJ)
    said: list[Line] = [(Words(_short(f"{sent.number}. {say.plain(sent.name)}", _WIDE)),)]
    if sent.record.fault:
        said.append(_said(f"{say('bevisst feil:')} ", sent.record.fault, say))
    if rules := (*sent.broken, *sent.remarked):
        said.append((Words(_short(f"{'✗' if sent.broken else '!'} {', '.join(rules)}", _WIDE)),))
    look = "breach" if sent.broken else "meant" if sent.record.fault else "remark" if sent.remarked else "plain"
    is_rest = sent.kind is Kind.REST
    return Arrow(begin, end, tuple(said), look, sent.kind is not Kind.MESSAGE, not is_rest)


def _of_intent(intent: IntentRecord, say: Language) -> Arrow:
    text = say.plain(intent.sentence or intent.name)
    done = intent.outcome == "done"
    if not done:
        text = f"{say(answer(intent))}: {text}"
    lines = textwrap.wrap(mask(text), _NARROW, max_lines=_LINES, placeholder=" …") or [intent.name]
    begin, end = (EPJ, STAFF) if intent.name.startswith("read_") else (STAFF, EPJ)
    look, reads = "plain" if done else "remark", intent.name.startswith("read_")
    lang = "" if say.is_known(intent.sentence) else "nb"
    return Arrow(begin, end, tuple((Words(line, lang),) for line in lines), look, dashed=reads)


def _of_wait(wait: WaitRecord, say: Language) -> Arrow:
    return Arrow(EPJ, HELSENORGE, (_said(f"✗ {say('kom ikke: {}', '')}", wait.what, say),), "lost", dashed=True)


def _said(label: str, written: str, say: Language) -> Line:
    """A label with what was written in the run, as much as there is room for."""
    text = _short(say.plain(written), _WIDE - len(label))
    return (Words(label), Words(text, "" if say.is_known(written) else "nb"))


def _lifelines(height: int, say: Language) -> Iterator[str]:
    for x, name in zip(_AT, NAMES, strict=True):
        yield f'<line class="life" x1="{x}" y1="28" x2="{x}" y2="{height - 6}"/>'
        yield f'<rect class="head" x="{x - 62}" y="4" width="124" height="24" rx="4"/>'
        yield f'<text class="who" x="{x}" y="20">{escape(say(name))}</text>'


def _rows(timed: Sequence[tuple[str, Arrow]]) -> Iterator[str]:
    top, last = _TOP, ""
    for time, arrow in timed:
        line = top + _LINE * len(arrow.label) + 6
        if time != last:
            yield f'<text class="time" x="4" y="{line + 4}">{escape(time)}</text>'
        yield from _drawn(arrow, top, line)
        top, last = top + arrow.height, time


def _drawn(arrow: Arrow, top: int, line: int) -> Iterator[str]:
    # Put together without Markup.format, which takes most of the time for the thousands of arrows of a run.
    look, centre = arrow.look, (arrow.begin + arrow.end) // 2
    for number, row in enumerate(arrow.label, start=1):
        text = "".join(words.marked("tspan") for words in row)
        yield f'<text class="{look}" x="{centre}" y="{top + _LINE * number}">{text}</text>'
    yield f'<path class="{look}{" dashed" if arrow.dashed else ""}" d="M{arrow.begin} {line}H{arrow.end}"/>'
    if look == "lost":
        yield f'<path class="lost" d="M{centre - 5} {line - 5}l10 10m0 -10l-10 10"/>'
        return
    tip = -8 if arrow.end > arrow.begin else 8
    yield f'<path class="tip {look}" d="M{arrow.end} {line}l{tip} -4v8z"/>'
    if arrow.over_bus:
        yield f'<circle class="tip {look}" cx="{BUS}" cy="{line}" r="3.5"/>'


def _in_words(arrow: Arrow, say: Language) -> Markup:
    """For whoever cannot see it; HTML may stand in the description of a drawing that stands in a page."""
    names = dict(zip(_AT, NAMES, strict=True))
    told = " ".join("".join(words.marked("span") for words in line) for line in arrow.label)
    begin, end = (escape(say(names[at])) for at in (arrow.begin, arrow.end))
    return Markup(say("{} til {}: {}.", begin, end, told))  # noqa: S704  every word of it is escaped where it is marked


def _short(text: str, most: int) -> str:
    """Masked before it is cut: nobody sees a number in half of one."""
    clean = mask(text)
    return clean if len(clean) <= most else f"{clean[: most - 1]}…"
