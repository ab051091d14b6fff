"""An answer goes to the conversation that the patient began last, whichever the nurse had open."""

from __future__ import annotations

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"MSG-N13": ("MH-08",)}


class Wrong(HonestEpj):
    def staff_answer_dialog(self, params: Answer) -> Answer:
        patient = self.memory.threads[params["thread"]].patient
        newest = [thread.id for thread in self.memory.threads.values() if thread.patient == patient][-1]
        return super().staff_answer_dialog({**params, "thread": newest})
