"""Never answers the cancellation of an appointment that the clinic has already called off."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"CANCEL-F09": ("A14",)}


class Wrong(HonestEpj):
    def cancellation_came(self, letter: Letter) -> After | None:
        one = self.find_appointment(letter)
        if one is not None and one.status == "cancelled" and one.cancellation is None:
            return None
        return super().cancellation_came(letter)
