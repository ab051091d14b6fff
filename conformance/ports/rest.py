"""Proof of absence without sleeping: the EPJ says it is at rest, our queues are empty, and nothing new has come."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from conformance.outcomes import NotVerified, Outcome
from conformance.ports.link import Link
from conformance.ports.staff import StaffPort

SETTLE_ROUNDS: Final = 20
LEAVE_SECONDS: Final = 2.0
"""How long a scenario that did not end at rest may hold up the next."""


class Rest:
    """Brings one scenario to rest."""

    def __init__(self, link: Link, staff: StaffPort) -> None:
        self._link = link
        self._staff = staff
        self._rest = self._activity()

    def reach(self, seconds: float | None = None) -> None:
        """Return when the EPJ has handled everything and nothing new comes; receipts of ours may trigger more.

        One deadline for all rounds (the staff and answer deadlines together, unless `seconds`); past it `NotVerified`.
        """
        deadlines = self._link.target.deadlines
        limit = seconds if seconds is not None else deadlines.staff_seconds + deadlines.answer_seconds
        began = self._now()
        came = False
        try:
            came = self._settle_until(began + limit)
            self._link.raise_failure()
            self._rest = self._activity()
        finally:
            self._link.mailbox.evidence.waited(
                "ro: alt er behandlet og ingenting venter på å bli sendt",
                deadline=limit,
                seconds=round(self._now() - began, 3),
                came=came,
            )
        if not came:
            raise NotVerified(
                f"EPJ-en kom ikke til ro innen {limit:g} s, så det er ikke vist at ingenting mer kommer.",
                fix="Øk fristene under [deadlines] i testobjektfilen, eller se om EPJ-en sender uten stans.",
            )

    def leave(self) -> None:
        """At the end of a scenario: let what is still under way arrive here, and not in the next scenario.

        Only where the EPJ can tell when it is at rest, and never for long: a scenario may end because it never is.
        """
        router = self._link.router
        lost = router.failure is not None or router.lost_contact is not None
        if lost or self._activity() == self._rest or not self._link.target.staff.settle:
            return
        with suppress(Outcome):
            self._settle_until(self._now() + LEAVE_SECONDS)

    def _settle_until(self, deadline: float) -> bool:
        for _ in range(SETTLE_ROUNDS):
            handled = self._handled()
            rested = self._staff.settle(max(deadline - self._now(), 0.0))
            drained = rested is not False and self._link.receiver.drained(deadline)
            if rested is False or drained is False:
                return False
            if rested is None or drained is None:
                return self._wait_quietly(deadline)
            if self._handled() == handled:
                return True
            if self._now() >= deadline:
                return False
        return False

    def _wait_quietly(self, deadline: float) -> bool:
        """Silence for `quiet_seconds` stands in for a proof; the evidence says so."""
        quiet = self._link.target.transport.quiet_seconds
        self._link.mailbox.evidence.note(
            f"Testobjektet kan ikke selv si når alt er behandlet. Beviset for at ingenting mer kommer, er at det var "
            f"stille i {quiet:g} s (quiet_seconds)."
        )
        router = self._link.router
        with router.changed:
            while True:
                handled, until = router.handled, self._now() + quiet
                while (left := until - self._now()) > 0 and router.handled == handled:
                    self._link.raise_failure()
                    router.changed.wait(left)
                self._link.raise_failure()
                self._link.raise_lost_contact()
                if router.handled == handled and router.idle:
                    return True
                if self._now() > deadline:
                    return False

    def _activity(self) -> tuple[int, int, int]:
        """Grows with every message handled or sent and with everything asked of staff."""
        return self._handled(), self._link.mailbox.items, self._staff.asked

    def _handled(self) -> int:
        with self._link.router.changed:
            return self._link.router.handled

    def _now(self) -> float:
        return self._link.clock.monotonic()
