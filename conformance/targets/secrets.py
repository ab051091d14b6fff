"""Secrets of a target file, which need not lie in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.targets.file import Problem, TargetFile
from standards.errors import in_words, not_utf8


class Secrets:
    """Finds secrets: written straight in, in an environment variable, or in a file beside the target file."""

    def __init__(self, source: TargetFile, environ: Mapping[str, str], problems: list[Problem]) -> None:
        self._source = source
        self._environ = environ
        self._problems = problems

    def get(self, *path: str | int, key: str = "secret") -> str:
        """The secret of a table, or an empty text; what goes wrong is added to the problems."""
        table: Any = self._source.data
        for step in path:
            table = table[step]
        value = table.get(key, "")
        if isinstance(value, str):
            return value
        place = (*path, key)
        return self._of_environment(place, value["env"]) if "env" in value else self._of_file(place, value["file"])

    def _of_environment(self, place: tuple[str | int, ...], name: str) -> str:
        found = self._environ.get(name, "")
        if not found:
            self._add(
                place, f"{_what(place)} i miljøvariabelen {name}", "den er ikke satt", f"Sett {name} før kjøringen"
            )
        return found

    def _of_file(self, place: tuple[str | int, ...], name: str) -> str:
        path = self._source.path.parent / name
        try:
            found = path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            found = f"filen {in_words(error)}" if isinstance(error, OSError) else not_utf8(error)
            self._add(place, f"{_what(place)} i filen {path}", found, "Lag filen, eller rett navnet")
            return ""
        if not found:
            self._add(place, f"{_what(place)} i filen {path}", "en tom fil", f"Skriv {_what(place)} i filen")
        return found

    def _add(self, place: tuple[str | int, ...], expected: str, found: str, fix: str) -> None:
        line = self._source.line(*place)
        table = ".".join(str(step) for step in place[:-1] if isinstance(step, str))
        self._problems.append(Problem(line, f"{_what(place).capitalize()} i [{table}] mangler", expected, found, fix))


def _what(place: tuple[str | int, ...]) -> str:
    return "nøkkelen" if place[-1] == "key" else "passordet"
