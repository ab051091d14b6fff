"""What the honest miniature does about time and receipts: moves its clock, and lists what has no receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.miniatures.post import OSLO, Post
from tests.miniatures.records import Logged

FOUR_DAYS = timedelta(hours=96)

Answer = dict[str, Any]


class Timekeeping(Post):
    """A clock that a test may move, and what follows from it."""

    def staff_pass_time(self, params: Answer) -> Answer:
        """Every time that is read from now on is so much later, or earlier."""
        step = timedelta(hours=-params["hours"] if params.get("back") else params["hours"])
        before = self.setup.clock
        self.setup = replace(self.setup, clock=lambda: before() + step)
        self.time_passed()
        return {"outcome": "done", "reason": None, "data": {}}

    def time_passed(self) -> None:
        """Nothing happens by itself."""

    def is_on_the_clock(self, local: str) -> bool:
        """Whether any clock in Norway shows it; an hour in March is on none."""
        moment = datetime.fromisoformat(local)
        return moment.replace(tzinfo=OSLO).astimezone(UTC).astimezone(OSLO).replace(tzinfo=None) == moment

    def staff_read_follow_up(self, params: Answer) -> Answer:
        """What Helsenorge refused, and what has waited too long."""
        found = [self.follow_up(one) for one in self.memory.transport if self.must_be_seen(one)]
        return {"outcome": "done", "reason": None, "data": {"messages": found}}

    def must_be_seen(self, one: Logged) -> bool:
        """Refused, or four days without a receipt."""
        if one.direction != "ut":
            return False
        return one.status in ("avvist", "feilkø") or (one.status == "sendt" and self.is_late(one))

    def is_late(self, one: Logged) -> bool:
        """Whether the receipt should have come."""
        sent = datetime.fromisoformat(one.time).replace(tzinfo=OSLO)
        return self.setup.clock() - sent.astimezone(UTC) > FOUR_DAYS

    def follow_up(self, one: Logged) -> Answer:
        """The line that staff see."""
        kind = "uten_kvittering" if one.status == "sendt" else one.status
        names = ("msg_id", "patient", "time", "error_code", "error_text")
        return {name: getattr(one, name) for name in names} | {"kind": kind}
