"""Opens a helsekontakt and does not tell Helsenorge."""

from __future__ import annotations

from tests.miniatures.contacts import Contact, ContactsEpj

FAILS = {"ACC-N01": ("HK-01",)}


class Wrong(ContactsEpj):
    def tell(self, changed: Contact) -> None:
        """Nothing is sent."""
