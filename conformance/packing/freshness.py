"""Whether a pack is about what there is now: the suite, the product and its environment; else it is `utdatert`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from conformance.packing.model import Pack
from conformance.packing.reasons import Reason, reason
from conformance.packing.suite import Suite

_CALLED: Final[Mapping[str, str]] = {
    "product": "Versjonen av journalen",
    "environment": "Testmiljøet",
    "name": "Produktet",
}
_PROCESS, _SETTING = "process:", "setting:"
_NOTHING: Final = "ikke oppgitt"


def reasons(
    pack: Pack, suite: Suite | None, versions: Mapping[str, str] | None, *, is_all: bool = False
) -> Iterator[Reason]:
    """Everything that has moved; `is_all` tells that `versions` has every process and setting that there is now."""
    if suite is not None and suite.sha256 != pack.suite.sha256:
        if suite.version != pack.suite.version:
            yield reason("other_version", now=suite.version, then=pack.suite.version)
        else:
            yield reason("other_rules", then=pack.suite.version)
    given = versions or {}
    gone = [what for what in pack.versions if is_all and what.startswith((_PROCESS, _SETTING)) and what not in given]
    for what in (*given, *gone):
        then, now = pack.versions.get(what, ""), given.get(what, "")
        if then != now:
            yield reason("moved", what=_called(what), now=now or _NOTHING, then=then or _NOTHING)


def _called(what: str) -> str:
    if what.startswith(_PROCESS):
        return f"Prosessen {what.removeprefix(_PROCESS)}"
    if what.startswith(_SETTING):
        return f"Innstillingen {what.removeprefix(_SETTING)}"
    return _CALLED.get(what, what)
