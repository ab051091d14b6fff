"""Helsenorge is asked to remind of home visits."""

from __future__ import annotations

from typing import Any

from simulator.faults.editing import putting
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook

_TAG = {"system": "http://helsenorge.no/fhir/paminnelse", "code": "9"}


def _change(case: Case, resource: dict[str, Any]) -> bool:
    if resource["appointmentType"]["coding"][0]["code"] != "Hjemmebesok":
        return False
    resource["meta"].setdefault("tag", []).append(_TAG)
    return True


FAULT = Fault(
    id="rest_reminds_of_visits",
    title="Påminnelse om hjemmebesøk (FHIR)",
    noticed="Mobilen piper foran hvert besøk, flere ganger om dagen.",
    caught_by=("HOME-F21", "A33"),
    hook=Hook.OUTGOING,
    act=putting(_change),
    product="dips_front_cosdoc",
)
