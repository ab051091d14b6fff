"""How long runs are kept, and whether somebody's answer for what is else refused has run out."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checking.light import Light, green, undeclared, yellow
from conformance.checking.looks import Look
from conformance.checking.sight import Sight
from conformance.writing.helsenorge import OSLO


def see(sight: Sight) -> Iterator[Light]:
    """What the target says of both."""
    target = sight.target
    today = sight.clock.now().astimezone(OSLO).date()
    if target.override is not None and not target.override.valid_on(today):
        line = target.line("override", "expires")
        yield yellow(
            f"[override] gikk ut {target.override.last_day} og virker ikke lenger. Fjern eller forny den.", line
        )
    if target.retention_days is None:
        yield undeclared("days under [retention]")
    else:
        yield green(f"kjøringer tas vare på i {target.retention_days} dager.")


LOOK = Look(90, "Oppbevaring", see, sends=False)
