"""Where in a JSON text each JSON pointer stands (RFC 6901)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|\n', re.DOTALL)


def lines_of(text: str) -> dict[str, int]:
    """Pointer → line, counted from 1; as far as the text can be followed."""
    walk = _Walk()
    for match in _TOKEN.finditer(text):
        walk.take(match.group())
    return walk.places


def nearest(pointer: str, places: Mapping[str, int]) -> int:
    """The line of a pointer, or of the closest thing around it."""
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return places.get(pointer, 1)


class _Walk:
    """Follows the tokens; `_paths` has the pointer at each depth, `_lists` whether that depth is a list."""

    def __init__(self) -> None:
        self.places = {"": 1}
        self._line = 1
        self._paths = [""]
        self._lists = [False]
        self._word = ""

    def take(self, piece: str) -> None:
        """One piece, or the end of a line."""
        if piece == "\n":
            self._line += 1
        elif piece in {"{", "["}:
            self._open(piece == "[")
        elif piece in {"}", "]"}:
            if len(self._paths) > 1:
                self._paths.pop()
                self._lists.pop()
        elif piece == ",":
            self._next()
        elif piece == ":" and not self._lists[-1]:
            self._to(_child(self._paths[-1], self._word))
        else:
            self.places.setdefault(self._paths[-1], self._line)
            self._word = _plain(piece)

    def _open(self, is_list: bool) -> None:
        here = self._paths[-1]
        self.places.setdefault(here, self._line)
        self._paths.append(_child(here, "0") if is_list else here)
        self._lists.append(is_list)

    def _next(self) -> None:
        base, _, last = self._paths[-1].rpartition("/")
        self._paths[-1] = f"{base}/{int(last) + 1}" if self._lists[-1] else base

    def _to(self, pointer: str) -> None:
        self._paths[-1] = pointer
        self.places.setdefault(pointer, self._line)


def _child(pointer: str, name: str) -> str:
    return f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"


def _plain(piece: str) -> str:
    try:
        return str(json.loads(piece, strict=False))
    except ValueError:
        return piece
