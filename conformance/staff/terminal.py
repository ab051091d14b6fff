"""A person at a keyboard: lines shown, lines read with a deadline, and nothing answered by what was typed too late."""

from __future__ import annotations

import os
import queue
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol


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
        """Forget the lines that nobody asked for, and what is typed without Enter where the system can."""
        _forget_typed(self._source)
        with suppress(queue.Empty):
            while True:
                self._lines.get_nowait()

    def _write(self, text: str) -> None:
        with suppress(OSError):  # the window was closed; the deadline ends the question
            self._out.write(text)
            self._out.flush()

    def _read(self) -> None:
        with suppress(OSError, ValueError):  # the terminal was closed
            for line in self._source:
                self._lines.put(line.rstrip("\r\n"))


def open_terminal() -> Terminal | None:
    """The terminal even when pytest holds stdin and stdout; None when there is none."""
    names = ("CONIN$", "CONOUT$") if os.name == "nt" else ("/dev/tty", "/dev/tty")
    try:
        source = Path(names[0]).open(encoding="utf-8", errors="replace")  # noqa: SIM115 open as long as the process
        out = Path(names[1]).open("w", encoding="utf-8", errors="replace")  # noqa: SIM115
    except OSError:
        return None
    return RealTerminal(source, out)


if sys.platform == "win32":  # pragma: no cover

    def _forget_typed(source: IO[str]) -> None:
        """What is typed ahead stays: Windows has no such call for a file."""
else:
    import termios

    def _forget_typed(source: IO[str]) -> None:
        with suppress(OSError, ValueError, termios.error):
            termios.tcflush(source.fileno(), termios.TCIFLUSH)
