"""Tells of each new appointment in an e-consultation too, which nobody said that it has."""

from typing import Any

from tests.miniatures import templates
from tests.miniatures.honest import HonestEpj

REMARKS = {"BOOK-N01": ("DEKL-01",)}


class Wrong(HonestEpj):
    def staff_create_appointment(self, params: dict[str, Any]) -> dict[str, Any]:
        answer = super().staff_create_appointment(params)
        documents = [templates.request("DI", "7601", "Ny time", "Du har fått en ny time.")]
        self.write(params["patient"], "DIALOG_INNBYGGER_EKONSULTASJON", documents)
        return answer
