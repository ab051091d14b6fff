"""Reads the signed content without looking at the signature."""

from __future__ import annotations

from tests.miniatures import der
from tests.miniatures.protected import ProtectedEpj

FAILS = {"TRP-F29": ("A23",)}


class Wrong(ProtectedEpj):
    def check_signature(self, signed: der.SignedBody) -> None:
        """It will be right."""
