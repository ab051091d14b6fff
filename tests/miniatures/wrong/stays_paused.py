"""Does not begin the visits again before the pause was to end."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.honest import Answer, done

FAILS = {"HOME-F09": ("A19",)}


class Wrong(HomeCareEpj):
    def staff_resume_visits(self, params: Answer) -> Answer:
        return done()
