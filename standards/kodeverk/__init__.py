"""Code lists, one module each, found by discovery: a new module is a new list."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType

from standards.errors import StandardsError
from standards.kodeverk.base import Kodeverk

__all__ = ["Kodeverk", "all_lists", "by_oid", "find"]


@lru_cache(maxsize=1)
def all_lists() -> Mapping[int, type[Kodeverk]]:
    """Number → code list, for every module in this package."""
    names = [name for _, name, _ in pkgutil.iter_modules(__path__) if name.startswith("k")]
    modules = [import_module(f"{__name__}.{name}") for name in names]
    found = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Kodeverk) and value is not Kodeverk
    ]
    return MappingProxyType({kodeverk.number: kodeverk for kodeverk in found})


def find(number: int) -> type[Kodeverk]:
    """The code list with this Volven number; raises `StandardsError` when it is not here."""
    kodeverk = all_lists().get(number)
    if kodeverk is None:
        known = ", ".join(str(known) for known in sorted(all_lists()))
        raise StandardsError(f"Kodeverk {number} finnes ikke her.", expected=known, found=str(number))
    return kodeverk


def by_oid(oid: str) -> type[Kodeverk] | None:
    """The code list with this OID; None for a list that is not here."""
    return next((kodeverk for kodeverk in all_lists().values() if kodeverk.oid == oid), None)
