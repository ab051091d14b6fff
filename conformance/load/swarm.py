"""Locust as we use it: without its patches of the standard library, so that bus clients keep their own threads.

Its users are greenlets in one thread; whatever waits for a network is done in native threads beside them.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
from collections.abc import Callable
from typing import Any, Final, TypeVar

from standards.errors import Problem

T = TypeVar("T")

INSTALL: Final = 'pip install "epj-testbenk[load]"'
_NO_PATCHES: Final = "LOCUST_SKIP_MONKEY_PATCH"


class NoLocust(Problem):
    """The extra is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "epj load bruker locust, som ikke er installert.",
            expected="tillegget load",
            found="ingen locust",
            fix=f"kjør {INSTALL}",
        )


def require() -> None:
    """Raise `NoLocust` where it is not installed."""
    if importlib.util.find_spec("locust") is None:
        raise NoLocust


def locust() -> Any:
    """The package; every import of it goes through here, since the first decides whether it patches."""
    require()
    os.environ[_NO_PATCHES] = "1"
    package = importlib.import_module("locust")
    importlib.import_module("locust.env")
    logger = logging.getLogger("locust")
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return package


def environment(user_class: Any, *, host: str = "", title: str = "") -> Any:
    """An environment with users of one kind; `host` and `title` are what locust's page calls what it measures."""
    package = locust()
    import gevent  # noqa: PLC0415  part of the extra

    hub = gevent.get_hub()
    hub.NOT_ERROR = (*hub.NOT_ERROR, KeyboardInterrupt)  # it is told once, in bokmål
    return package.env.Environment(
        user_classes=[user_class], events=package.event.Events(), host=host or None, locustfile=title or None
    )


def in_thread(call: Callable[..., T], *arguments: Any) -> T:
    """What a call gives, made in a native thread while other greenlets go on."""
    import gevent  # noqa: PLC0415  part of the extra

    result: T = gevent.get_hub().threadpool.apply(call, arguments)
    return result


def allow_threads(count: int) -> None:
    """So many calls may wait at a time."""
    import gevent  # noqa: PLC0415

    gevent.get_hub().threadpool.maxsize = count


class Bell:
    """Rung in any thread, heard by greenlets."""

    def __init__(self) -> None:
        import gevent.event  # noqa: PLC0415

        self._rung = gevent.event.Event()
        self._watcher = gevent.get_hub().loop.async_()
        self._watcher.start(self._rung.set)

    def ring(self) -> None:
        """Wake whoever waits."""
        self._watcher.send()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has been rung since last time; whether it was within the time."""
        rung = bool(self._rung.wait(seconds))
        self._rung.clear()
        return rung
