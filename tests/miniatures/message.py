"""An honest EPJ whose nurses the citizens may choose between."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from types import MappingProxyType

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import STAFF, HonestEpj
from tests.miniatures.post import Setup
from tests.miniatures.reading import Letter
from tests.miniatures.records import Thread
from tests.miniatures.templates import coded

HELSEPERSONELL = "DIALOG_INNBYGGER_HELSEPERSONELL"
HPR = "1234567"
_SIGNED = (
    f"<RollerRelatertNotat>{coded('RoleToPatient', '21', '9034', 'Helsefaglig kontakt')}<HealthcareProfessional>"
    f"<FamilyName>{STAFF[1]}</FamilyName><GivenName>{STAFF[0]}</GivenName>"
    f'<Ident xmlns:f="http://www.kith.no/xmlstds/felleskomponent1"><f:Id>{HPR}</f:Id>'
    f"{coded('f:TypeId', 'HPR', '8116', 'HPR-nummer')}</Ident></HealthcareProfessional></RollerRelatertNotat>"
)


class NurseEpj(HonestEpj):
    """Takes questions to a nurse too: to the one who is asked for, or to the list that everybody sees."""

    more_processes = MappingProxyType({HELSEPERSONELL: "1.1"})
    supported = (*HonestEpj.supported, HELSEPERSONELL)

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.wanted = False
        self.for_her: set[str] = set()

    def letter_came(self, letter: Letter, delivery: Delivery) -> None:
        self.wanted = f">{HPR}<".encode() in delivery.body
        super().letter_came(letter, delivery)

    def came_in(self, thread: Thread) -> None:
        super().came_in(thread)
        if self.wanted:
            self.for_her.add(thread.id)

    def lists_of(self, thread: str) -> list[str]:
        if thread not in self.for_her:
            return super().lists_of(thread)
        return [self.her_list(), *self.when_she_is_away(thread)]

    def when_she_is_away(self, thread: str) -> list[str]:
        """Who else sees what she has not read for two days."""
        since = datetime.fromisoformat(self.memory.unread[thread])
        return ["felles"] if datetime.fromisoformat(self.local_text()) - since > timedelta(days=2) else []

    def her_list(self) -> str:
        """Where the nurse finds what is for her."""
        return HPR

    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        super().send_note(thread, parent, "12" if thread.type == HELSEPERSONELL and code == "19" else code, text)

    def encode(self, document: str) -> bytes:
        if f'<Type V="{HELSEPERSONELL}"' in document:
            document = re.sub("<RollerRelatertNotat>.*</RollerRelatertNotat>", _SIGNED, document)
        return super().encode(document)
