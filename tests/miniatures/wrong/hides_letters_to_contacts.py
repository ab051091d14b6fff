"""What a citizen writes to her helsekontakt comes to nobody's inbox."""

from __future__ import annotations

from tests.miniatures.contacts import ContactsEpj
from tests.miniatures.records import Thread

REMARKS = {"ACC-N06": ("HK-07",)}


class Wrong(ContactsEpj):
    def came_in(self, thread: Thread) -> None:
        """Nobody is told."""
