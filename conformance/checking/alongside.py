"""Things done side by side, in threads that nobody waits for at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def alongside(calls: Sequence[Callable[[], T]]) -> list[T]:
    """What each call gives, in their order; raises what the first of them that failed raised."""
    results: dict[int, T] = {}
    failures: dict[int, Exception] = {}

    def run(place: int, call: Callable[[], T]) -> None:
        try:
            results[place] = call()
        except Exception as error:  # noqa: BLE001  it is raised again where it is waited for
            failures[place] = error

    threads = [
        threading.Thread(target=run, args=(place, call), name=f"sjekk-{place}", daemon=True)
        for place, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _, failure in sorted(failures.items(), key=lambda one: one[0]):
        raise failure
    return [results[place] for place in range(len(calls))]
