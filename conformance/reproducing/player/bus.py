"""Our place on the message bus, over HTTP."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

from .documents import REST, Document
from .stopping import NotTaken, Stop
from .web import basic, call

QUEUES = ("async", "syncreply", "error")
_WAIT, _ANSWER, _GOODBYE, _TAKEN = 2, 15.0, 1.0, 200


class Bus:
    """Sends, and gathers what comes; nothing is taken off a queue that others read before it is known to be ours."""

    def __init__(
        self, address: str, her_id: str, password: str, *, exclusive: bool, ours: Callable[[Document], bool]
    ) -> None:
        self._address = address.rstrip("/")
        self._her_id = her_id
        self._headers = basic(her_id, password)
        self._exclusive = exclusive
        self._ours = ours
        self._closed = threading.Event()
        self._arrived = threading.Condition()
        self._held: list[str] = []
        self._listeners: list[threading.Thread] = []
        self._failure: Stop | None = None
        self._inbox = ""
        self._last = 0
        self.came: list[Document] = []
        self.came_at: list[float] = []

    def open(self, inbox: str = "") -> int:
        """Log in, put aside what lay there from before, and begin to listen; how many messages lay there."""
        before = 0
        self._recover()
        for kind in QUEUES:
            while (found := self._lock(kind, 0)) is not None:
                self._keep(found, of_before=True)
                before += 1
        for kind in QUEUES:
            listener = threading.Thread(target=self._listen, args=(kind,), daemon=True)
            self._listeners.append(listener)
            listener.start()
        if inbox:
            self._inbox = f"{inbox.rstrip('/')}/timeavtaler/_inbox"
            self._last = int(self._seen(0).get("last", 0))
        return before

    def send(self, queue: str, envelope: Mapping[str, Any], raw: bytes) -> None:
        """Put a message on a queue; raises `NotTaken` when the bus does not take it."""
        body = {**envelope, "body_b64": base64.b64encode(raw).decode()}
        status, said = self._call("POST", f"/queues/{quote(queue, safe='')}/messages", body)
        if status != 201:
            raise NotTaken(f"Bussen tok ikke imot meldingen til {queue} (HTTP {status}): {said.get('error', '')}")

    def wait(self, seconds: float, seen: int) -> int:
        """Until more than `seen` messages have come, or the time is out; how many have come."""
        until = time.monotonic() + seconds
        while True:
            self._look_over_rest()
            with self._arrived:
                if self._failure:
                    raise self._failure
                left = until - time.monotonic()
                if len(self.came) > seen or left <= 0:
                    return len(self.came)
                self._arrived.wait(min(left, 0.1) if self._inbox else left)

    def close(self) -> None:
        """Stop listening, and give back what was not ours; raises nothing."""
        self._closed.set()
        with suppress(Stop):
            for token in self._held:
                self._call("POST", f"/locks/{quote(token, safe='')}/release")
            self._recover()
        for listener in self._listeners:
            listener.join(_GOODBYE)

    def _recover(self) -> None:
        """Take back what an earlier life of ours still waits for, so that no message ends up with nobody."""
        for kind in QUEUES:
            self._call("POST", f"/queues/{self._her_id}_{kind}/recover?consumer=repro-{kind}")

    def _listen(self, kind: str) -> None:
        while not self._closed.is_set():
            try:
                found = self._lock(kind, _WAIT)
                if found is not None and not self._closed.is_set():
                    self._keep((kind, found[1]))
            except Stop as stop:
                with self._arrived:
                    self._failure = stop
                    self._arrived.notify_all()
                return

    def _lock(self, kind: str, wait: int) -> tuple[str, Mapping[str, Any]] | None:
        query = urlencode({"wait": wait, "consumer": f"repro-{kind}"})
        status, found = self._call("POST", f"/queues/{self._her_id}_{kind}/lock?{query}")
        if status not in (200, 204):
            raise Stop(f"Bussen lar oss ikke lese {self._her_id}_{kind} (HTTP {status}): {found.get('error', '')}")
        return (kind, found) if status == _TAKEN else None

    def _keep(self, found: tuple[str, Mapping[str, Any]], *, of_before: bool = False) -> None:
        kind, lock = found
        message = lock["message"]
        document = Document(base64.b64decode(message.get("body_b64", "")), message, kind)
        if not self._exclusive and (of_before or not self._ours(document)):
            self._held.append(lock["lock_token"])
            return
        self._call("DELETE", f"/locks/{quote(lock['lock_token'], safe='')}")
        if not of_before:
            self._add(document)

    def _add(self, document: Document) -> None:
        with self._arrived:
            self.came_at.append(time.monotonic())
            self.came.append(document)
            self._arrived.notify_all()

    def _look_over_rest(self) -> None:
        if not self._inbox:
            return
        for entry in self._seen(self._last).get("entries", []):
            self._last = int(entry["number"])
            envelope = {"properties": {"to": str(entry["path"])}, "application_properties": {}}
            document = Document(base64.b64decode(entry["raw_b64"]), envelope, REST)
            if self._ours(document):
                self._add(document)

    def _seen(self, after: int) -> dict[str, Any]:
        url = f"{self._inbox}?{urlencode({'after': after, 'limit': 1000})}"
        status, found = call("GET", url, headers={}, seconds=_ANSWER, what="Mottaket av timer")
        if status != _TAKEN or not isinstance(found, dict):
            raise Stop(f"Mottaket av timer kunne ikke leses (HTTP {status}).")
        return found

    def _call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        return call(method, self._address + path, body, headers=self._headers, seconds=_ANSWER, what="Bussen")
