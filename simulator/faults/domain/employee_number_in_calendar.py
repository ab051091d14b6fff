"""Who comes is told with a national number."""

from __future__ import annotations

from datetime import date

from lxml import etree

from simulator.faults.editing import ANSWER, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.identifiers import make_fnr

_NUMBER = make_fnr(date(1979, 4, 12), 314)


def _change(case: Case, root: etree._Element) -> bool:
    found = root.findall(".//{*}attendee//{*}cn/{*}text")
    for name in found:
        name.text = f"{name.text}, {_NUMBER}"
    return bool(found)


FAULT = Fault(
    id="employee_number_in_calendar",
    title="Fødselsnummeret til den ansatte vises",
    noticed="Fødselsnummeret til en ansatt ligger på mobilen til brukeren.",
    caught_by=("HOME-F03", "HV-03"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
