"""Whichever service the citizen wrote to, the answer comes from the first one."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, each, is_note, put, written
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing

_SERVICE = "{*}MsgInfo/{*}Sender/{*}Organisation/*[{*}Ident]/{*}Ident/{*}Id"


def _act(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    return each(value, lambda out: _from_first(case, out) if out.kind == MESSAGE else out)


def _from_first(case: Case, out: Outgoing) -> Outgoing:
    first = case.unit.world.default
    if out.envelope.from_her_id == first.her_id:
        return out

    def change(_: Case, root: etree._Element) -> bool:
        return is_note(root) and put(root, _SERVICE, first.her_id)

    return written(case, out, change)


FAULT = Fault(
    id="answers_from_the_first_service",
    title="Svaret kommer fra feil tjeneste",
    noticed="Forelderen skrev til helsesykepleieren på skolen, og svaret kommer fra helsestasjonen.",
    caught_by=("MSG-N21", "MSG-N22", "MSG-N27", "MH-05"),
    hook=Hook.OUTGOING,
    act=_act,
)
