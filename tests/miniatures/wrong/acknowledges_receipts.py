"""Sends a receipt for every receipt it gets."""

from __future__ import annotations

from lxml import etree

from tests.miniatures import templates
from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import AR

FAILS = {"BOOK-N01": ("AR-05",), "MSG-N01": ("AR-05",), "TRP-N04": ("KON-04", "AR-05")}


class Wrong(HonestEpj):
    def receipt_came(self, root: etree._Element, delivery: Delivery) -> None:
        super().receipt_came(root, delivery)
        issued, id_ = root.findtext(AR + "GenDate", ""), root.findtext(AR + "Id", "")
        document = templates.apprec(
            id_=self.new_msg_id(),
            gen_date=self.now_text(),
            sender=self.setup.own,
            receiver=self.setup.helsenorge,
            errors=[],
            original=("APPREC", "Applikasjonskvittering", issued, id_),
        )
        to = self.setup.helsenorge[1][1]
        self.transmit(document, "APPREC", f"{to}_async", to, log=False)
