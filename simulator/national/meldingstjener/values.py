"""Single values, read leniently; what is wrong is told in a list, so that a call is answered with all of it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import Final

from simulator.national.meldingstjener.refusals import Invalid

MOST: Final = 2**31 - 1
"""HER-ids are 32 bits."""


def number(name: str, given: object, wrong: list[str], least: int, most: int) -> int:
    """A whole number within limits, also when it is quoted; the least when it is wrong."""
    digits = given.strip() if isinstance(given, str) else ""
    if type(given) is int or (isinstance(given, float) and given.is_integer()):
        found = int(given)
    elif digits.isascii() and digits.removeprefix("-").isdigit() and len(digits) < 12:
        found = int(digits)
    else:
        wrong.append(f"{name} er {shown(given)}; ventet et helt tall.")
        return least
    if not least <= found <= most:
        wrong.append(f"{name} er {shown(given)}; ventet {least} til {most}.")
        return least
    return found


def enum(name: str, given: object, names: Mapping[str, int], wrong: list[str]) -> str:
    """One of the names, by name in any case, number or quoted number; the first when it is wrong."""
    whole = int(given) if isinstance(given, float) and given.is_integer() else given
    text = "" if isinstance(whole, bool) else str(whole).strip().casefold()
    for known, number in names.items():
        if text in {known.casefold(), str(number)}:
            return known
    wrong.append(f"{name} er {shown(given)}; ventet {', '.join(names)} eller {', '.join(map(str, names.values()))}.")
    return next(iter(names))


def decoded(encoded: str, wrong: list[str]) -> bytes:
    """The bytes of base64, which may hold line breaks."""
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        wrong.append("businessDocument er ikke base64.")
        return b""


def shown(given: object) -> str:
    """What came, as a text may show it."""
    text = str(given)[:60]
    return "tom" if given in (None, "") else f"«{text}»" if text.isprintable() else ascii(text)


def require(wrong: Iterable[str]) -> None:
    """Raises `Invalid` when anything was wrong."""
    found = list(wrong)
    if found:
        raise Invalid(" ".join(found), *found)
