"""Whose list a message from the citizen goes to: a helsekontakt's, a practitioner's, or the one that all share."""

from __future__ import annotations

from dataclasses import replace

from simulator.journal import contacts, practitioners
from simulator.journal.unit import Unit
from standards.hodemelding import Hodemelding


def unit_for(unit: Unit, message: Hodemelding, patient: str) -> Unit:
    """The unit of the helsekontakt that Sakstype names; an unknown one, or none, stays where it was addressed."""
    named = message.dialog.sakstype if message.dialog else None
    her_id = contacts.service_of(unit, patient, named) if named else None
    service = unit.world.service(her_id) if her_id else None
    return unit if service is None else replace(unit, at=service)


def owner_of(unit: Unit, message: Hodemelding) -> str | None:
    """The HPR number of the practitioner that the citizen wants (RoleToPatient 23); None goes to the shared list."""
    return practitioners.wanted(unit, message.dialog.body.roles) if message.dialog else None
