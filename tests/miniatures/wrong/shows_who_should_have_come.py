"""Shows the one who was set up first, whoever comes now."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.honest import Answer, done

FAILS = {"HOME-F11": ("A19",)}


class Wrong(HomeCareEpj):
    def staff_change_employees(self, params: Answer) -> Answer:
        return done()
