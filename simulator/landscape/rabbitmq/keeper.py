"""Keeps one RabbitMQ and its epmd, and sees to it that they end when whoever asked for them does, however that ends.

Run as a script of its own, by the standard library alone: it must start at once, and import nothing of ours. It is
told what to run by a file, says `broker PID`, `ready` and `ended CODE` on lines of its own, and goes on until its
standard input ends. A line `keep` before that keeps the folder; a line `gently` lets the broker close its files.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

assert sys.platform != "win32", "the processes of other systems end in other ways"

READY = " completed with "
"""What RabbitMQ says when its plugins are up and its ports are open."""
SECONDS_TO_CLOSE = 20.0
_DIE_WITH_PARENT, _ADOPT_ORPHANS = 1, 36
"""Of prctl(2); other systems than Linux have none, and do without."""


def main(asked: Path) -> None:
    """Run until the input ends."""
    spec = json.loads(asked.read_text("utf-8"))
    _prctl(_ADOPT_ORPHANS, 1)
    epmd = _start(spec["epmd"], spec, subprocess.DEVNULL)
    broker = _start(spec["broker"], spec, subprocess.PIPE)
    _say(f"broker {broker.pid}")
    listener = threading.Thread(target=_listen, args=(broker, Path(spec["log"])), daemon=True)
    listener.start()
    said = {line.strip() for line in sys.stdin}
    if "gently" in said:
        broker.terminate()
        with suppress(subprocess.TimeoutExpired):
            broker.wait(SECONDS_TO_CLOSE)
    for one in (broker, epmd):
        one.kill()
        one.wait()
    _end_orphans()
    listener.join(1.0)
    if spec["private"] and "keep" not in said:
        shutil.rmtree(spec["folder"], ignore_errors=True)


def _start(command: list[str], spec: dict[str, Any], output: int) -> subprocess.Popen[bytes]:
    """As a child that dies with us, even when we are killed with -9."""
    return subprocess.Popen(  # noqa: S603 - what our own settings say
        command,
        env=spec["environment"],
        cwd=spec["folder"],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        preexec_fn=lambda: _prctl(_DIE_WITH_PARENT, 9),  # noqa: PLW1509 - no threads yet
    )


def _listen(broker: subprocess.Popen[bytes], log: Path) -> None:
    """Write down what the broker says, and tell when it is ready and when it has ended."""
    ready = READY.encode()
    with log.open("ab", buffering=0) as file:
        for line in broker.stdout or ():
            file.write(line)
            if ready in line:
                _say("ready")
    _say(f"ended {broker.wait()}")


def _end_orphans() -> None:
    """End what the broker has left behind: helpers of the virtual machine, or an epmd that it started itself."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    with suppress(ChildProcessError):
        while True:
            with suppress(OSError):
                for pid in children.read_text("ascii").split():
                    os.kill(int(pid), signal.SIGKILL)
            os.wait()


def _prctl(option: int, value: int) -> None:
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _say(line: str) -> None:
    """Nobody may be listening any more."""
    with suppress(OSError):
        os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)  # not ignored: what we start would ignore it too
    main(Path(sys.argv[1]))
