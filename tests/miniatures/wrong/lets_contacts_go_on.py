"""A helsekontakt that has ended stands in the list without its last day."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.contacts import Contact, ContactsEpj

FAILS = {"ACC-N02": ("HK-03",)}


class Wrong(ContactsEpj):
    def listed(self, one: Contact) -> str:
        return super().listed(replace(one, last=None))
