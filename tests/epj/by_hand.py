"""A nurse at a pseudo-terminal: reads the questions of a manual run, and does what they say in a simulated journal."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
import tomllib
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import requests

_CREATE: Final = re.compile(
    r"Sett opp en time til .*?\((?P<patient>\d{11})\): (?P<summary>.*?), \w+ (?P<day>[\d.]+) kl\. (?P<start>[\d.]+)"
    r" til (?P<end>[\d.]+), sted (?P<location>.*?)\.\s"
)


class Screen:
    """A program on a terminal of its own; what it shows is kept, and looked at from where the last look ended."""

    def __init__(self, *arguments: str, folder: Path) -> None:
        self._hand, end = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "epj.main", *arguments],
            stdin=end,
            stdout=end,
            stderr=end,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509  the only way to give a child a terminal of its own
            env={**os.environ, "PYTHONUTF8": "1", "TERM": "dumb"},
        )
        os.close(end)
        self.text = ""
        self._seen = 0

    def until(self, *wanted: str, seconds: float = 30) -> str:
        """Read until one of the texts stands there; gives what came since the last look, with that text."""
        deadline = time.monotonic() + seconds
        while True:
            found = [place + len(text) for text in wanted if (place := self.text.find(text, self._seen)) >= 0]
            if found:
                came, self._seen = self.text[self._seen : min(found)], min(found)
                return came
            if not self._read(deadline - time.monotonic()):
                raise AssertionError(f"Ventet på {wanted}, så:\n{self.text[self._seen :]}")

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._hand, f"{text}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        os.write(self._hand, b"\x03")

    def end(self, seconds: float = 30) -> int:
        """The exit code, when the program is over."""
        deadline = time.monotonic() + seconds
        while self._read(deadline - time.monotonic()):
            pass
        return self._process.wait(seconds)

    def close(self) -> None:
        """Whatever happened, nothing goes on running."""
        self._process.kill()
        self._process.wait()
        os.close(self._hand)

    def _read(self, seconds: float) -> bool:
        if seconds <= 0 or not select.select([self._hand], [], [], seconds)[0]:
            return False
        try:
            came = os.read(self._hand, 65536)
        except OSError:  # the other end is closed
            return False
        self.text += came.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(came)


class Nurse:
    """Does in the journal, over its staff adapter, what the sentence on the screen says."""

    def __init__(self, target: Path) -> None:
        staff = tomllib.loads(target.read_text("utf-8"))["staff"]
        self._address, self._secret = staff["address"], staff["secret"]

    def does(self, sentence: str) -> str:
        """Set up the appointment that the sentence names; gives the journal's id of it."""
        found = _CREATE.search(sentence)
        assert found, sentence
        day = datetime.strptime(found["day"], "%d.%m.%Y").date()
        times = {name: f"{day}T{found[name].replace('.', ':')}:00" for name in ("start", "end")}
        given = {name: found[name] for name in ("patient", "summary", "location")}
        return str(self._ask("create_appointment", {**given, **times})["appointment"])

    def _ask(self, intent: str, params: dict[str, Any]) -> dict[str, Any]:
        answer = requests.post(
            f"{self._address}/intents/{intent}",
            json=params,
            headers={"Authorization": f"Bearer {self._secret}", "Idempotency-Key": str(uuid.uuid4())},
            timeout=30,
        ).json()
        assert answer["outcome"] == "done", answer
        data: dict[str, Any] = answer["data"]
        return data


def manual(target: Path, *, more: str = "") -> str:
    """A target file in which people answer."""
    text = target.read_text("utf-8")
    before, _, rest = text.partition("[staff]")
    after = rest[rest.index("\n[deadlines]") :]
    staff = '[staff]\nkind = "manual"\nsettle = false\n'
    quick = before.replace("quiet_seconds = 3", "quiet_seconds = 0.5")
    return f"{quick}{staff}{more}{after}"


def _take_terminal() -> None:
    import fcntl  # only where there are pseudo-terminals
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
