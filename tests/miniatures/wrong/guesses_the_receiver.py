"""Takes a message whose receiver lacks a HER-id: by its name it must be us."""

from __future__ import annotations

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import MH

FAILS = {"TRP-F07": ("A23",), "TRP-F08": ("A23",)}


class Wrong(HonestEpj):
    def open(self, delivery: Delivery) -> etree._Element:
        root = super().open(delivery)
        level = root.find(f"{MH}MsgInfo/{MH}Receiver/{MH}Organisation")
        for _, her_id in self.setup.own:
            if level is not None and level.find(f"{MH}Ident") is None:
                name = level.find(f"{MH}OrganisationName")
                ident = etree.Element(f"{MH}Ident")
                etree.SubElement(ident, f"{MH}Id").text = her_id
                etree.SubElement(ident, f"{MH}TypeId", V="HER")
                if name is not None:
                    name.addnext(ident)
            level = None if level is None else level.find(f"{MH}Organisation")
        return root
