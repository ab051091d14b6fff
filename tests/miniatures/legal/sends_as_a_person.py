"""Its communication party is a person: HealthcareProfessional on level 2, HCPerson in receipts."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

ONLY = ("BOOK-N01", "CANCEL-N01", "MSG-N01", "MSG-N02", "MSG-N03")
TARGET = {'level2 = "service"': 'level2 = "person"'}


class Legal(HonestEpj):
    def encode(self, document: str) -> bytes:
        her_id = self.her_id
        document = re.sub(
            rf"<Organisation><OrganisationName>([^<]*)</OrganisationName>"
            rf"<Ident><Id>{her_id}</Id>(.*?)9051(.*?)</Ident></Organisation>",
            rf"<HealthcareProfessional><FamilyName>\1</FamilyName>"
            rf"<Ident><Id>{her_id}</Id>\g<2>8116\3</Ident></HealthcareProfessional>",
            document,
        )
        person = rf"<Dept>(<Name>[^<]*</Name><Id>{her_id}</Id>.*?)</Dept>"
        return super().encode(re.sub(person, r"<HCPerson>\1</HCPerson>", document))

    def read(self, delivery: Delivery) -> Letter:
        text = delivery.body.decode()
        receiver = re.search(r"<(\w+:)?Receiver>.*?</(\w+:)?Receiver>", text, re.DOTALL)
        if receiver is None:
            return super().read(delivery)
        as_service = re.sub(r"HealthcareProfessional|FamilyName", _as_service, receiver.group())
        return super().read(replace(delivery, body=text.replace(receiver.group(), as_service).encode()))


def _as_service(name: re.Match[str]) -> str:
    return "Organisation" if name.group() == "HealthcareProfessional" else "OrganisationName"
