"""What staff do in dialogs with citizens."""

from __future__ import annotations

from types import MappingProxyType

from simulator.journal import threads
from simulator.journal.intents.kinds import Data
from simulator.journal.params import Params
from simulator.journal.unit import Unit


def _start_dialog(unit: Unit, params: Params) -> tuple[Data, str | None]:
    thread = threads.start(
        unit,
        params.person("patient"),
        params.text("subject"),
        params.text("text"),
        params.files("attachments"),
        answerable=params.flag("answerable"),
    )
    return {"thread": thread}, None


def _answer_dialog(unit: Unit, params: Params) -> tuple[Data, str | None]:
    outcome = params.choice("outcome", tuple(threads.OUTCOMES))
    text = params.text("text") if outcome in threads.SIGNED else params.optional("text") or ""
    threads.answer(unit, params.text("thread"), text, outcome, params.files("attachments"))
    return {}, None


INTENTS = MappingProxyType(
    {
        "start_dialog": _start_dialog,
        "answer_dialog": _answer_dialog,
    }
)
