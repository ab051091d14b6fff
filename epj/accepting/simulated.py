"""A simulated journal that a run starts itself, and stops when it is over."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import click

READY: Final = "KLAR "
READY_SECONDS: Final = 90.0
"""RabbitMQ alone takes ten on a busy machine."""
STOP_SECONDS: Final = 10.0
WRONG_USE: Final = 2
ACTORS: Final = ".helseaktoerer"
"""What stands behind the product where the test plays a doctor's office over Meldingstjener, as in its target file."""
_NEEDED: Final = ("helseid", "adresseregister", "meldingstjener")


def require(over: str) -> None:
    """Refuse before the first start when what messages are to go over is not installed; exit code 2."""
    from simulator.landscape.rabbitmq.installed import find  # noqa: PLC0415  most runs go over HTTP
    from standards.errors import Problem  # noqa: PLC0415
    from wire.amqp.client import require_proton  # noqa: PLC0415

    try:
        if over == "rabbitmq":
            find()
        if over in ("amqp", "rabbitmq"):
            require_proton()
    except Problem as problem:
        raise _NoSimulator(str(problem)) from problem


@contextmanager
def simulated(
    product: str, *, over: str = "", cms: bool = False, seconds: float = READY_SECONDS
) -> Iterator[tuple[Path, IO[str]]]:
    """A simulated journal with its bus in a process of their own, stopped at the end; target file and what it logs.

    With `ACTORS` behind the product the target is one for messages between health actors. `over` is what messages
    go over, as `epj simulate` takes it; with `cms` they are signed and encrypted.
    """
    log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  closed below
    with tempfile.TemporaryDirectory(prefix="epj-") as folder, log as errors:
        journal = product.removesuffix(ACTORS)
        beside = _NEEDED if product.endswith(ACTORS) else ()
        words = ("simulate", journal, *beside, "--port", "0", "--targets", folder, "--ready-json")
        more = (*(("--over", over) if over else ()), *(("--cms",) if cms else ()))
        process = subprocess.Popen(
            [sys.executable, "-m", "epj.main", *words, *more],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
        )
        try:
            target = _target_of(process, product, errors, seconds)
            yield target.with_name(f"{product}.toml"), errors
        finally:
            _stop(process)


def _target_of(process: subprocess.Popen[str], product: str, errors: IO[str], seconds: float) -> Path:
    try:
        ready, when = _ready(process, seconds), ""
    except queue.Empty:
        ready, when = None, f" innen {seconds:g} s"
    if ready is None:
        process.terminate()
        errors.seek(0)
        said = errors.read().strip()
        told = f"Den simulerte journalen {product} kom ikke i gang{when}"
        raise _NoSimulator(f"{told}:\n{said}" if said else f"{told}.")
    return next(Path(journal["target"]) for journal in json.loads(ready)["journals"])


def _ready(process: subprocess.Popen[str], seconds: float) -> str | None:
    """What follows the ready word; None when the process ended. Keeps on emptying the pipe. Raises `queue.Empty`."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in process.stdout or ():
            if line.startswith(READY):
                lines.put(line.removeprefix(READY))
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    return lines.get(timeout=seconds)


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class _NoSimulator(click.ClickException):
    """The simulated journal did not start; exit code 2."""

    exit_code = WRONG_USE

    def show(self, file: IO[str] | None = None) -> None:
        """Print in bokmål."""
        click.echo(self.message, file=file, err=file is None)
