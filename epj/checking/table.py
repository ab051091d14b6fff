"""The lights as lines under each other."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import click

from standards.masking import mask

if TYPE_CHECKING:
    from conformance.checking.light import Light

WIDTH: Final = 118
_STATE_WIDTH: Final = 7
_COLOURS: Final = {"grønn": "green", "gul": "yellow", "rød": "red"}
_PLURALS: Final = {"grønn": "grønne", "gul": "gule", "rød": "røde", "grå": "grå"}


def table(lights: Sequence[Light]) -> Iterator[str]:
    """One line a light; below a red one who puts it right and what to send them."""
    width = max((len(light.look) for light in lights), default=0) + 2
    indent = " " * (_STATE_WIDTH + width)
    for light in lights:
        where = f" (linje {light.line} i filen)" if light.line else ""
        rows = wrap(mask(f"{_begun(light.seen)}{where}"), WIDTH - len(indent), break_on_hyphens=False) or [""]
        state = _paint(light.state.value, f"{light.state.value:<{_STATE_WIDTH}}")
        yield f"{state}{light.look:<{width}}{rows[0]}"
        yield from (f"{indent}{row}" for row in rows[1:])
        if light.who is not None:
            send = mask(f"Hvem retter det: {light.who}. Send: «{light.sentence}»")
            yield from (f"{indent}{row}" for row in wrap(send, WIDTH - len(indent), break_on_hyphens=False))


def summary(lights: Sequence[Light], seconds: float, *, ready: str, not_ready: str) -> str:
    """What it all means, in the words given, and how many of each."""
    counts = {state: sum(light.state.value == state for light in lights) for state in _PLURALS}
    told = ", ".join(f"{count} {_word(state, count)}" for state, count in counts.items() if count)
    return f"{not_ready if counts['rød'] else ready} ({told}; {_seconds(seconds)} s)"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f}".replace(".", ",")


def _word(state: str, count: int) -> str:
    return state if count == 1 else _PLURALS[state]


def _begun(text: str) -> str:
    """With a capital, as a sentence of its own, unless it begins with an address."""
    return text if re.match(r"\S*[.\[/]\S", text) else text[:1].upper() + text[1:]


def _paint(state: str, text: str) -> str:
    if not sys.stdout.isatty() or state not in _COLOURS:
        return text
    return click.style(text, fg=_COLOURS[state])
