"""Takes the sender from the envelope, and does not look at the one in the message."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import MH, Letter, parse, read_letter

FAILS = {"MSG-F71": ("A23",), "MSG-F72": ("A23",), "MSG-F73": ("A23",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        root = parse(delivery.body)
        for sender in root.findall(f"{MH}MsgInfo/{MH}Sender"):
            sender.getparent().remove(sender)
        receiver = root.find(f"{MH}MsgInfo/{MH}Receiver")
        assert receiver is not None
        receiver.addprevious(self.sender_of(receiver, delivery))
        return read_letter(root)

    def sender_of(self, receiver: etree._Element, delivery: Delivery) -> etree._Element:
        sender = deepcopy(receiver)
        sender.tag = f"{MH}Sender"
        for ident in sender.findall(f".//{MH}Ident/{MH}Id"):
            ident.text = delivery.application["fromHerId"]
        return sender
