"""The answer to a search has a time long after the period that was asked about."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta

from lxml import etree

from simulator.faults.editing import ANSWER, code, writing
from simulator.faults.fault import Case, Fault, Param
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    event = root.find(".//{*}vevent")
    if event is None or code(root) != "03":
        return False
    late = copy.deepcopy(event)
    for moment in late.iterfind(".//{*}date-time"):
        moved = datetime.fromisoformat(moment.text or "") + timedelta(days=int(case.params["days"]))
        moment.text = moved.isoformat()
    uid = late.find(".//{*}uid/{*}text")
    if uid is not None:
        uid.text = case.unit.new_id()
    event.addnext(late)
    return True


FAULT = Fault(
    id="offers_outside_the_period",
    title="Søket gir timer utenfor perioden",
    noticed="Forelderen bestiller en time i en helt annen uke enn den hun lette i.",
    caught_by=("BOOK-F30", "LT-01"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    params=(Param("days", 40, "hvor mange dager etterpå timen er"),),
    product="infodoc_plenario",
)
