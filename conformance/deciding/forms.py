"""How conversations and messages differ in form between two runs, whoever they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conformance.deciding.shapes import Seen, topmost
from conformance.deciding.sides import Tried


@dataclass(frozen=True)
class ShapeChange:
    """One path that messages of the EPJ have got or lost, with the kinds of messages and scenarios it shows in."""

    path: str
    is_new: bool
    messages: tuple[str, ...]
    scenarios: tuple[str, ...]


def conversation(before: tuple[Seen, ...], after: tuple[Seen, ...]) -> Iterator[str]:
    """How the conversation went otherwise: what came no longer, what came besides, or in another order."""
    one, other = Counter(each.told for each in before), Counter(each.told for each in after)
    yield from (f"kom ikke lenger: {told}{_times(count)}" for told, count in (one - other).items())
    yield from (f"kom i tillegg: {told}{_times(count)}" for told, count in (other - one).items())
    sent = [[each.told for each in seen if each.is_from_epj] for seen in (before, after)]
    if one == other and sent[0] != sent[1]:
        yield f"annen rekkefølge fra EPJ: {', '.join(sent[0])} → {', '.join(sent[1])}"


def _times(count: int) -> str:
    return f" ({count} ganger)" if count > 1 else ""


def shape_changes(pairs: Iterable[tuple[Tried, Tried]]) -> Iterator[ShapeChange]:
    """New and missing paths; what shows in many messages and scenarios is told once."""
    found: dict[tuple[str, bool], list[tuple[str, str]]] = {}
    for one, other in pairs:
        forms = _forms(one), _forms(other)
        for message in sorted(forms[0].keys() & forms[1].keys()):
            gone, new = forms[0][message] - forms[1][message], forms[1][message] - forms[0][message]
            for is_new, paths in ((False, gone), (True, new)):
                for path in topmost(paths):
                    found.setdefault((path, is_new), []).append((message, one.id))
    for (path, is_new), places in sorted(found.items()):
        messages, scenarios = (tuple(dict.fromkeys(each)) for each in zip(*places, strict=True))
        yield ShapeChange(path, is_new, messages, scenarios)


def _forms(one: Tried) -> dict[str, frozenset[str]]:
    """Each kind of message that the EPJ sent → every path in those of that kind."""
    forms: dict[str, frozenset[str]] = {}
    for seen in one.seen:
        if seen.is_from_epj and seen.paths:
            forms[seen.told] = forms.get(seen.told, frozenset()) | seen.paths
    return forms
