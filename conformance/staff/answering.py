"""How an answer is taken from a keyboard: a letter, a line, a name or a file, with the time left in sight."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from conformance.clock import Clock
from conformance.evidence.attachments import why_not
from conformance.outcomes import NotVerified
from conformance.staff.terminal import Terminal

MORE_SECONDS: Final = 120.0
"""What the details of an answer get at least, so that nobody who answered in time loses it on the name of a file."""
_TICK, _LONG_TICK, _LONG = 10.0, 30.0, 60.0
_LONGEST_NAME: Final = 80
_KEYS: Final = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|.)?|[\x00-\x1f\x7f-\x9f]")


class Keyboard:
    """Asks a person within a deadline; raises `NotVerified` when it passes."""

    def __init__(self, terminal: Terminal, clock: Clock) -> None:
        self._terminal = terminal
        self._clock = clock
        self._seconds = 0.0
        self._deadline = 0.0

    def begin(self, seconds: float) -> None:
        """A new question with a deadline of its own; what was typed before it is forgotten."""
        self._seconds = seconds
        self._deadline = self._clock.monotonic() + seconds
        self._terminal.discard()

    def allow_more(self) -> None:
        """The question is answered; its details get some time of their own."""
        self._deadline = max(self._deadline, self._clock.monotonic() + MORE_SECONDS)

    def show(self, text: str) -> None:
        """Show a line."""
        self._terminal.show(text)

    def letter(self, prompt: str, letters: str) -> str:
        """One of the letters; the time left is shown while nobody answers."""
        while (left := self._left()) > 0:
            answer = self._terminal.ask(f"({spoken(left)} igjen) {prompt}", _tick(left))
            letter = _clean(answer or "").lower()[:1]
            if letter and letter in letters:
                return letter
            if answer is not None:
                self.show(f"Skriv én av bokstavene {', '.join(letters)}.")
        raise self._nobody()

    def line(self, prompt: str) -> str:
        """What somebody writes, empty when nobody does."""
        left = self._left()
        return _clean((self._terminal.ask(prompt, left) or "") if left > 0 else "")

    def name(self, prompt: str, usual: str = "") -> str:
        """Somebody's name; `usual` for an empty line."""
        while (left := self._left()) > 0:
            answer = self._terminal.ask(prompt, left)
            name = _clean(answer or "")[:_LONGEST_NAME].strip() or (usual if answer is not None else "")
            if len(name) > 1 and any(letter.isalpha() for letter in name):
                return name
            if answer is not None:
                self.show("Skriv et navn. Uten navn kan svaret ikke brukes.")
        raise self._nobody()

    def file(self, prompt: str) -> str:
        """The path of a file that can be kept, empty for none."""
        while given := self.line(prompt):
            path = _path(given)
            if not (problem := why_not(path)):
                return str(path.resolve())
            self.show(f"{problem} Skriv stien på nytt, eller trykk Enter for ingen.")
        return ""

    def _left(self) -> float:
        return self._deadline - self._clock.monotonic()

    def _nobody(self) -> NotVerified:
        return NotVerified(
            f"Ingen svarte innen {spoken(self._seconds)}.", fix="Kjør scenarioet på nytt når noen er klar."
        )


def spoken(seconds: float) -> str:
    """A time as a person says it."""
    minutes, rest = divmod(round(seconds), 60)
    parts = [f"{minutes} min"] * bool(minutes) + [f"{rest} s"] * bool(rest or not minutes)
    return " ".join(parts)


def _tick(left: float) -> float:
    return min(left, _TICK if left <= _LONG else _LONG_TICK)


def _clean(text: str) -> str:
    """Without arrow keys and other keys that leave no letter, and without double blanks."""
    return " ".join(_KEYS.sub("", text).split())


def _path(given: str) -> Path:
    """A path as somebody writes, pastes or drags it: in quotes, with escaped blanks, or as file://…"""
    if given.lower().startswith("file://"):
        given = unquote(urlsplit(given).path)
    path = _at_home(given.strip("\"'"))
    if "\\" not in given or not why_not(path):
        return path
    try:
        words = shlex.split(given)
    except ValueError:
        return path
    return _at_home(words[0]) if len(words) == 1 else path


def _at_home(given: str) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError:  # there is no such user
        return Path(given)
