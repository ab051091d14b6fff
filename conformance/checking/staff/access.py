"""Only who has the secret is let in."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checking.light import Light, green, undeclared
from conformance.checking.staff.desk import Desk, new_key

_CLAUSE = "Outcomes"


def hold(desk: Desk) -> Iterator[Light]:
    """A wrong secret and none are 401, and ours is let in."""
    if not desk.target.staff.secret:
        yield undeclared("secret under [staff]")
        return
    wrong = 0
    for name, secret in (("feil secret", "feil-hemmelighet"), ("ingen secret", "")):
        reply = desk.ask("settle", {"deadline_seconds": 1}, key=new_key(), secret=secret)
        if reply.status not in (401, 403):
            wrong += 1
            yield desk.breach(f"{name} ble svart {reply.shown()}. Ventet 401.", _CLAUSE)
    reply = desk.ask("settle", {"deadline_seconds": 1}, key=new_key())
    if reply.status in (401, 403):
        yield desk.breach(f"secret i testobjektfilen ble ikke godtatt: {reply.shown()}.", _CLAUSE)
    elif not wrong:
        yield green("feil secret og ingen secret blir avvist med 401.")
