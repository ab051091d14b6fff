"""Sends the receipt to the service, and to the doctor who signed as well."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

REMARKS = {"MSG-N41": ("KON-08",)}
DOCTOR = "<HCPerson><Name>Lise Lege</Name></HCPerson>"


class Wrong(HonestEpj):
    signed = False

    def receive(self, delivery: Delivery) -> None:
        self.signed = b"<HealthcareProfessional" in delivery.body
        super().receive(delivery)

    def encode(self, document: str) -> bytes:
        if self.signed and "<AppRec" in document:
            head, receiver = document.split("<Receiver>")
            document = f"{head}<Receiver>{receiver.replace('</Inst>', f'{DOCTOR}</Inst>')}"
        return super().encode(document)
