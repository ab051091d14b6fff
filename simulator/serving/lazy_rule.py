"""Routes that are quick to put up: six journals of fifty routes each start together."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any, Final

from werkzeug.routing import Rule

_COMPILING: Final = threading.Lock()
"""Before 3.11.8 Python counts wrong, and raises `SystemError`, when two threads parse source into trees at a time."""


class LazyRule(Rule):
    """Compiles what builds its address the first time an address is built, which for most is never.

    It half rests on a name inside werkzeug; under another name there, routes are as slow to put up as they were.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled: list[Callable[..., tuple[str, str]]] = []

        def build(rule: LazyRule, **values: Any) -> tuple[str, str]:
            with _COMPILING:
                if not compiled:
                    compiled.append(_compiled(rule, append_unknown))
            return compiled[0](rule, **values)

        return build


def _compiled(rule: Rule, append_unknown: bool) -> Callable[..., tuple[str, str]]:
    """What depends on nothing but how the route is written is compiled once for all apps that have it."""
    if rule.defaults:
        return Rule._compile_builder(rule, append_unknown)
    return _of_text(rule.rule, tuple(rule._trace), append_unknown)


@functools.lru_cache(maxsize=1024)
def _of_text(text: str, trace: tuple[tuple[bool, str], ...], append_unknown: bool) -> Callable[..., tuple[str, str]]:
    bare = Rule(text)
    bare._trace = list(trace)
    return Rule._compile_builder(bare, append_unknown)
