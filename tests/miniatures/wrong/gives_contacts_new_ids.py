"""Every list has new ids for the same services."""

from __future__ import annotations

import uuid

from tests.miniatures.contacts import Contact, ContactsEpj

FAILS = {"ACC-F06": ("HK-02",)}


class Wrong(ContactsEpj):
    def id_of(self, one: Contact) -> str:
        return uuid.uuid4().hex[:30]
