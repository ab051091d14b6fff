"""What is timed, and how long each may take by the target file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from conformance.writing.helsenorge import SECONDS_IN_REAL_TIME

if TYPE_CHECKING:
    from conformance.targets.model import Target

PLAN: Final = "Ytelse og kapasitet"
"""The plan that a measurement belongs to."""


class Timed(StrEnum):
    """What a citizen waits for (bokmål); the order is that of the table."""

    SENT = "sendt"
    """Until the bus has the message."""
    RECEIPT = "kvittering"
    AT_ONCE = "svar med en gang"
    ANSWER = "svar"
    APPOINTMENT = "time"
    """From the staff's click until Helsenorge has the appointment."""


@dataclass(frozen=True)
class Limits:
    """How many seconds each may take; what is not here has no limit."""

    seconds: Mapping[Timed, float]
    over_percent: float = 0.0
    """How many of a hundred may take longer before the measurement is red."""

    @classmethod
    def of(cls, target: Target) -> Limits:
        """Those of a target; answers in real time have the 15 seconds of HITS 1216:2018, 2.2.2."""
        deadlines = target.deadlines
        seconds = {
            Timed.RECEIPT: deadlines.apprec_seconds,
            Timed.AT_ONCE: float(SECONDS_IN_REAL_TIME),
            Timed.ANSWER: deadlines.answer_seconds,
            Timed.APPOINTMENT: deadlines.answer_seconds,
        }
        return cls(seconds, target.load.over_percent if target.load else 0.0)

    @property
    def longest(self) -> float:
        """The longest of them."""
        return max(self.seconds.values())
