"""What a replay says on the terminal (bokmål)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .documents import Document
from .judging import GONE, STILL, UNCLEAR, Said
from .replay import Outcome, Pair

FEW, LONGEST = 12, 160
ENDS: Mapping[str, tuple[int, str]] = {
    GONE: (0, "Feilen viste seg ikke. Det er ingen dom: kjør epj accept --only {} for å få den."),
    STILL: (1, "Feilen er der fortsatt."),
    UNCLEAR: (3, "Uavklart: avspillingen kan ikke si om feilen er der. Kjør epj accept --only {}."),
}
"""State → exit code, and what is said last."""
_SYNTHETIC_OR_REAL = re.compile(r"(?<![0-9])([0-9]{2})([0-9])([0-9]{3})([ .-]?)([0-9]{5})(?![0-9])")


def findings(recorded: list[Mapping[str, Any]], said: list[Said]) -> Iterator[str]:
    """Each finding with what has become of it."""
    if recorded:
        yield ""
        yield "Det som ble funnet:"
    for finding, now in zip(recorded, said, strict=True):
        yield f"  {finding['rule']}  {finding['problem']}" if finding["rule"] else f"  {finding['problem']}"
        for label, key in (("krav", "clause"), ("ventet", "expected"), ("fant da", "found")):
            if finding[key]:
                yield f"      {label + ':':9}{finding[key]}"
        yield f"      {now.state}: {now.why}"


def beside(outcome: Outcome, *, whole: bool) -> Iterator[str]:
    """What came back beside what came then."""
    yield ""
    yield "Det som kom nå, ved siden av det som kom da:"
    for pair in outcome.pairs:
        yield from _pair(pair, whole)
    for one in outcome.extra:
        yield f"  ny  {one.told()} kom nå, og ikke da (MsgId {one.msg_id or 'ukjent'})"
        yield from _whole(one) if whole else ()
    if not outcome.pairs and not outcome.extra:
        yield "  Det kom ingenting fra EPJ-en, verken da eller nå."


def worst(said: Iterable[Said]) -> str:
    """One state for all of them: a fault that stands weighs most, then what nobody can tell."""
    states = {one.state for one in said}
    return STILL if STILL in states else UNCLEAR if UNCLEAR in states else GONE


def as_then(outcome: Outcome) -> tuple[int, str]:
    """How it ends where nothing was wrong then: 0 when the same came now."""
    other = outcome.extra or any(pair.now is None or pair.differences for pair in outcome.pairs)
    return (1, "Noe er annerledes enn da scenarioet {} besto.") if other else (0, "Alt kom som da scenarioet {} besto.")


def masked(text: str) -> str:
    """Without numbers that could belong to a living person: those whose month is an ordinary one."""
    return _SYNTHETIC_OR_REAL.sub(lambda found: f"******{found[4]}*****" if found[2] in "01" else found[0], text)


def _pair(pair: Pair, whole: bool) -> Iterator[str]:
    head = f"  {pair.number:02}  {pair.then.told()}"
    if pair.now is None:
        yield f"{head}: kom ikke nå"
        return
    yield f"{head}: {'det samme som da' if not pair.differences else 'noe annet enn da'}"
    shown = pair.differences if whole else pair.differences[:FEW]
    for one in shown:
        yield f"      {one.where}"
        yield f"        da: {_short(one.then, whole)}"
        yield f"        nå: {_short(one.now, whole)}"
    if len(pair.differences) > len(shown):
        yield f"      … og {len(pair.differences) - len(shown)} til. --alt viser alle."
    if whole:
        yield from _whole(pair.now)


def _whole(one: Document) -> Iterator[str]:
    yield from (f"      | {line}" for line in one.raw.decode("utf-8", "replace").splitlines())


def _short(value: str, whole: bool) -> str:
    if not value:
        return "(ingenting)"
    return value if whole or len(value) <= LONGEST else f"{value[:LONGEST]}…"
