"""Finds the definition of a step by the index, where pytest-bdd would ask every definition there is."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pytest_bdd.steps import step_function_context_registry

from conformance.runner.sentences import Sentences

_HOME = "pytest_bdd.scenario"
_SEARCH = "find_fixturedefs_for_step"


@contextmanager
def indexed(sentences: Sentences) -> Iterator[None]:
    """While the block lasts, steps are found by the index; pytest-bdd has no other place to say so.

    All our definitions are seen from everywhere, so which of them a scenario sees is not asked.
    """
    home: Any = importlib.import_module(_HOME)
    usual = getattr(home, _SEARCH)
    found: dict[int, Any] = {}

    def search(step: Any, fixturemanager: Any, node: Any) -> Iterable[Any]:
        if not found:
            found.update(_definitions(home, fixturemanager, node))
        return [found[id(one.context)] for one in sentences.matching(step.type, step.name) if id(one.context) in found]

    setattr(home, _SEARCH, search)
    try:
        yield
    finally:
        setattr(home, _SEARCH, usual)


def _definitions(home: Any, fixturemanager: Any, node: Any) -> Iterator[tuple[int, Any]]:
    for name in home.get_fixture_names(fixturemanager=fixturemanager):
        for definition in home.getfixturedefs(fixturemanager, name, node) or ():
            context = step_function_context_registry.get(definition.func)
            if context is not None:
                yield id(context), definition
