"""What citizens have sent and still wait for, in one process; everything that comes is held against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from conformance.load.arrivals import ERROR, Arrival
from conformance.load.kinds import Limits, Timed
from conformance.load.tally import Tally
from conformance.reading import plain

MISSING: Final = "kom ikke"
TWICE: Final = "kom en gang til"


class Tell(Protocol):
    """Hears of everything that is timed; `problem` is empty when all is well (bokmål)."""

    def __call__(self, timed: Timed, process: str, seconds: float, problem: str = "") -> None:
        """One time that something took."""
        ...


@dataclass(eq=False)
class Letter:
    """One message that a citizen sent; `heard` is called for everything that comes about it."""

    msg_id: str
    message_id: str
    process: str
    sent_at: float
    waits_for: frozenset[Timed]
    heard: Callable[[], None] = lambda: None
    came: set[Timed] = field(default_factory=set)
    broken: bool = False
    """It ended on the error queue, and nothing more is to come."""

    def waiting(self) -> frozenset[Timed]:
        """What has yet to come."""
        return frozenset() if self.broken else self.waits_for - self.came


@dataclass(eq=False)
class Appointment:
    """An appointment that staff have made, and the citizen waits to see."""

    process: str
    made_at: float
    heard: Callable[[], None] = lambda: None
    arrival: Arrival | None = None


class Ledger:
    """Not for several threads: sending and hearing take turns in one."""

    def __init__(self, tally: Tally, tell: Tell) -> None:
        self.tally = tally
        self._tell = tell
        self._letters: dict[str, Letter] = {}
        self._appointments: dict[tuple[str, str], Appointment] = {}
        self._open: dict[Letter | Appointment, None] = {}

    @property
    def settled(self) -> bool:
        """Whether nobody waits for anything."""
        return not self._open

    def deadline(self, limits: Limits) -> float:
        """When the last of what is waited for has had its time."""
        ends = [
            one.made_at + limits.seconds[Timed.APPOINTMENT]
            if isinstance(one, Appointment)
            else one.sent_at + max(limits.seconds[timed] for timed in one.waiting())
            for one in self._open
        ]
        return max(ends, default=0.0)

    def sent(self, letter: Letter) -> None:
        """A message is on its way."""
        for one in (letter.msg_id, letter.message_id):
            self._letters[plain(one)] = letter
        if letter.waiting():
            self._open[letter] = None

    def withdraw(self, letter: Letter, at: float, problem: str) -> None:
        """It could not be sent after all."""
        self._open.pop(letter, None)
        letter.broken = True
        self.failed(Timed.SENT, letter.process, at - letter.sent_at, problem)

    def delivered(self, letter: Letter, at: float) -> None:
        """The bus has it."""
        self._time(Timed.SENT, letter.process, at - letter.sent_at)

    def await_appointment(self, patient: str, start: str, appointment: Appointment) -> None:
        """Staff are about to make an appointment."""
        self._appointments[patient, start] = appointment
        self._open[appointment] = None

    def forget(self, appointment: Appointment) -> None:
        """Staff could not make it after all."""
        self._open.pop(appointment, None)

    def came(self, arrival: Arrival) -> bool:
        """Hold one message against what is waited for; whether it was for somebody here."""
        if arrival.kind == Timed.APPOINTMENT:
            return self._see(arrival)
        letter = next((self._letters[one] for one in arrival.about if one in self._letters), None)
        if letter is None:
            return False
        if arrival.kind == ERROR:
            self._break(letter, arrival)
        else:
            self._take(letter, Timed(arrival.kind), arrival)
        if not letter.waiting():
            self._open.pop(letter, None)
        letter.heard()
        return True

    def close(self, at: float) -> None:
        """Nobody waits any longer: what has not come is missing."""
        for one in self._open:
            if isinstance(one, Appointment):
                self._miss(Timed.APPOINTMENT, one.process, at - one.made_at, "Timen som ansatte satte opp")
                continue
            for timed in sorted(one.waiting()):
                self._miss(timed, one.process, at - one.sent_at, f"Melding {one.msg_id}")
        self._open.clear()

    def failed(self, timed: Timed, process: str, seconds: float, problem: str) -> None:
        """Something could not be done."""
        self.tally.row(timed, process).failed += 1
        self.tally.problem(f"{process}: {problem}")
        self._tell(timed, process, seconds, problem)

    def refused(self, timed: Timed, process: str, seconds: float, problem: str) -> None:
        """Somebody said no."""
        self.tally.row(timed, process).refused += 1
        self.tally.problem(f"{process}: {problem}")
        self._tell(timed, process, seconds, problem)

    def _time(self, timed: Timed, process: str, seconds: float, problem: str = "") -> None:
        self.tally.row(timed, process).waits.append(round(max(seconds, 0.0) * 1000))
        self._tell(timed, process, seconds, problem)

    def _see(self, arrival: Arrival) -> bool:
        found = self._appointments.get((arrival.patient, arrival.start))
        if found is None:
            return False
        if found.arrival is None:
            found.arrival = arrival
            self._open.pop(found, None)
            self._time(Timed.APPOINTMENT, found.process, arrival.at - found.made_at)
            found.heard()
        return True

    def _break(self, letter: Letter, arrival: Arrival) -> None:
        timed = next(iter(sorted(letter.waiting())), Timed.RECEIPT)
        letter.broken = True
        self.failed(timed, letter.process, arrival.at - letter.sent_at, arrival.told)

    def _take(self, letter: Letter, timed: Timed, arrival: Arrival) -> None:
        seconds = arrival.at - letter.sent_at
        if timed in letter.came:
            self._again(letter, timed, seconds)
            return
        letter.came.add(timed)
        self._time(timed, letter.process, seconds, arrival.told)
        if arrival.rejected:
            self.tally.row(timed, letter.process).refused += 1
            self.tally.problem(f"{letter.process}: {timed} på melding {letter.msg_id}: {arrival.told}")

    def _again(self, letter: Letter, timed: Timed, seconds: float) -> None:
        if timed is Timed.ANSWER:
            return  # staff may write as often as they like
        self.tally.row(timed, letter.process).twice += 1
        self.tally.problem(f"{letter.process}: {timed} på melding {letter.msg_id} {TWICE}")
        self._tell(timed, letter.process, seconds, TWICE)

    def _miss(self, timed: Timed, process: str, seconds: float, what: str) -> None:
        self.tally.row(timed, process).missing += 1
        self.tally.problem(f"{process}: {what}: {timed} {MISSING} innen {seconds:.0f} s")
        self._tell(timed, process, seconds, MISSING)
