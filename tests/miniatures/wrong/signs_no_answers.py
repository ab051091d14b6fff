"""An answer says nothing of who wrote it."""

from __future__ import annotations

import re

from tests.miniatures.honest import HonestEpj

REMARKS = {"MSG-N23": ("DIA-05",)}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        return super().encode(re.sub("<RollerRelatertNotat>.*</RollerRelatertNotat>", "", document))
