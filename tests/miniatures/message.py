"""An honest EPJ whose nurses the citizens may choose between."""

from __future__ import annotations

from types import MappingProxyType

from tests.miniatures.honest import HonestEpj

HELSEPERSONELL = "DIALOG_INNBYGGER_HELSEPERSONELL"


class NurseEpj(HonestEpj):
    """Takes questions to a nurse too, all on the list that everybody sees."""

    more_processes = MappingProxyType({HELSEPERSONELL: "1.1"})
    supported = (*HonestEpj.supported, HELSEPERSONELL)
