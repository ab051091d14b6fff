"""Staff: over HTTP as in the contract, or a person at this terminal."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .stopping import Stop
from .web import call

_NOT_KNOWN = 404
_ANSWERS = {"u": "done", "n": "refused", "k": "unable"}
_KNOWN_BY = {
    **dict.fromkeys(("create_appointment", "change_appointment", "correct_patient"), "appointment"),
    **dict.fromkeys(("grant_wish", "accept_booking", "confirm_visit"), "appointment"),
    "open_slot": "slot",
    "plan_visits": "plan",
}


@dataclass(frozen=True)
class Answer:
    """How it went: done, refused or unable."""

    outcome: str
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


class HttpStaff:
    """Posts what is asked, each time with a key of its own."""

    def __init__(self, address: str, secret: str, *, settles: bool) -> None:
        self._address = address.rstrip("/")
        self._headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self.settles = settles

    def ask(self, intent: str, params: Mapping[str, Any], sentence: str, *, seconds: float = 15.0) -> Answer:
        """Raises `Stop` for an answer outside the contract."""
        url = f"{self._address}/intents/{intent}"
        headers = {**self._headers, "Idempotency-Key": str(uuid.uuid4())}
        status, said = call("POST", url, dict(params), headers=headers, seconds=seconds, what="Ansatt-adapteren")
        if status == _NOT_KNOWN:
            return Answer("unable", f"adapteren kjenner ikke oppdraget {intent}")
        if not isinstance(said, dict) or said.get("outcome") not in _ANSWERS.values():
            raise Stop(f"Svaret på oppdraget {intent} følger ikke kontrakten (HTTP {status}): {str(said)[:200]}")
        return Answer(str(said["outcome"]), str(said.get("reason") or ""), said.get("data") or {})


class PersonAsStaff:
    """Shows the sentence, and takes u, n or k."""

    settles = False

    def __init__(self, show: Callable[[str], None], read: Callable[[str], str]) -> None:
        self._show = show
        self._read = read

    def ask(self, intent: str, params: Mapping[str, Any], sentence: str, *, seconds: float = 0.0) -> Answer:
        """There is no hurry: `seconds` is for machines."""
        self._show(f"GJØR DETTE: {sentence}")
        letter = ""
        while letter not in _ANSWERS:
            try:
                letter = self._read("[u]tført, [n]ektet eller [k]an ikke? ").strip().lower()[:1]
            except EOFError:
                raise Stop("Ingen svarer på oppdragene. Kjør i et terminalvindu.") from None
        known = _KNOWN_BY.get(intent)
        if not known or letter != "u":
            return Answer(_ANSWERS[letter])
        return Answer("done", data={known: self._read("Timens id eller kjennetegn i journalen: ").strip()})
