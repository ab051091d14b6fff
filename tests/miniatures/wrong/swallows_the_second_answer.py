"""What the second nurse answers is never sent, and nobody tells her."""

from __future__ import annotations

from tests.miniatures.honest import Answer, HonestEpj, done

FAILS = {"MSG-F18": ("EK-01",)}


class Wrong(HonestEpj):
    def staff_answer_dialog(self, params: Answer) -> Answer:
        messages = self.memory.threads[params["thread"]].messages
        return done() if messages[-1]["direction"] == "ut" else super().staff_answer_dialog(params)
