"""An answer to a message that is not in the journal is rejected."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

REMARKS = {"MSG-F34": ("DIA-06",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        known = {message["msg_id"] for thread in self.memory.threads.values() for message in thread.messages}
        strange = letter.element == "Notat" and letter.parent not in known
        return [*found, ("X99", "Ukjent melding")] if strange else found
