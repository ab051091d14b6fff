"""Writes Helsenorge's question of whom a citizen may choose (BEHANDLEROVERSIKT)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conformance.writing.helsenorge import HelsenorgeWriter
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Foresporsel
from standards.hodemelding import ACK_NO, Hodemelding
from standards.processes import BEHANDLEROVERSIKT

if TYPE_CHECKING:
    from conformance.scene import Scene
    from conformance.targets.model import TestPerson

PRACTITIONERS: Final = Code("HB", oid(7601), "Hent behandlere")


class ContactsWriter(HelsenorgeWriter):
    """Builds what citizens ask about those who follow them."""

    def practitioners(self, patient: TestPerson) -> Hodemelding:
        """Whom she may choose, answered in real time (HB; HITS 1217:2018 3.11)."""
        body = Dialogmelding(Foresporsel(PRACTITIONERS))
        return replace(self._message(BEHANDLEROVERSIKT, body, patient, None, ()), ack=ACK_NO)


def contacts_of(scene: Scene) -> ContactsWriter:
    """The writer of a scene."""
    return ContactsWriter(scene.target, scene.clock, scene.new_id)
