"""When staff say that a citizen has no access, the message that was acknowledged is refused as well."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import Answer, HonestEpj
from tests.miniatures.post import Refusal, Setup
from tests.miniatures.reading import Letter

FAILS = {"MSG-F25": ("A21",)}


class Wrong(HonestEpj):
    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.acknowledged: dict[str, tuple[Letter, Delivery]] = {}

    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        self.acknowledged[letter.msg_id] = (letter, delivery)
        super().acknowledge(letter, delivery, refusals)

    def staff_answer_dialog(self, params: Answer) -> Answer:
        answer = super().staff_answer_dialog(params)
        if params["outcome"] == "no_access":
            letter, delivery = self.acknowledged[params["thread"]]
            super().acknowledge(letter, delivery, [("X99", "Innbyggeren har ikke tilgang")])
        return answer
