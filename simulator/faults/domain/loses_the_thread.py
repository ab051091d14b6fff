"""Every message from the citizen begins a new thread in the journal."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.filing import Filing
from simulator.journal.hooks import Hook


def _strike(case: Case, value: Filing) -> Filing:
    if value.message.conversation is None:
        return value
    return replace(value, message=replace(value.message, conversation=None))


FAULT = Fault(
    id="loses_the_thread",
    title="Hver melding blir en ny tråd i journalen",
    noticed="Helsesykepleieren ser ikke hva som er skrevet før.",
    caught_by=("JRN-N02", "JR-01"),
    hook=Hook.FILING,
    act=_strike,
)
