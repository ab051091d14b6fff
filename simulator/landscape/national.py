"""Starts the national services, each on a port of its own; what has a folder that says how is found by looking."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from difflib import get_close_matches

from simulator import national
from simulator.app import Server
from simulator.serving.late import LateApp
from simulator.serving.service import Service, Surroundings
from standards.errors import Problem


class UnknownService(Problem):
    """No national service has that name."""


@dataclass(frozen=True)
class RunningService:
    """A national service that answers: one of ours, or one that runs elsewhere, at an address that knows no areas."""

    service: Service
    url: str
    ours: bool

    def address(self, area: str) -> str:
        """Where it answers for a test area."""
        return f"{self.url}/w/{area}" if self.ours else self.url


def services() -> tuple[Service, ...]:
    """Every national service that can be started this way, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(national.__path__))
    found = (getattr(importlib.import_module(f"{national.__name__}.{name}"), "SERVICE", None) for name in names)
    return tuple(service for service in found if isinstance(service, Service))


def find(name: str) -> Service:
    """The service of that name; raises `UnknownService`."""
    known = {service.name: service for service in services()}
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.3)
        raise UnknownService(
            f"Tjenesten «{name[:80]}» finnes ikke.",
            expected=", ".join(known),
            found=name[:80],
            fix=f"Mente du {near[0]}?" if near else "Velg en av dem.",
        )
    return known[name]


def start_services(
    wanted: Sequence[Service],
    surroundings: Surroundings,
    running: ExitStack,
    *,
    port_of: Callable[[int], int] = lambda place: 0,
    elsewhere: Mapping[str, str] | None = None,
) -> tuple[RunningService, ...]:
    """Start them, the n-th on `port_of(n)`; they know each other's addresses, and those of what runs `elsewhere`.

    Each is built when it is first asked, so that a fault in its data shows there. Raises `PortTaken`.
    """
    others = dict(elsewhere or {})
    started: dict[str, RunningService] = {}

    def address(name: str, area: str) -> str:
        found = started.get(name)
        return found.address(area) if found is not None else others.get(name, "")

    told = replace(surroundings, address=address)
    for place, service in enumerate(wanted):
        started[service.name] = _start(service, told, running, port_of(place), others.get(service.name, ""))
    return tuple(started.values())


def _start(
    service: Service, surroundings: Surroundings, running: ExitStack, port: int, elsewhere: str
) -> RunningService:
    if elsewhere:
        return RunningService(service, elsewhere, ours=False)
    app = LateApp(service.name, service.title, lambda: service.build(surroundings))
    server = Server(app, port=port, threads=service.threads, on_stop=app.close)
    running.callback(server.stop)
    return RunningService(service, server.url, ours=True)
