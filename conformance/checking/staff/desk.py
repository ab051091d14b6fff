"""Asks the adapter as the contract says, or on purpose not so, and keeps what it seems to offer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import requests

from conformance.checking.light import Light, Who, red
from conformance.clock import Clock
from conformance.outcomes import NotVerified
from conformance.staff.adapter import IntentResult
from conformance.staff.intents import IntentBook
from conformance.targets.model import Target, TestPerson
from conformance.writing.helsenorge import OSLO

OWN: Final = "·own·"
"""Stands for the secret of the target."""
_OUTCOMES: Final = ("done", "refused", "unable")


class Silent(Exception):
    """The adapter gave no answer at all (bokmål)."""


@dataclass(frozen=True)
class Reply:
    """What was answered; `content` is None when it is no JSON object."""

    intent: str
    status: int
    content: Mapping[str, Any] | None
    text: str

    @property
    def outcome(self) -> str:
        """The word of an answer that follows the contract; empty for any other."""
        word = self.content.get("outcome") if self.content is not None and self.status == 200 else None
        return str(word) if word in _OUTCOMES else ""

    @property
    def data(self) -> Mapping[str, Any]:
        """What came with it."""
        found = self.content.get("data") if self.content is not None else None
        return found if isinstance(found, Mapping) else {}

    def shown(self) -> str:
        """Status and the beginning of the body."""
        text = " ".join(self.text.split())
        return f"HTTP {self.status} {text[:120]}{'…' if len(text) > 120 else ''}".strip()


@dataclass
class Desk:
    """One adapter; `offered` are the intents that were answered otherwise than with 404 and unable."""

    target: Target
    clock: Clock
    offered: set[str] = field(default_factory=set)
    book: IntentBook = field(default_factory=IntentBook.load)

    def __post_init__(self) -> None:
        """Connections of its own."""
        self._session = self.target.route.session()

    @property
    def line(self) -> int:
        """Where the adapter stands in the target file."""
        return self.target.line("staff", "address")

    @property
    def person(self) -> TestPerson:
        """Somebody whom the EPJ knows."""
        return self.target.persons[0]

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def ask(self, intent: str, params: Mapping[str, Any] | bytes, *, key: str = "", secret: str = OWN) -> Reply:
        """Send an intent once, as it is; `params` as bytes is a body of our own. Raises `Silent`."""
        given = self.target.staff.secret if secret == OWN else secret
        headers = {
            **({"Authorization": f"Bearer {given}"} if given else {}),
            **({"Idempotency-Key": key} if key else {}),
        }
        seconds = self.target.deadlines.staff_seconds + 2
        url = f"{self.target.staff.address}/intents/{intent}"
        try:
            if isinstance(params, bytes):
                headers["Content-Type"] = "application/json"
                answer = self._session.post(url, params, headers=headers, timeout=seconds, allow_redirects=False)
            else:
                answer = self._session.post(url, json=params, headers=headers, timeout=seconds, allow_redirects=False)
        except requests.RequestException as error:
            late = isinstance(error, requests.Timeout)
            why = f"ikke noe svar innen {seconds:g} s" if late else "forbindelsen ble brutt"
            raise Silent(f"Oppdraget {intent} fikk {why}.") from error
        return _reply(intent, answer)

    def learn(self, reply: Reply) -> bool:
        """Whether the intent is offered, by an answer to a right question."""
        offered = reply.status != 404 and reply.outcome != "unable"
        if offered:
            self.offered.add(reply.intent)
        return offered

    def breach_of_form(self, reply: Reply) -> str:
        """What is wrong in the form of an answer to a right question (bokmål); empty when nothing is."""
        if reply.status == 400:
            return f"svarte 400 på riktige parametre ({reply.shown()}). Det EPJ-en ikke vil, er 200 med refused"
        if not reply.outcome:
            return f"svarte {reply.shown()}, og ikke 200 med outcome done, refused eller unable"
        if reply.outcome == "refused" and not str((reply.content or {}).get("reason") or "").strip():
            return "svarte refused uten reason, så ingen får vite hvorfor"
        if "data" in (reply.content or {}) and not isinstance((reply.content or {})["data"], (Mapping, type(None))):
            return "har data som ikke er et objekt"
        try:
            self.book.check_data(
                reply.intent, IntentResult("done", data=reply.data) if reply.outcome == "done" else _NO
            )
        except NotVerified as wrong:
            return wrong.reason
        return ""

    def day(self, days: int, clock: str) -> str:
        """A local time so many days from now."""
        moment: datetime = self.clock.now().astimezone(OSLO) + timedelta(days=days)
        return f"{moment:%Y-%m-%d}T{clock}"

    def breach(self, seen: str, clause: str) -> Light:
        """A red light for the vendor, with the part of the contract that is broken."""
        sentence = f"Ansatt-adapteren følger ikke kontrakten (docs/contract.md, del 2, «{clause}»): {seen}"
        return red(seen, Who.VENDOR, sentence, self.line)


_NO: Final = IntentResult("refused")


def new_key() -> str:
    """A key that nobody has used."""
    return str(uuid.uuid4())


def _reply(intent: str, answer: requests.Response) -> Reply:
    try:
        content: Any = answer.json()
    except ValueError:
        content = None
    return Reply(intent, answer.status_code, content if isinstance(content, dict) else None, answer.text)
