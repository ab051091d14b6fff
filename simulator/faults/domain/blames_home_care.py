"""Whatever the reason was, home care is said to have called the visit off."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return put(root, ".//{*}x-cancellation-reason/{*}text", "Avlyst av tjeneste")


FAULT = Fault(
    id="blames_home_care",
    title="Feil grunn til at besøket er avlyst",
    noticed="Det ser ut som om hjemmetjenesten avlyste, når brukeren ikke var hjemme.",
    caught_by=("HOME-F12", "A27"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
    product="tietoevry_gerica",
)
