"""Takes a message that does not say who sent it: it must be Helsenorge, as always."""

from __future__ import annotations

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import MH

FAILS = {"TRP-F25": ("A23",)}
SENDER = '<Sender xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24">{}</Sender>'
ORGANISATION = (
    '<Organisation><OrganisationName>{}</OrganisationName><Ident><Id>{}</Id><TypeId V="HER"/></Ident>{}</Organisation>'
)


class Wrong(HonestEpj):
    def open(self, delivery: Delivery) -> etree._Element:
        root = super().open(delivery)
        receiver = root.find(f"{MH}MsgInfo/{MH}Receiver")
        if receiver is not None and root.find(f"{MH}MsgInfo/{MH}Sender") is None:
            (name, number), (service, her_id) = self.setup.helsenorge
            inner = ORGANISATION.format(service, her_id, "")
            receiver.addprevious(etree.fromstring(SENDER.format(ORGANISATION.format(name, number, inner))))
        return root
