"""Keeps two runs off the same queues; the lock vanishes with the process that holds it."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from conformance.targets.model import Target

_LONGEST = 900
"""Bytes; what is told of the holder stays before the byte that Windows locks."""


class AlreadyRunning(Exception):
    """Another run holds the target; says which (bokmål)."""


def lock_path(target: Target, directory: Path | None = None) -> Path:
    """The lock file of a target: one for each queue address and HER-id, whatever its file is called."""
    key = f"{target.transport.address}\n{target.helsenorge.her_id}".encode()
    owner = os.getuid() if hasattr(os, "getuid") else 0
    name = f"epj-accept-{owner}-{hashlib.sha256(key).hexdigest()[:16]}.lock"
    return (directory or Path(tempfile.gettempdir())) / name


@contextmanager
def hold(target: Target, directory: Path | None = None) -> Iterator[Callable[[str], None]]:
    """Hold the target while the block runs, and give a way to tell what holds it; raises `AlreadyRunning`."""
    path = lock_path(target, directory)
    handle = _take(path)

    def tell(what: str) -> None:
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, what.encode()[:_LONGEST])

    try:
        tell(f"prosess {os.getpid()}")
        yield lambda what: tell(f"prosess {os.getpid()}, {what}")
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _take(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _lock(handle)
        except OSError as error:
            os.lseek(handle, 0, os.SEEK_SET)
            holder = os.read(handle, _LONGEST).decode("utf-8", "replace").strip() or "ukjent prosess"
            os.close(handle)
            raise AlreadyRunning(
                f"En annen kjøring ({holder}) bruker dette testobjektet. To kjøringer ville tatt meldingene "
                "fra hverandre. Gjør dette: Vent til den er ferdig, eller stopp den."
            ) from error
        if _is_still_at(path, handle):
            return handle
        # The holder removed the file between our opening and locking it; what we hold guards nothing.
        os.close(handle)


def _is_still_at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 1000, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
