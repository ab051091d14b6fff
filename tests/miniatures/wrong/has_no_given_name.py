"""Leaves the given name empty when the patient has one name only."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Setup

FAILS = {"BOOK-N16": ("MH-06",)}


class Wrong(HonestEpj):
    def __init__(self, setup: Setup) -> None:
        people = {ident: (family, "" if given == family else given) for ident, (family, given) in setup.people.items()}
        super().__init__(replace(setup, people=people))
