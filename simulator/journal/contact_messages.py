"""How helsekontakter are told: as the full list of TJENESTEOVERSIKT, or each as an EpisodeOfCare.

The first is of HITS 1218:2018; the page of the second (1975418911) is known at second hand.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any, Final

from simulator.journal import compose, patients
from simulator.journal.appointment_resource import LOCAL_ID
from simulator.journal.unit import Service as Clinic
from simulator.journal.unit import Unit
from standards.codes import Ident, oid
from standards.hodemelding import FhirPayload
from standards.identifiers import IdKind, classify
from standards.processes import HELSEKONTAKT, TJENESTEOVERSIKT
from standards.tjenesteoversikt import Service, TjenesteOversikt

_HER_ID: Final = "urn:oid:2.16.578.1.12.4.1.2"
_NATIONAL: Final = {IdKind.FNR: "urn:oid:2.16.578.1.12.4.1.4.1", IdKind.DNR: "urn:oid:2.16.578.1.12.4.1.4.2"}
_TITLES: Final = {
    "helsestasjon": "Helsesykepleier",
    "skolehelsetjeneste": "Helsesykepleier",
    "jordmor": "Jordmor",
    "ungdom": "Helsesykepleier",
    "hjemmetjeneste": "Sykepleier",
}


def tell(unit: Unit, patient: str, changed: tuple[str, ...]) -> None:
    """Send what has changed, the way the agreement has it; nothing to one who is not on Helsenorge."""
    if not patients.reachable(unit, patient):
        return
    if TJENESTEOVERSIKT.code in unit.world.profile.processes:
        compose.send(unit, TJENESTEOVERSIKT.code, patient, (_overview(unit, patient),))
    elif HELSEKONTAKT.code in unit.world.profile.processes:
        for contact in changed:
            row = unit.row("SELECT * FROM contact WHERE id = ?", contact)
            if row is not None:
                _send_episode(unit, row)


def _overview(unit: Unit, patient: str) -> TjenesteOversikt:
    """Always the full list: one with an end date is in it up to and including that date."""
    today = unit.local.date().isoformat()
    rows = unit.rows(
        "SELECT * FROM contact WHERE patient = ? AND first <= ?2 AND (last IS NULL OR last >= ?2) ORDER BY rowid",
        patient,
        today,
    )
    return TjenesteOversikt(tuple(_service(unit, row) for row in rows))


def _service(unit: Unit, row: sqlite3.Row) -> Service:
    last = row["last"]
    return Service(
        id=row["id"],
        name=_with(unit, row).name,
        her_id=Ident.her(row["service"]),
        from_date=date.fromisoformat(row["first"]),
        to_date=None if last is None else date.fromisoformat(last),
    )


def _with(unit: Unit, row: sqlite3.Row) -> Clinic:
    return unit.world.service(row["service"]) or unit.world.default


def _send_episode(unit: Unit, row: sqlite3.Row) -> None:
    service = _with(unit, row)
    at = unit.serving(service.her_id) if not unit.bound else unit
    compose.send(at, HELSEKONTAKT.code, row["patient"], (FhirPayload(_episode(at, row, service)),))


def _episode(unit: Unit, row: sqlite3.Row, service: Clinic) -> dict[str, Any]:
    known = classify(row["patient"])
    system = _NATIONAL[known.kind if known is not None and known.kind in _NATIONAL else IdKind.FNR]
    enterprise, team = service.party.level1, _TITLES.get(service.role, "Sykepleier")
    period = {"start": row["first"]} | ({"end": row["last"]} if row["last"] else {})
    return {
        "resourceType": "EpisodeOfCare",
        "id": row["id"],
        "meta": {
            "lastUpdated": unit.local.isoformat(),
            "security": [{"system": f"urn:oid:{oid(9603)}", "code": "N", "display": "Normal"}],
        },
        "contained": [
            {
                "resourceType": "Organization",
                "id": "virksomhet",
                "identifier": [{"system": _HER_ID, "value": service.party.parent_her_id}],
                "name": enterprise.name,
            },
            {
                "resourceType": "Organization",
                "id": "tjeneste",
                "identifier": [{"system": _HER_ID, "value": service.her_id}],
                "name": service.name,
                "partOf": {"reference": "#virksomhet"},
            },
            {
                "resourceType": "CareTeam",
                "id": "team",
                "status": "active",
                "name": service.name,
                "participant": [{"role": [{"text": team}], "member": {"reference": "#tjeneste"}}],
                "managingOrganization": [{"reference": "#tjeneste"}],
            },
        ],
        "identifier": [{"system": LOCAL_ID, "value": row["id"]}],
        "status": "finished" if row["last"] and row["last"] <= unit.local.date().isoformat() else "active",
        "patient": {"type": "Patient", "identifier": {"system": system, "value": row["patient"]}},
        "managingOrganization": {"reference": "#tjeneste"},
        "period": period,
        "team": [{"reference": "#team"}],
    }
