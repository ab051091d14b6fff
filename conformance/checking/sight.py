"""What the looks of one round share: the target, the clock, and what several of them need but is fetched once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlsplit

import requests

from conformance.checking import reach as reaching
from conformance.checking.reach import Reach
from conformance.clock import Clock
from conformance.targets.model import Target
from conformance.targets.tokens import Tokens
from standards.errors import Problem
from wire.route import UnusableCertificates

T = TypeVar("T")
ANSWER_SECONDS: Final = 4.0
TIMEOUT: Final = (reaching.CONNECT_SECONDS, ANSWER_SECONDS)


class NoAnswer(Problem):
    """A service did not answer, or not with what can be read."""


class NoToken(Problem):
    """HelseID gave no token; `scope` is what it would not give, where that is why."""

    def __init__(self, cause: Problem, scope: str) -> None:
        super().__init__(cause.problem, expected=cause.expected, found=cause.found, fix=cause.fix)
        self.scope = scope if getattr(cause, "error", "") == "invalid_scope" else ""


@dataclass(frozen=True)
class Glance:
    """What an answer says by the way: whether it is simulated, and how far our clock is ahead of that one."""

    simulated: bool
    ahead: timedelta | None


@dataclass
class Sight:
    """One round. Everything may be asked from several threads; what goes wrong is the same for all who ask."""

    target: Target
    clock: Clock
    staff_seconds: float = 3.0
    """How long the staff adapter gets to answer."""
    _made: dict[tuple[object, ...], tuple[Any, Problem | None]] = field(default_factory=dict)
    _locks: dict[tuple[object, ...], threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reach(self, address: str) -> Reach:
        """Whether somebody answers there. Raises `UnusableCertificates`."""
        return self._once(("reach", address), lambda: reaching.reach(address, self.target.route))

    def silent(self, address: str) -> bool:
        """Whether nobody answers there, or cannot be trusted to; the look at the net tells why."""
        try:
            return bool(self.reach(address).trouble)
        except UnusableCertificates:
            return True

    def glance(self, address: str) -> Glance | None:
        """What an answer from there says by the way; None when there is none over HTTP."""
        return self._once(("glance", address), lambda: self._glance(address))

    @property
    def tokens(self) -> Tokens:
        """Tokens of the target's HelseID. Raises `HelseIdError`, `UnusableKey`."""
        return self._once(("tokens",), lambda: Tokens.of(self.target, self.clock, TIMEOUT))

    def ask(
        self, method: str, url: str, scope: str, *, json: Mapping[str, Any] | None = None, accept: str = "*/*"
    ) -> requests.Response:
        """Ask a service, with a token where the target has a client. Raises `NoAnswer`, `NoToken`."""
        headers = {"Accept": accept, **self.headers(method, url, scope)}
        with self.target.route.session() as session:
            try:
                return session.request(method, url, json=json, headers=headers, timeout=TIMEOUT, allow_redirects=False)
            except requests.RequestException as error:
                host = urlsplit(url).netloc.rpartition("@")[2]
                late = isinstance(error, requests.Timeout)
                why = f"ikke noe svar innen {ANSWER_SECONDS:g} s" if late else "forbindelsen ble brutt"
                raise NoAnswer(f"{host} svarer ikke på det vi spør om.", found=why) from error

    def headers(self, method: str, url: str, scope: str) -> dict[str, str]:
        """The token of a call and its proof, where the target has a client. Raises `NoToken`."""
        if self.target.services.helseid is None:
            return {}
        try:
            return self.tokens.headers(method, url, scope)
        except Problem as problem:
            raise NoToken(problem, scope) from problem

    def _glance(self, address: str) -> Glance | None:
        if not address.startswith("http") or self.silent(address):
            return None
        with self.target.route.session() as session:
            try:
                before = self.clock.now()
                answer = session.get(address, timeout=TIMEOUT, allow_redirects=False)
                after = self.clock.now()
            except requests.RequestException:
                return None
        return Glance("SIMULERT" in answer.headers, _ahead(answer.headers.get("Date", ""), before, after))

    def _once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self._made:
                try:
                    self._made[key] = make(), None
                except Problem as problem:
                    self._made[key] = None, problem
            made, failure = self._made[key]
        if failure is not None:
            raise failure
        return cast("T", made)


def _ahead(date: str, before: datetime, after: datetime) -> timedelta | None:
    """How far our clock is ahead of theirs, at least: theirs tells whole seconds, and the answer takes its time."""
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return None
    if theirs.tzinfo is None:
        return None
    if before > theirs + timedelta(seconds=1):
        return before - theirs - timedelta(seconds=1)
    return min(after - theirs, timedelta())
