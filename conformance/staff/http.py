"""Staff over HTTP (docs/contract.md, part 2)."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import requests

from conformance.clock import Clock
from conformance.outcomes import NotVerified, Owner, TargetUnreachable, ToolFault
from conformance.staff.adapter import IntentResult
from wire.route import DIRECT, Route

if TYPE_CHECKING:
    from conformance.targets.model import Target

_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 1.0
_TRY_AGAIN: Final = frozenset({502, 503, 504})


class HttpStaff:
    """Posts intents; one that meets a broken connection is sent again with the same key until the deadline."""

    automatic = True

    def __init__(self, address: str, secret: str, clock: Clock, route: Route = DIRECT) -> None:
        self._address = address.rstrip("/")
        self._clock = clock
        self._unknown: set[str] = set()
        self._closed = threading.Event()
        self._session = route.session()
        if secret:
            self._session.headers["Authorization"] = f"Bearer {secret}"

    def can(self, intent: str) -> bool:
        """Whether the other side has not said that it does not know the intent."""
        return intent not in self._unknown

    def perform(
        self, intent: str, params: Mapping[str, Any], *, key: str, sentence: str, seconds: float
    ) -> IntentResult:
        """Post the intent; raises `TargetUnreachable`, or `NotVerified` for an answer outside the contract."""
        deadline = self._clock.monotonic() + seconds
        pause = _FIRST_PAUSE
        while True:
            left = max(deadline - self._clock.monotonic(), 0.01)
            try:
                answer = self._post(intent, params, key, left)
            except requests.RequestException as error:
                trouble = type(error).__name__
            else:
                if answer.status_code not in _TRY_AGAIN:
                    return self._result(intent, answer)
                trouble = f"HTTP {answer.status_code}"
            left = deadline - self._clock.monotonic()
            if left <= 0:
                raise self._unreachable(intent, seconds, trouble)
            self._closed.wait(min(pause, left))
            pause = min(pause * 2, _LONGEST_PAUSE)

    def confirm(self, question: str, *, about: str, seconds: float) -> IntentResult:
        """Nobody sits at the other end of HTTP."""
        return IntentResult("unable", "Ingen person svarer over HTTP.")

    def close(self) -> None:
        """Drop the connections and end a pause."""
        self._closed.set()
        self._session.close()

    def _post(self, intent: str, params: Mapping[str, Any], key: str, seconds: float) -> requests.Response:
        return self._session.post(
            f"{self._address}/intents/{intent}",
            json=dict(params),
            headers={"Idempotency-Key": key},
            timeout=(min(seconds, 5.0), seconds),
            allow_redirects=False,
        )

    def _result(self, intent: str, answer: requests.Response) -> IntentResult:
        if answer.status_code == 404:
            self._unknown.add(intent)
            return IntentResult("unable", f"EPJ-siden kjenner ikke oppdraget «{intent}» (404)")
        if answer.status_code in (401, 403):
            raise NotVerified(
                f"EPJ-siden slapp ikke inn oppdraget «{intent}» (HTTP {answer.status_code}).",
                fix="Sjekk secret under [staff] i testobjektfilen.",
            )
        if answer.status_code == 400:
            raise ToolFault(f"EPJ-siden sier at oppdraget «{intent}» har feil parametre: {_short(answer)}")
        return self._read(intent, answer)

    def _read(self, intent: str, answer: requests.Response) -> IntentResult:
        try:
            content = answer.json()
        except ValueError:
            content = None
        outcome = content.get("outcome") if isinstance(content, dict) else None
        data = (content.get("data") or {}) if isinstance(content, dict) else None
        if answer.status_code != 200 or outcome not in ("done", "refused", "unable") or not isinstance(data, dict):
            raise NotVerified(
                f"Svaret på «{intent}» følger ikke kontrakten. Ventet: 200 med outcome done, refused eller unable og "
                f"data som objekt. Fant: {answer.status_code} {_short(answer)}",
                fix="Rett ansatt-adapteren etter docs/contract.md, del 2.",
            )
        return IntentResult(outcome, str(content.get("reason") or ""), data)

    def _unreachable(self, intent: str, seconds: float, trouble: str) -> TargetUnreachable:
        return TargetUnreachable(
            f"Fikk ikke svar på oppdraget «{intent}» fra {self._address} innen {seconds:g} s ({trouble}).",
            fix="Sjekk at ansatt-adapteren er i gang, og at address under [staff] i testobjektfilen er riktig.",
            owner=Owner.VENDOR,
        )


def connect(target: Target, clock: Clock) -> HttpStaff:
    """The adapter for a target; nothing is sent before the first intent."""
    return HttpStaff(target.staff.address, target.staff.secret, clock, target.route)


def _short(answer: requests.Response) -> str:
    text = answer.text.strip()
    return text if len(text) <= 300 else f"{text[:300]}…"
