"""What is for one of sixteen or more is sent to a parent."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment
from tests.miniatures.world import PEOPLE

FAILS = {"BOOK-N07": ("MH-06",)}


class Wrong(HonestEpj):
    def push(self, code: str, one: Appointment) -> None:
        person = next(person for person in PEOPLE if person.ident == one.patient)
        parents = [parent.ident for parent in PEOPLE if parent.id in person.guardians]
        grown = person.born.year + 16 < self.setup.clock().year
        super().push(code, replace(one, patient=parents[0]) if grown and parents else one)
