"""An appointment can be cancelled only some seconds after it was set up, when an index is made anew."""

from __future__ import annotations

import time

from tests.miniatures.honest import Answer, HonestEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment

FAILS = {"CANCEL-N13": ("A14",)}


class Wrong(HonestEpj):
    born = 0.0

    def staff_create_appointment(self, params: Answer) -> Answer:
        self.born = time.monotonic()
        return super().staff_create_appointment(params)

    def find_appointment(self, letter: Letter) -> Appointment | None:
        return super().find_appointment(letter) if time.monotonic() - self.born > 5 else None
