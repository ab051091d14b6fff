"""Ends several things beside each other, since each of them mostly waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor


def at_once(stops: Iterable[Callable[[], object]]) -> None:
    """Call them all beside each other, and return when all have returned; raises what the first that failed raised."""
    waiting = list(stops)
    if not waiting:
        return
    with ThreadPoolExecutor(max_workers=len(waiting), thread_name_prefix="stop") as pool:
        stopped = [pool.submit(stop) for stop in waiting]
    for one in stopped:
        one.result()
