"""Writes &amp;amp; for an ampersand in the calendar."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment
from tests.miniatures.templates import escape

FAILS = {"BOOK-F19": ("A10",)}


class Wrong(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        return super().calendar_of(replace(one, location=escape(one.location)))
