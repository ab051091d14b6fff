"""Runs pytest in this process for one job, stoppable by deadline and by hand."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import pytest
import pytest_bdd.plugin
from pytest_bdd import feature as bdd_feature

import conformance.acceptance
from conformance.outcomes import ToolFault
from conformance.runner.lookup import indexed
from conformance.runner.plugin import STOPPED_BY_HAND, AcceptancePlugin, Job, TimeIsUp

_ACCEPTANCE = Path(conformance.acceptance.__file__ or "").parent
_OFF = (
    *("terminal", "cacheprovider", "logging", "warnings", "faulthandler", "junitxml", "stepwise", "doctest"),
    *("unraisableexception", "legacypath", "monkeypatch", "recwarn", "tmpdir", "pastebin", "setupplan", "unittest"),
)
"""What no scenario needs; the first of the last line would also search all memory for garbage, twice a run."""
_ENVIRONMENT = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_CURRENT_TEST")


def play(job: Job, modules: Iterable[str]) -> None:
    """Run the selected scenarios with nothing but what they need; how it went stands in the job."""
    sys.modules.pop(f"{conformance.acceptance.__name__}.test_acceptance", None)
    bdd_feature.features.clear()
    arguments = [
        *("--disable-plugin-autoload", "--capture=no", "--import-mode=importlib"),
        *("-c", str(_ACCEPTANCE / "pytest.ini"), f"--rootdir={_ACCEPTANCE}", "--noconftest"),
        *(word for name in _OFF for word in ("-p", f"no:{name}")),
        str(_ACCEPTANCE / "test_acceptance.py"),
    ]
    # As modules, not by name: for each name pytest looks through the entry points of all that is installed.
    plugins = [pytest_bdd.plugin, *map(importlib.import_module, modules), AcceptancePlugin(job)]
    try:
        with _own_environment(), _interruptible(job.seconds), indexed(job.sentences):
            pytest.main(arguments, plugins=plugins)
    except KeyboardInterrupt:
        job.stopped = job.stopped or job.overdue or STOPPED_BY_HAND
    except Exception as error:  # noqa: BLE001  whatever it is, the run ends with a verdict
        job.faults.append(f"Testverktøyet feilet ({type(error).__name__}: {error}).")
        with suppress(ToolFault):
            job.evidence.set_info("traceback", traceback.format_exc())


@contextmanager
def _own_environment() -> Iterator[None]:
    """The tester's own pytest settings must not change a run."""
    kept = {name: os.environ.pop(name) for name in _ENVIRONMENT if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


@contextmanager
def _interruptible(seconds: float | None) -> Iterator[None]:
    """Let the deadline, SIGTERM and SIGHUP stop the run as Ctrl-C does; else the deadline is seen between scenarios.

    Ctrl-C is asked for too: a run started in the background by a shell is born with it ignored. Who ignores a closed
    terminal, as `nohup` does, meant it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stopping = {number: signal.signal(number, _raise_interrupt) for number in _stops()}
    try:
        with _alarm(seconds):
            yield
    finally:
        for number, handler in stopping.items():
            signal.signal(number, handler)


if sys.platform == "win32":  # pragma: no cover

    def _stops() -> list[signal.Signals]:
        return [signal.SIGINT, signal.SIGTERM]

    @contextmanager
    def _alarm(seconds: float | None) -> Iterator[None]:
        """There is no alarm; the deadline is seen between scenarios."""
        yield
else:

    def _stops() -> list[signal.Signals]:
        closed = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]
        return [signal.SIGINT, signal.SIGTERM, *closed]

    @contextmanager
    def _alarm(seconds: float | None) -> Iterator[None]:
        alarm = signal.signal(signal.SIGALRM, _raise_time_is_up)
        left = signal.setitimer(signal.ITIMER_REAL, seconds) if seconds is not None else None
        try:
            yield
        finally:
            if left is not None:
                signal.setitimer(signal.ITIMER_REAL, *left)
            signal.signal(signal.SIGALRM, alarm)


def _raise_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _raise_time_is_up(number: int, frame: FrameType | None) -> None:
    raise TimeIsUp
