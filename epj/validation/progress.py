"""A bar on the terminal while work is long: how far, and how long is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import IO, Final

from epj.validation.language import Language

PATIENCE: Final = 2.0
"""Seconds before anything is shown."""

_EVERY: Final = 0.2
_WIDTH: Final = 24
_ERASE: Final = "\r\x1b[K"


class Progress:
    """Shows itself only on a terminal, and only when the work takes time."""

    def __init__(
        self, stream: IO[str], say: Language, total: int | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._say = say
        self._total = total
        self._clock = clock
        self._begun = self._last = clock()
        self._done = 0
        self._visible = False
        self._active = stream.isatty()

    def advance(self, number: int) -> None:
        """So many more messages are judged."""
        self._done += number
        now = self._clock()
        if self._active and now - self._begun >= PATIENCE and now - self._last >= _EVERY:
            self._last = now
            self._stream.write(_ERASE + self.line(now - self._begun))
            self._stream.flush()
            self._visible = True

    def clear(self) -> None:
        """Take the bar away, so that something else can be printed."""
        if self._visible:
            self._stream.write(_ERASE)
            self._stream.flush()
            self._visible = False

    def line(self, seconds: float) -> str:
        """The bar as text."""
        if not self._total:
            return self._say("{} filer sjekket", self._done)
        share = min(self._done / self._total, 1.0)
        bar = f"[{'#' * round(share * _WIDTH):<{_WIDTH}}]"
        left = seconds / share * (1 - share) if share else 0.0
        return f"{bar} {self._say('{} av {} filer, {} igjen', self._done, self._total, duration(left))}"


def duration(seconds: float) -> str:
    """`12 s`, `3 min 05 s`, `1 t 20 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} t {minutes % 60:02} min"
