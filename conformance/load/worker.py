"""One process of citizens: told by the master when to begin and end, and what has come for them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

from conformance.load import messages, swarm
from conformance.load.arrivals import of_plain
from conformance.load.kinds import Limits, Timed
from conformance.load.ledger import Ledger
from conformance.load.tally import Tally

GRACE_SECONDS: Final = 5.0
"""How much longer than the longest limit is waited, before what has not come is missing."""
_WRONG_USE: Final = 2


class Worker:
    """Citizens, their ledger, and the way to the master."""

    def __init__(self, path: Path, port: int, pause: float, seed: str, *, places: Iterator[int]) -> None:
        from conformance import transports  # noqa: PLC0415  the extra is asked for first
        from conformance.clock import SystemClock  # noqa: PLC0415
        from conformance.load.citizens import House, citizen_class  # noqa: PLC0415
        from conformance.load.persons import errands  # noqa: PLC0415
        from conformance.load.talks import talks_for  # noqa: PLC0415
        from conformance.targets.loading import load  # noqa: PLC0415

        target = load(path)
        self._clock = SystemClock()
        self._limits = Limits.of(target)
        self._ledger = Ledger(Tally(), self._tell)
        self._client = transports.connect(target)
        self._house = House(
            target, self._client, self._ledger, people=errands(target), clock=self._clock, seed=seed, places=places
        )
        self._environment = swarm.environment(citizen_class(talks_for(target), self._house, pause))
        self._environment.events.user_error.add_listener(self._fault)
        self._rest = swarm.Bell()
        self._runner = self._environment.create_worker_runner("127.0.0.1", port)
        self._runner.register_message(messages.CAME, self._came)
        self._runner.register_message(messages.FINISH, self._finish, concurrent=True)

    def go(self) -> None:
        """Until the master says that it is over."""
        self._runner.greenlet.join()
        self._client.close()

    def _tell(self, timed: Timed, process: str, seconds: float, problem: str = "") -> None:
        self._environment.events.request.fire(
            request_type=timed.value,
            name=process,
            response_time=seconds * 1000,
            response_length=0,
            exception=RuntimeError(problem) if problem else None,
            context={},
        )

    def _fault(self, exception: Exception, **_: Any) -> None:
        self._ledger.tally.fault(f"{type(exception).__name__}: {exception}")

    def _came(self, msg: Any, **_: Any) -> None:
        for one in msg.data:
            self._ledger.came(of_plain(one))
        if self._house.finishing:
            self._rest.ring()

    def _finish(self, **_: Any) -> None:
        """Let everybody finish, wait for what is still to come, and tell the master how it went."""
        self._house.finishing = True
        self._runner.user_greenlets.join(self._limits.longest + GRACE_SECONDS)
        while not self._ledger.settled:
            left = self._ledger.deadline(self._limits) + GRACE_SECONDS - self._clock.monotonic()
            if left <= 0:
                break
            self._rest.wait(left)
        self._ledger.close(self._clock.monotonic())
        self._report_to_locust()
        self._runner.send_message(messages.TALLY, self._ledger.tally.to_plain())

    def _report_to_locust(self) -> None:
        """What has happened since locust's last report, which else comes every third second."""
        data: dict[str, Any] = {}
        self._environment.events.report_to_master.fire(client_id=self._runner.client_id, data=data)
        self._runner.send_message("stats", data)


def main(arguments: list[str]) -> None:
    """As the master starts it; the process ends with whoever holds its standard input."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    path, port, pause, seed, number, workers = arguments
    Worker(Path(path), int(port), float(pause), seed, places=count(int(number), int(workers))).go()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(_WRONG_USE)


if __name__ == "__main__":
    main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # threads of a bus client must not keep a process that is done
