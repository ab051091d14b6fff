"""Keeps the fate of what it refuses and not the bytes, and shows what it has acknowledged as acknowledged."""

from __future__ import annotations

from tests.miniatures.honest import Answer, HonestEpj

ONLY = ("JRN-F01", "JRN-N13", "MSG-N42")
SHOWN = {"mottatt": "kvittert"}


class Legal(HonestEpj):
    def staff_read_transport_log(self, params: Answer) -> Answer:
        shown = super().staff_read_transport_log(params)
        for line in shown["data"]["entries"]:
            if line["direction"] == "inn":
                line["status"] = SHOWN.get(line["status"], line["status"])
                line["raw_b64"] = "" if line["status"] == "avvist" else line["raw_b64"]
        return shown
