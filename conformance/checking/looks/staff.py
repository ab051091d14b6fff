"""That the staff adapter answers, takes our secret, and can say when all is quiet."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Final

from conformance import staff
from conformance.checking.light import Light, Who, green, grey, red, undeclared
from conformance.checking.looks import Look
from conformance.checking.sight import Sight
from conformance.outcomes import Outcome
from conformance.staff.adapter import StaffAdapter

_NOT_LET_IN: Final = ("HTTP 401", "HTTP 403")


def see(sight: Sight) -> Iterator[Light]:
    """Whether it settles, when the target says that it can."""
    target = sight.target
    address = target.staff.address
    line = target.line("staff", "address") or target.line("staff", "kind")
    if address and sight.silent(address):
        yield grey("ikke sett på: EPJ-ens ansatt-adapter svarer ikke, se «Nett og sertifikater».")
        return
    try:
        adapter = staff.connect(target, sight.clock)
    except Outcome as outcome:
        sentence = f"Hvordan når vi de ansatte i EPJ-en? Testbenken har {' og '.join(staff.kinds())}."
        yield red(f"{outcome.reason} {outcome.fix}", Who.VENDOR, sentence, target.line("staff", "kind"))
        return
    try:
        if not adapter.automatic:
            yield green("et menneske gjør det EPJ-en blir bedt om, og svarer i terminalen.")
        elif not target.staff.settle:
            yield undeclared("settle = true under [staff] når adapteren kan si fra at alt er behandlet")
        else:
            yield from _settled(sight, adapter, address, line)
    finally:
        adapter.close()


def _settled(sight: Sight, adapter: StaffAdapter, address: str, line: int) -> Iterator[Light]:
    seconds = sight.staff_seconds
    params = {"deadline_seconds": seconds - 1}  # less than we wait, or a busy EPJ looks like one that is not there
    try:
        adapter.perform("settle", params, key=str(uuid.uuid4()), sentence="", seconds=seconds)
    except Outcome as outcome:
        fix = outcome.fix or "Se på ansatt-adapteren."
        if any(status in outcome.reason for status in _NOT_LET_IN):
            sentence = (
                "Hva er hemmeligheten (secret) til ansatt-adapteren i testinstallasjonen? Den vi har, blir avvist."
            )
            yield red(f"{outcome.reason} {fix}", Who.VENDOR, sentence, sight.target.line("staff", "secret"))
        else:
            yield red(f"{outcome.reason} {fix}", Who.VENDOR, f"{outcome.reason} {fix}", line)
        return
    if adapter.can("settle"):
        yield green("svarer, og kan si fra når alt er behandlet.")
        return
    seen = f"ingen ansatt-adapter svarer på {address}/intents/settle. Kan den ikke settle, skriv settle = false."
    sentence = f"Er {address} riktig adresse til ansatt-adapteren, og svarer den på settle (docs/contract.md, del 2)?"
    yield red(seen, Who.VENDOR, sentence, line)


LOOK = Look(70, "Ansatt-adapter", see)
