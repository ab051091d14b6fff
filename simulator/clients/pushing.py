"""The rows of a journal that wait to be put at Helsenorge, as `AppointmentLink` wants them."""

from __future__ import annotations

from simulator.clients.appointments import Answer, Push
from simulator.journal import pushes
from simulator.journal.journal import Journal
from simulator.journal.pushes import WaitingPush


class JournalPushes:
    """The outbox of one journal. One link at a time: it settles the row it was given last."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._given: WaitingPush | None = None

    def oldest_push(self) -> Push | None:
        """What to send next."""
        self._given = found = self._journal.view(pushes.oldest)
        return None if found is None else Push(found.number, found.id, found.body)

    def push_taken(self, push: Push, answer: Answer) -> None:
        """Helsenorge has it: the row goes."""
        row = self._row(push)
        self._journal.view(lambda unit: pushes.taken(unit, row))
        self._journal.ring()

    def push_refused(self, push: Push, answer: Answer) -> None:
        """Helsenorge will never take it as it is: the row goes, and staff must see why."""
        row = self._row(push)
        self._journal.view(lambda unit: pushes.refused(unit, row, f"HTTP {answer.status}", answer.text))
        self._journal.ring()

    @property
    def rings(self) -> int:
        """How often something has been added."""
        return self._journal.rings

    def wait_past(self, seen: int, seconds: float) -> None:
        """Return when something has been added since `rings` was `seen`, or after so many seconds."""
        self._journal.wait_past(seen, seconds)

    def ring(self) -> None:
        """Wake who waits."""
        self._journal.ring()

    def _row(self, push: Push) -> WaitingPush:
        if self._given is None or self._given.number != push.number:
            raise ValueError("Only the row that was given last can be settled.")
        return self._given
