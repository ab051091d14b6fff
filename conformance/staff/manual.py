"""Staff by hand: the sentence on the terminal, a visible deadline, and what a person answers."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Protocol

from conformance.clock import Clock
from conformance.outcomes import NotVerified
from conformance.staff.adapter import IntentResult, OutcomeWord

if TYPE_CHECKING:
    from conformance.targets.model import Target

_TICK_SECONDS: Final = 10.0
_WORDS: Final[Mapping[str, OutcomeWord]] = {"u": "done", "n": "refused", "k": "unable", "j": "done"}


class Terminal(Protocol):
    """A person at a keyboard."""

    def show(self, text: str) -> None:
        """Show a line."""
        ...

    def ask(self, prompt: str, seconds: float) -> str | None:
        """One line from the person, None when none came within `seconds`."""
        ...

    def discard(self) -> None:
        """Forget what was typed already, so that a late answer never answers the next question."""
        ...


class ManualStaff:
    """Shows each intent as a sentence and takes the answer: utført, nektet or kan ikke."""

    automatic = False

    def __init__(self, terminal: Terminal | None, clock: Clock) -> None:
        self._terminal = terminal
        self._clock = clock
        self._who = ""

    def can(self, intent: str) -> bool:
        """A person can do everything except read out data to a machine or know that all is quiet."""
        return not intent.startswith("read_") and intent != "settle"

    def perform(
        self, intent: str, params: Mapping[str, Any], *, key: str, sentence: str, seconds: float
    ) -> IntentResult:
        """Ask for the deed; the person's own appointment ids and thread ids are asked for where they are needed."""
        terminal = self._require()
        deadline = self._clock.monotonic() + seconds
        terminal.show("")
        terminal.show(f"GJØR DETTE: {sentence}")
        outcome = self._choose("[u]tført, [n]ektet eller [k]an ikke? ", "unk", deadline, seconds)
        data = self._data(intent, params, deadline) if outcome == "done" else {}
        return self._finish(outcome, deadline, data)

    def confirm(self, question: str, *, seconds: float) -> IntentResult:
        """Ask a yes or no question about what the person sees."""
        terminal = self._require()
        deadline = self._clock.monotonic() + seconds
        terminal.show("")
        terminal.show(f"SE ETTER: {question}")
        return self._finish(self._choose("[j]a, [n]ei eller [k]an ikke si? ", "jnk", deadline, seconds), deadline, {})

    def close(self) -> None:
        """Nothing to let go of."""

    def _choose(self, prompt: str, letters: str, deadline: float, seconds: float) -> OutcomeWord:
        terminal = self._require()
        terminal.show(f"Frist: {seconds:g} sekunder.")
        terminal.discard()
        while (left := deadline - self._clock.monotonic()) > 0:
            answer = terminal.ask(f"({left:.0f} s igjen) {prompt}", min(left, _TICK_SECONDS))
            letter = (answer or "").strip().lower()[:1]
            if letter and letter in letters:
                return _WORDS[letter]
            if answer is not None:
                terminal.show(f"Skriv én av bokstavene {', '.join(letters)}.")
        raise NotVerified(f"Ingen svarte innen {seconds:g} s.", fix="Kjør scenarioet på nytt når noen er klar.")

    def _data(self, intent: str, params: Mapping[str, Any], deadline: float) -> dict[str, Any]:
        if intent in ("create_appointment", "change_appointment"):
            known = str(params.get("appointment", ""))
            answer = self._line("Timens id eller kjennetegn i journalen (Enter for å hoppe over): ", deadline)
            return {"appointment": answer or known or "timen som nettopp ble satt opp"}
        if intent == "start_dialog":
            return {"thread": None}
        return {"previous": "nei" if params.get("value") == "ja" else "ja"} if intent == "change_setting" else {}

    def _finish(self, outcome: OutcomeWord, deadline: float, data: dict[str, Any]) -> IntentResult:
        if not self._who:
            self._who = self._line("Navnet ditt (vises i rapporten): ", deadline)
        reason = "" if outcome == "done" else self._line("Hvorfor? ", deadline)
        return IntentResult(outcome, reason, data, by="person", who=self._who, file=self._file(deadline))

    def _file(self, deadline: float) -> str:
        while path := self._line("Bilde eller fil som viser det (Enter for ingen): ", deadline):
            if Path(path).expanduser().is_file():
                return path
            self._require().show(f"Finner ikke filen {path}.")
        return ""

    def _line(self, prompt: str, deadline: float) -> str:
        left = deadline - self._clock.monotonic()
        return (self._require().ask(prompt, left) or "").strip() if left > 0 else ""

    def _require(self) -> Terminal:
        if self._terminal is None:
            raise NotVerified(
                "Det er ingen terminal, så ingen kan spørres.",
                fix='Kjør epj accept i et terminalvindu, eller bruk staff.kind = "http".',
            )
        return self._terminal


class RealTerminal:
    """The controlling terminal; a thread of its own reads the lines, so that a deadline holds on every system."""

    def __init__(self, source: IO[str], out: IO[str]) -> None:
        self._source = source
        self._out = out
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader: threading.Thread | None = None

    def show(self, text: str) -> None:
        """Write a line at once."""
        self._write(text + "\n")

    def ask(self, prompt: str, seconds: float) -> str | None:
        """A line, or None after `seconds`."""
        if self._reader is None:  # not before: a terminal that only was looked at must not take lines from another
            self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
            self._reader.start()
        self._write(prompt)
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            self._write("\n")
            return None
        except KeyboardInterrupt:
            self._write("\n")
            raise

    def discard(self) -> None:
        """Forget the lines that nobody asked for."""
        with suppress(queue.Empty):
            while True:
                self._lines.get_nowait()

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()

    def _read(self) -> None:
        with suppress(OSError, ValueError):  # the terminal was closed
            for line in self._source:
                self._lines.put(line.rstrip("\n"))


def connect(target: Target, clock: Clock) -> ManualStaff:
    """The adapter on this process's terminal; without one every intent is `NotVerified`."""
    return ManualStaff(open_terminal(), clock)


def open_terminal() -> Terminal | None:
    """The terminal even when pytest holds stdin and stdout; None when there is none."""
    names = ("CONIN$", "CONOUT$") if os.name == "nt" else ("/dev/tty", "/dev/tty")
    try:
        source = Path(names[0]).open(encoding="utf-8")  # noqa: SIM115 open as long as the process
        out = Path(names[1]).open("w", encoding="utf-8")  # noqa: SIM115
    except OSError:
        return None
    return RealTerminal(source, out)
