"""Writes the family name of the patient, and leaves the given name empty."""

from __future__ import annotations

import re

from tests.miniatures.honest import HonestEpj

FAILS = {"MSG-N48": ("HD-01", "MH-06")}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        empty = re.sub("(<Patient><FamilyName>[^<]*</FamilyName><GivenName>)[^<]*", r"\1", document)
        return super().encode(empty)
