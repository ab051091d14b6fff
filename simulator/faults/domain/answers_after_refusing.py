"""What was turned down (26) is answered too."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, another, written
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    more = tuple(
        written(case, another(case, out), _answered) for out in value if out.kind == MESSAGE and b'V="26"' in out.raw
    )
    return (*value, *more) if more else value


def _answered(case: Case, root: etree._Element) -> bool:
    theme = root.find(".//{*}TemaKodet")
    if theme is None:
        return False
    theme.set("V", "19")
    return True


FAULT = Fault(
    id="answers_after_refusing",
    title="Svarer etter å ha avvist",
    noticed="Innbyggeren får vite at henvendelsen er avvist, og så et svar på den.",
    caught_by=("MSG-F01", "EK-01"),
    hook=Hook.OUTGOING,
    act=_strike,
)
