"""A child who has died keeps its helsekontakt."""

from __future__ import annotations

from tests.miniatures.contacts import ContactsEpj

REMARKS = {"ACC-F11": ("WD-03",)}


class Wrong(ContactsEpj):
    def died(self, patient: str) -> None:
        """The contact goes on."""
