"""The other honest EPJ: wherever the sources leave a choice, it makes the one that `HonestEpj` does not make.

Its choices: one uid for the whole life of an appointment and no related-to; local times; XHTML; indented XML with the
organisation number before the HER-id; a spoofed sender goes to the error queue, with a message-id without dashes; an
unknown appointment gets 09; a move answers the cancellation that waits, and so does a clinic that cancels, beside its
message; T01 for a payload it cannot read.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter, Unreadable
from tests.miniatures.records import Appointment

_ENTERPRISE = '<Ident><Id>{}</Id><TypeId V="ENH" S="2.16.578.1.12.4.1.1.9051" DN="Organisasjonsnummer"/></Ident>'
_AUTHOR = (
    '<RollerRelatertNotat><RoleToPatient V="21" S="2.16.578.1.12.4.1.1.9034" DN="Helsefaglig kontakt"/>'
    "<HealthcareProfessional><FamilyName>Søster</FamilyName><GivenName>Siri</GivenName></HealthcareProfessional>"
    "</RollerRelatertNotat>"
)


class OtherwiseHonestEpj(HonestEpj):
    """Passes everything too."""

    def encode(self, document: str) -> bytes:
        if "<MsgHead" in document:
            document = self._with_other_choices(document)
        root = etree.fromstring(document.encode())
        etree.indent(root, "\t")
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    def _with_other_choices(self, document: str) -> str:
        enterprise = _ENTERPRISE.format("9999" + "99999")
        document = re.sub(
            r"(<Sender><Organisation><OrganisationName>[^<]*</OrganisationName>)", rf"\1{enterprise}", document
        )
        document = re.sub(r"<RollerRelatertNotat>.*</RollerRelatertNotat>", _AUTHOR, document)
        return re.sub(
            r"<(TekstNotatInnhold|Sporsmal)>(.*?)</\1>",
            r'<\1><div xmlns="http://www.w3.org/1999/xhtml"><p>\2</p></div></\1>',
            document,
            flags=re.DOTALL,
        )

    def calendar_of(self, one: Appointment) -> str:
        return super().calendar_of(replace(one, slot=one.id, id=""))

    def calendar_time(self, local: str) -> str:
        return local

    def check_transport(self, letter: Letter, delivery: Delivery) -> None:
        super().check_transport(letter, delivery)
        if self.is_spoofed(letter, delivery):
            raise Unreadable("Avsender i transporten er en annen enn i meldingen", "abuse:spoofing-attack")

    def new_message_id(self, *, error: bool = False) -> str:
        return uuid.uuid4().hex if error else super().new_message_id()

    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        return [("T01" if code == "T02" else code, why) for code, why in found]

    def decide(self, one: Appointment | None) -> tuple[str, str]:
        return ("09", "Vi finner ikke timen.") if one is None else super().decide(one)

    def moved(self, one: Appointment) -> None:
        if one.cancellation and one.cancellation.state == "waiting":
            one.cancellation.state = "refused"
            self.refuse(one, one.cancellation, "Timen er flyttet, se ny tid.")
        super().moved(one)

    def called_off(self, one: Appointment) -> None:
        waiting, one.cancellation = one.cancellation, None
        super().called_off(one)
        if waiting and waiting.state == "waiting":
            self.refuse(one, waiting, "Vi har alt avlyst timen.")
