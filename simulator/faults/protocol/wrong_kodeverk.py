"""TemaKodet of an answer is marked as from another kodeverk."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    found = root.find(".//{*}TemaKodet")
    if found is None:
        return False
    found.set("S", "2.16.578.1.12.4.1.1.7601")
    return True


FAULT = Fault(
    id="wrong_kodeverk",
    title="Svarets kode er merket med et annet kodeverk",
    noticed="Helsenorge vet ikke hva slags svar det er, og viser det ikke.",
    caught_by=("MSG-N01", "DM-03"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
