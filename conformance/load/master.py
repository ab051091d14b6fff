"""A measurement from start to end: Helsenorge's post office and locust's master here, citizens in other processes."""

from __future__ import annotations

import uuid
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conformance import transports
from conformance.clock import Clock
from conformance.load import messages, swarm
from conformance.load.citizens import citizen_class
from conformance.load.crew import Crew
from conformance.load.kinds import PLAN, Limits
from conformance.load.permission import SIMULATED
from conformance.load.post import PostOffice
from conformance.load.talks import talks_for
from conformance.load.tally import Tally, of_plain, together
from conformance.load.worker import GRACE_SECONDS
from conformance.scene import queues_of
from standards.errors import Problem

if TYPE_CHECKING:
    from conformance.load.arrivals import Arrival
    from conformance.targets.model import Target

READY_SECONDS: Final = 60.0
_EXTRA_SECONDS: Final = 30.0
"""Beyond the longest limit, for a bus that does not answer those who send."""
_FASTEST: Final = 50
"""So many citizens begin a second."""


@dataclass(frozen=True)
class Order:
    """What is asked for; `pause` is the seconds between a citizen's errands."""

    users: int
    seconds: float
    workers: int
    pause: float
    seed: str = "1"


class Stopped(Problem):
    """The measurement could not be made, or not to its end."""


@dataclass
class Measured:
    """What came of it; `html` is locust's own report."""

    tally: Tally
    seconds: float
    html: str = field(repr=False)
    remarks: list[str]
    before: int


class Master:
    """One measurement."""

    def __init__(self, target: Target, path: Path, order: Order, clock: Clock) -> None:
        self._target = target
        self._path = path
        self._order = order
        self._clock = clock
        self._arrived: deque[Arrival] = deque()
        self._bell = swarm.Bell()
        self._changed = swarm.Bell()
        self._tallies: dict[str, Tally] = {}
        self._crew = Crew(self._changed.ring)
        self._post = PostOffice(
            transports.connect(target),
            queues_of(target),
            clock,
            lambda: str(uuid.uuid4()),
            hand_over=self._hand_over,
            failed=self._changed.ring,
        )
        mark = f" ({SIMULATED})" if target.environment == SIMULATED else ""
        self._environment = swarm.environment(
            citizen_class(talks_for(target), None, order.pause), host=f"{target.name}{mark}", title=PLAN
        )
        self._runner: Any = None

    def go(self) -> Measured:
        """Measure; raises `Stopped` or `BusError`, and leaves no process behind."""
        try:
            self._post.start()
            self._gather()
            seconds = self._load()
            self._wind_up()
            html = self._html()
            self._runner.quit()
            return Measured(together(self._tallies.values()), seconds, html, self._remarks(), self._post.before)
        except BaseException:
            self._crew.hurry()
            raise
        finally:
            self._crew.stop()
            self._post.stop()

    def _hand_over(self, arrival: Arrival) -> None:
        self._arrived.append(arrival)
        self._bell.ring()

    def _gather(self) -> None:
        """Start the workers, and wait until all have come."""
        import gevent  # noqa: PLC0415  part of the extra
        from locust.stats import stats_history  # noqa: PLC0415

        order = self._order
        self._runner = self._environment.create_master_runner("127.0.0.1", 0)
        self._runner.register_message(messages.TALLY, self._told)
        self._environment.events.worker_connect.add_listener(lambda **_: self._changed.ring())
        self._crew.start(order.workers, self._path, self._runner.server.port, order.pause, order.seed)
        self._await(lambda: len(self._runner.clients.ready) >= order.workers, READY_SECONDS, "kom ikke i gang")
        self._runner.greenlet.spawn(self._spread)
        gevent.spawn(stats_history, self._runner)

    def _load(self) -> float:
        """Let citizens come and go for so long; how long it was."""
        order, began = self._order, self._clock.monotonic()
        self._runner.start(order.users, spawn_rate=min(order.users, _FASTEST))
        deadline = began + order.seconds
        while (left := deadline - self._clock.monotonic()) > 0:
            self._require_all_well()
            self._changed.wait(left)
        return self._clock.monotonic() - began

    def _wind_up(self) -> None:
        self._runner.send_message(messages.FINISH)
        seconds = 2 * (Limits.of(self._target).longest + GRACE_SECONDS) + _EXTRA_SECONDS
        self._await(lambda: len(self._tallies) >= self._order.workers, seconds, "ble ikke ferdige")

    def _await(self, done: Any, seconds: float, problem: str) -> None:
        deadline = self._clock.monotonic() + seconds
        while not done():
            self._require_all_well()
            left = deadline - self._clock.monotonic()
            if left <= 0:
                raise Stopped(
                    f"Prosessene som lager last, {problem}.",
                    expected=f"innen {seconds:g} s",
                    found="ingen svar",
                    fix="Prøv med færre brukere (--users) eller færre prosesser (--workers).",
                )
            self._changed.wait(min(left, 1.0))

    def _require_all_well(self) -> None:
        if self._post.failure is not None:
            raise self._post.failure
        if lost := self._crew.lost:
            fix = "Meld dette til dem som vedlikeholder testverktøyet."
            raise Stopped("En prosess som lager last, stanset.", found=lost, fix=fix)

    def _spread(self) -> None:
        """Tell the workers what has come, all of it each time the bell rings."""
        while True:
            self._bell.wait()
            batch = []
            with suppress(IndexError):
                while True:
                    batch.append(self._arrived.popleft().to_plain())
            if batch:
                self._runner.send_message(messages.CAME, batch)

    def _told(self, msg: Any, **_: Any) -> None:
        self._tallies[msg.node_id] = of_plain(msg.data)
        self._changed.ring()

    def _html(self) -> str:
        from locust.html import get_html_report  # noqa: PLC0415  part of the extra

        return str(get_html_report(self._environment, show_download_link=False))

    def _remarks(self) -> list[str]:
        found = []
        if self._runner.worker_cpu_warning_emitted or self._runner.cpu_warning_emitted:
            found.append(
                "Maskinen som lagde lasten, hadde ikke mer å gi (over 90 % CPU)."
                " Tidene kan være lengre enn EPJ-en brukte."
            )
        if self._post.unreadable:
            found.append(
                f"{self._post.unreadable} av meldingene fra EPJ-en kunne ikke leses. De telles som om de ikke kom."
            )
        if self._post.behind > self._order.users:
            found.append(
                f"Testbenken rakk ikke å lese svarene etter hvert ({self._post.behind} lå og ventet på det meste)."
                " Tidene er lengre enn EPJ-en brukte."
            )
        return found
