"""What the honest miniature does about time and receipts: moves its clock, and lists what has no receipt."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.miniatures.post import OSLO, Post
from tests.miniatures.records import Appointment, Logged

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

    def is_unchanged(self, one: Appointment, params: Answer) -> bool:
        """Whether staff only saved it again."""
        place = params.get("location") or one.location
        return (one.start, one.end, one.location) == (params["start"], params["end"], place)

    def is_withheld(self, one: Appointment) -> bool:
        """No message tells how it is kept from parents, so none is sent."""
        return one.exempt

    def staff_correct_patient(self, params: Answer) -> Answer:
        """Called off on the wrong child, and set up on the right one."""
        wrong = self.memory.appointments[params["appointment"]]
        right = replace(wrong, id=str(uuid.uuid4()), slot=str(uuid.uuid4()), patient=params["patient"])
        self.memory.appointments[right.id] = right
        self.corrected(wrong, right)
        return {"outcome": "done", "reason": None, "data": {"appointment": right.id}}

    def corrected(self, wrong: Appointment, right: Appointment) -> None:
        """Both families are told."""
        self.called_off(wrong)
        self.push("05", right)

    def called_off(self, one: Appointment) -> None:
        """Cancelled by the clinic."""
        raise NotImplementedError

    def push(self, code: str, one: Appointment) -> None:
        """Tell Helsenorge."""
        raise NotImplementedError

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
