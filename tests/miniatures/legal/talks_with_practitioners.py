"""Has no dialog with the service as such, only with practitioners: other codes, the same duties."""

from __future__ import annotations

from tests.miniatures.message import HELSEPERSONELL, NurseEpj
from tests.miniatures.post import EKONTAKT

TARGET = {f'{EKONTAKT} = "1.2"\n': ""}
ONLY = (
    *("MSG-N01", "MSG-N02", "MSG-N03", "MSG-N04", "MSG-N05", "MSG-N15", "MSG-N23", "MSG-N26"),
    *("MSG-F01", "MSG-F18", "MSG-F19", "MSG-F25", "MSG-F28", "MSG-F33", "MSG-F38", "JRN-N02"),
)


class Legal(NurseEpj):
    def write(self, patient: str, type_: str, documents: list[str], parent: str = "", conversation: str = "") -> str:
        kind = HELSEPERSONELL if type_ == EKONTAKT else type_
        return super().write(patient, kind, documents, parent, conversation)
