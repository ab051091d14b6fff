"""A newborn child has no helsekontakt before somebody opens one."""

from __future__ import annotations

from tests.miniatures.contacts import Contact, ContactsEpj

REMARKS = {"ACC-N03": ("HK-04",)}


class Wrong(ContactsEpj):
    def begun(self) -> list[Contact]:
        return [one for one in super().begun() if one.id != "ada"]
