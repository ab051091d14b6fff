"""Says that there are practitioners to choose among, and leaves out the list."""

from __future__ import annotations

from tests.miniatures.contacts import LIST, ContactsEpj

FAILS = {"ACC-N04": ("HK-05",)}


class Wrong(ContactsEpj):
    def staff_list(self) -> str:
        return f'<HelsepersonelListe xmlns="{LIST}"/>'
