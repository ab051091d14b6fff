"""Tells Helsenorge of appointments over REST, as a journal with FHIR push does: one PUT each, in order."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import quote

import urllib3

from standards.errors import Problem, StandardsError
from standards.fhir import is_json, read_json

FHIR_JSON: Final = "application/fhir+json"
_ROUTE: Final = "/timeavtaler/api/v1/Appointment/"
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.05, 5.0
_IDLE_SECONDS = 60.0
_LATER: Final = frozenset({401, 403, 408, 425, 429})
"""With 5xx: the appointment may be taken later, as it is."""

_log = logging.getLogger(__name__)


class HelsenorgeUnreachable(Problem):
    """No answer; the appointment may or may not have been taken, so it is sent again as it is."""


@dataclass(frozen=True)
class Push:
    """A row that waits: the resource as it is to be sent, always the same bytes however often it is tried."""

    number: int
    id: str
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What Helsenorge said; `issues` are severity and text of an OperationOutcome."""

    status: int
    location: str = ""
    issues: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    retry_after: float = 0.0

    @property
    def taken(self) -> bool:
        """Whether Helsenorge has it now."""
        return 200 <= self.status < 300

    @property
    def later(self) -> bool:
        """Whether it is worth sending again unchanged."""
        return self.status in _LATER or self.status >= 500

    @property
    def text(self) -> str:
        """What a member of staff should read about it."""
        said = " ".join(text for severity, text in self.issues if severity in {"fatal", "error"})
        return f"HTTP {self.status} {said}".strip()


class AppointmentClient:
    """Puts appointments at `base_url` (with the test area's prefix, if any). Thread-safe.

    `token` gives the bearer token for each call, an empty text for none.
    """

    def __init__(self, base_url: str, *, token: Callable[[], str] = lambda: "", timeout: float = 30.0) -> None:
        self._base = base_url.rstrip("/")
        self._token = token
        self._timeout = timeout
        self._pool = urllib3.PoolManager(retries=False)

    def put(self, id: str, body: bytes) -> Answer:
        """Send an appointment; raises `HelsenorgeUnreachable`."""
        headers = {"Content-Type": FHIR_JSON, "Accept": FHIR_JSON}
        if token := self._token():
            headers["Authorization"] = f"Bearer {token}"
        url = f"{self._base}{_ROUTE}{quote(id, safe='')}"
        try:
            answer = self._pool.request("PUT", url, body=body, headers=headers, timeout=self._timeout)
        except urllib3.exceptions.HTTPError as error:
            raise HelsenorgeUnreachable(
                "Får ikke sendt timen til Helsenorge.",
                expected=f"et svar fra {self._base}",
                found=_why(error),
                fix="Timen venter og sendes på nytt; sjekk adressen hvis det varer.",
            ) from error
        return read_answer(answer.status, answer.headers, answer.data)

    def close(self) -> None:
        """Drop the connections."""
        self._pool.clear()


class Outbox(Protocol):
    """The rows of a journal that wait to be put, and where the answers go. Each method is a unit of work."""

    def oldest_push(self) -> Push | None:
        """What to send next."""
        ...

    def push_taken(self, push: Push, answer: Answer) -> None:
        """Helsenorge has it: the row goes."""
        ...

    def push_refused(self, push: Push, answer: Answer) -> None:
        """Helsenorge will never take it as it is: the row goes, and staff must see why."""
        ...

    @property
    def rings(self) -> int:
        """How often something has been added."""
        ...

    def wait_past(self, seen: int, seconds: float) -> None:
        """Return when something has been added since `rings` was `seen`, or after so many seconds."""
        ...

    def ring(self) -> None:
        """Wake who waits."""
        ...


class AppointmentLink:
    """One thread that sends what waits, oldest first; a row that must wait holds back those after it."""

    def __init__(self, outbox: Outbox, client: AppointmentClient) -> None:
        self._outbox = outbox
        self._client = client
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._send_all, name="link-appointments", daemon=True)
        self.trouble = ""
        """What is wrong with the connection right now, or an empty text."""

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Let the call under way end, leave the rest; may be called again."""
        self._stopping.set()
        self._outbox.ring()
        if self._thread.is_alive():
            self._thread.join()
        self._client.close()

    def _send_all(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            seen = self._outbox.rings
            try:
                push = self._outbox.oldest_push()
                if push is None:
                    self._outbox.wait_past(seen, _IDLE_SECONDS)
                    continue
                self.trouble, wished = self._send(push)
            except Problem as problem:
                self.trouble, wished = str(problem), 0.0
            if not self.trouble:
                pause = _FIRST_PAUSE_SECONDS
                continue
            self._stopping.wait(min(max(pause, wished), _LONGEST_PAUSE_SECONDS))
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    def _send(self, push: Push) -> tuple[str, float]:
        """Put it and settle the row; gives what is in the way, if it must wait, and how long Helsenorge asks for."""
        answer = self._client.put(push.id, push.body)
        if answer.taken:
            self._outbox.push_taken(push, answer)
        elif answer.later:
            return answer.text, answer.retry_after
        else:
            _log.error("Timen %s ble avvist: %s", push.id, answer.text)
            self._outbox.push_refused(push, answer)
        return "", 0.0


def read_answer(status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    """The answer with its issues; never raises for what a server may send."""
    try:
        resource = read_json(body) if is_json(body) else {}
    except StandardsError:
        resource = {}
    listed = resource.get("issue")
    issues = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    said = tuple((_word(one, "severity"), _issue_text(one)) for one in issues)
    return Answer(status, headers.get("Location", ""), said, body, _seconds(headers.get("Retry-After", "")))


def _issue_text(issue: Mapping[str, Any]) -> str:
    details = issue.get("details")
    words = _word(details, "text") if isinstance(details, dict) else ""
    return _word(issue, "diagnostics") or words or json.dumps(issue, ensure_ascii=False, default=str)[:200]


def _word(values: Mapping[str, Any], name: str) -> str:
    found = values.get(name)
    return found if isinstance(found, str) else ""


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0.0


def _why(error: urllib3.exceptions.HTTPError) -> str:
    if isinstance(error, urllib3.exceptions.NameResolutionError):
        return "maskinnavnet finnes ikke"
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return "ingen som tar imot der"
    return "ikke noe svar i tide" if isinstance(error, urllib3.exceptions.TimeoutError) else "forbindelsen ble brutt"
