"""The adapter tells when everything is handled, where the target says that it can."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checking.light import Light, green, undeclared
from conformance.checking.staff.desk import Desk

_CLAUSE = "The intents"


def hold(desk: Desk) -> Iterator[Light]:
    """`settle` is done before its deadline, without a key too."""
    if not desk.target.staff.settle:
        yield undeclared("settle = true under [staff]")
        return
    seconds = desk.target.deadlines.staff_seconds
    began = desk.clock.monotonic()
    reply = desk.ask("settle", {"deadline_seconds": seconds})
    took = desk.clock.monotonic() - began
    if reply.status == 404 or reply.outcome == "unable":
        yield desk.breach(f"filen sier settle = true, men settle ble svart {reply.shown()}.", _CLAUSE)
    elif breach := desk.breach_of_form(reply):
        yield desk.breach(f"oppdraget settle: {breach}.", _CLAUSE)
    elif reply.outcome == "refused":
        reason = (reply.content or {}).get("reason")
        yield desk.breach(f"oppdraget settle ble nektet ({reason}) enda ingenting er satt i gang.", _CLAUSE)
    elif took > seconds:
        yield desk.breach(f"oppdraget settle brukte {took:.0f} s; fristen var {seconds:g} s.", _CLAUSE)
    else:
        yield green("oppdraget settle svarer done innen fristen.")
