"""What a file of plans must look like, and everything that is wrong with one (bokmål)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

EVERYTHING: Final = "*"
_SELECTOR: Final = re.compile(r"\*|[a-z]+/|@[^\s@*]+\*?|[A-Z]+-[NF][0-9]{2}")
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def plain(name: str) -> str:
    """A name as it is compared: however it is written, with or without æ, ø and å."""
    letters = name.casefold().translate(str.maketrans("æøå", "aoa"))
    return "-".join(re.findall(r"[a-z0-9]+", letters))


def problems(data: Mapping[str, Any], keys: Collection[str]) -> list[str]:
    """What is wrong; `keys` are those that a plan may have."""
    return list(_problems(data, sorted(keys)))


def _problems(data: Mapping[str, Any], keys: Collection[str]) -> Iterator[str]:
    machine = data.get("machine")
    seconds = machine.get("seconds") if isinstance(machine, dict) else None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds <= 0:
        yield "[machine] seconds mangler. Ventet: et tall større enn 0."
    rows = data.get("plans")
    if not isinstance(rows, list) or not rows:
        yield "Filen har ingen [[plans]]."
        return
    for number, row in enumerate(rows, start=1):
        yield from (f"{row.get('name') or f'Plan nummer {number}'}: {one}" for one in _of_row(row, keys))
    for key in ("id", "name"):
        values = [plain(str(row.get(key, ""))) for row in rows]
        yield from (f"{key} «{one}» står på flere planer." for one in sorted(set(values)) if values.count(one) > 1)
    if not any(row.get("choose") == [EVERYTHING] and not row.get("without") for row in rows):
        yield 'Ingen plan har alt: én plan skal ha choose = ["*"] og ikke without.'


def _of_row(row: Mapping[str, Any], known: Collection[str]) -> Iterator[str]:
    for key in row:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            yield f"ukjent nøkkel {key}. {f'Mente du {near[0]}?' if near else 'Nøklene er ' + ', '.join(known)}"
    for key in ("id", "name", "about", "whom"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            yield f"{key} mangler. Ventet: en tekst."
    if not _ID.fullmatch(str(row.get("id", ""))):
        yield f"id skal ha små bokstaver, tall og bindestrek, men er «{row.get('id', '')}»."
    if not isinstance(row.get("shown", True), bool):
        yield "shown skal være true eller false."
    for key in ("choose", "without"):
        listed = row.get(key, [])
        if not isinstance(listed, list) or (key == "choose" and not listed):
            yield f'{key} skal være en liste, som {key} = ["book/", "MSG-N01"].'
            continue
        for one in listed:
            if not isinstance(one, str) or not _SELECTOR.fullmatch(one):
                yield f'{key} har «{one}». Ventet: "*", "mappe/", "@merkelapp" eller en id som "MSG-N01".'
