"""Letters outside ASCII are lost on the way out."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook

_TEXTS = ("TekstNotatInnhold", "Sporsmal", "EmneSporsmal")


def _change(case: Case, root: etree._Element) -> bool:
    changed = False
    for name in _TEXTS:
        path = f".//{{*}}{name}"
        said = root.findtext(path) or ""
        lost = said.encode("ascii", "replace").decode("ascii")
        changed = (lost != said and put(root, path, lost)) or changed
    return changed


FAULT = Fault(
    id="loses_norwegian_letters",
    title="Æ, ø og å blir til spørsmålstegn",
    noticed="Innbyggeren leser «h?per» for «håper».",
    caught_by=("MSG-N07", "EK-01"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
