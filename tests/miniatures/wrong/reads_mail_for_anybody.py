"""Takes whatever lies on its queue as its own, whoever the document is to."""

from __future__ import annotations

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import MH

FAILS = {"MSG-F41": ("A23",), "MSG-F14": ("A23",)}
REMARKS = {"MSG-F40": ("KON-09",)}


class Wrong(HonestEpj):
    def open(self, delivery: Delivery) -> etree._Element:
        root = super().open(delivery)
        level = root.find(f"{MH}MsgInfo/{MH}Receiver/{MH}Organisation")
        if level is not None:
            for person in level.findall(f"{MH}HealthcareProfessional"):
                person.tag = f"{MH}Organisation"
            for ident, (_, her_id) in zip(level.iter(f"{MH}Ident"), self.setup.own, strict=False):
                ident[0].text = her_id
        return root
