"""All the appointments of a patient have the same ids."""

from __future__ import annotations

import uuid
from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.xcal import Event


def _strike(case: Case, value: Event) -> Event:
    own = str(uuid.uuid5(uuid.NAMESPACE_OID, str(case.about["patient"])))
    return replace(value, uid=own, related_to=own if value.related_to else None)


FAULT = Fault(
    id="has_one_id_for_each_patient",
    title="Alle timene til en pasient har samme id",
    noticed="Den nye timen vises som avlyst, fordi den forrige var det.",
    caught_by=("BOOK-N14", "AVT-23"),
    hook=Hook.EVENT,
    act=_strike,
)
