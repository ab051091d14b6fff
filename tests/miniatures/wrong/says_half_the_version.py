"""Writes the version of the header without its date, so that others do not know how to read it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"MSG-N47": ("HD-01", "MH-01")}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        return super().encode(document.replace("<MIGversion>v1.2 2006-05-24<", "<MIGversion>1.2<"))
