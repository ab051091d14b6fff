"""The processes of citizens: started on this machine, and ended with us whatever happens."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from standards.masking import mask

_END_SECONDS: Final = 5.0
_LAST_LINES: Final = 5


class Crew:
    """Some workers; `ended` is called from another thread when one ends."""

    def __init__(self, ended: Callable[[], None]) -> None:
        self._ended = ended
        self._processes: list[subprocess.Popen[bytes]] = []
        self._logs: list[IO[bytes]] = []
        self._leaving = False

    def start(self, count: int, target: Path, port: int, pause: float, seed: str) -> None:
        """Start them; each connects to the master by itself."""
        for number in range(count):
            log = tempfile.TemporaryFile()  # noqa: SIM115  closed in `stop`
            self._logs.append(log)
            words = (str(target), str(port), f"{pause:g}", seed, str(number), str(count))
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "conformance.load.worker", *words],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
            self._processes.append(process)
            threading.Thread(target=self._watch, args=(process,), daemon=True).start()

    @property
    def lost(self) -> str:
        """What the first that ended by itself said, in its last lines; empty while all are there."""
        for process, log in zip(self._processes, self._logs, strict=True):
            if not self._leaving and process.poll() is not None:
                log.seek(0)
                said = log.read().decode("utf-8", "replace").strip().splitlines()[-_LAST_LINES:]
                return mask(" | ".join(said)) or f"sluttkode {process.returncode}"
        return ""

    def stop(self) -> None:
        """End them: first let them go, then kill; nothing is left when this returns."""
        self._leaving = True
        for process in self._processes:
            _wait(process, _END_SECONDS)
            if process.stdin is not None:
                process.stdin.close()  # a worker ends when nobody holds its standard input
            if not _wait(process, _END_SECONDS):
                process.kill()
                process.wait()
        for log in self._logs:
            log.close()

    def hurry(self) -> None:
        """They are not waited for: what goes on is of no use any more."""
        for process in self._processes:
            process.kill()

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        if not self._leaving:
            self._ended()


def _wait(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True
