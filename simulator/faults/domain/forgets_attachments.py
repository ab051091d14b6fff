"""The text is filed, and the attachments are lost."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.filing import Filing
from simulator.journal.hooks import Hook
from standards.attachments import Attachment


def _strike(case: Case, value: Filing) -> Filing:
    kept = tuple(one for one in value.message.documents if not isinstance(one.payload, Attachment))
    if len(kept) == len(value.message.documents):
        return value
    return replace(value, message=replace(value.message, documents=kept))


FAULT = Fault(
    id="forgets_attachments",
    title="Vedleggene blir borte",
    noticed="Innbyggeren har sendt et bilde som ingen på helsestasjonen ser.",
    caught_by=("MSG-N06", "JR-09"),
    hook=Hook.FILING,
    act=_strike,
)
