"""The staff's side: has a machine or a person at the clinic do things, and keeps what was done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from conformance.outcomes import NotVerified, PreconditionMissing, TargetUnreachable
from conformance.ports.link import Link
from conformance.staff.adapter import IntentResult, StaffAdapter
from conformance.staff.intents import IntentBook

SETTLE_ANSWER_SECONDS: Final = 2.0
"""How long the answer itself may take beyond the deadline that settle was given."""


class StaffPort:
    """Has staff do things; every intent is kept in the evidence with who did it."""

    def __init__(self, adapter: StaffAdapter, link: Link, book: IntentBook, run_id: uuid.UUID) -> None:
        self._adapter = adapter
        self._link = link
        self._book = book
        self._run_id = run_id
        self.asked = 0
        """How many intents have been asked for."""

    @property
    def automatic(self) -> bool:
        """Whether a machine answers; else a person reads the sentences."""
        return self._adapter.automatic

    def can(self, intent: str) -> bool:
        """Whether the intent may be asked here."""
        return intent in self._book.names and self._adapter.can(intent)

    def do(
        self,
        intent: str,
        *,
        expect_refusal: bool = False,
        seconds: float | None = None,
        about: str = "",
        **params: Any,
    ) -> IntentResult:
        """Have staff do one thing. Refused is `PreconditionMissing` (unless `expect_refusal`), unable `NotVerified`.

        `about` helps a person to find what it is about (bokmål); a machine goes by the parameters alone.
        """
        result = self.ask(intent, params, seconds=seconds, about=about)
        if result.outcome == "unable":
            raise NotVerified(
                f"Ansatt-siden kan ikke utføre «{intent}»: {(result.reason or 'ingen begrunnelse').rstrip('.')}.",
                fix='Gjør det for hånd med staff.kind = "manual", eller utvid adapteren (docs/contract.md, del 2).',
            )
        if result.outcome == "refused" and not expect_refusal:
            raise PreconditionMissing(
                f"EPJ-en nektet «{self._book.sentence(intent, params, self._link.target)}»: "
                f"{(result.reason or 'ingen begrunnelse').rstrip('.')}."
            )
        return result

    def ask(
        self, intent: str, params: Mapping[str, Any], *, seconds: float | None = None, about: str = ""
    ) -> IntentResult:
        """Have an intent carried out and recorded, and give the answer back whatever it is."""
        self._book.check_params(intent, params)
        sentence = self._book.sentence(intent, params, self._link.target)
        sentence = f"{sentence} Det gjelder {about}." if about else sentence
        limit = seconds if seconds is not None else self._book.seconds(intent, self._link.target, self.automatic)
        self._expect(params)
        began = self._link.clock.monotonic()
        try:
            result = self._adapter.perform(intent, params, key=self._key(), sentence=sentence, seconds=limit)
            self._book.check_data(intent, result)
        except (NotVerified, TargetUnreachable) as problem:
            self._record(intent, params, sentence, IntentResult("unable", problem.reason, by=self._by()), began)
            raise
        self._record(intent, params, sentence, result, began)
        return result

    def confirm(self, question: str, *, about: str, params: Mapping[str, Any]) -> IntentResult:
        """Ask a person whether something holds, and record the answer under the read intent it stands for."""
        began = self._link.clock.monotonic()
        limit = self._book.seconds(about, self._link.target, automatic=False)
        try:
            result = self._adapter.confirm(question, about=about, seconds=limit)
        except NotVerified as problem:
            self._record(about, params, question, IntentResult("unable", problem.reason, by=self._by()), began)
            raise
        self._record(about, params, question, result, began)
        return result

    def settle(self, seconds: float) -> bool | None:
        """Ask the EPJ to come to rest: whether it did within the deadline, None when the target cannot tell."""
        if not self._link.target.staff.settle or not self.can("settle"):
            return None
        asked = {"deadline_seconds": max(round(seconds, 3), 0.001)}
        outcome = self.ask("settle", asked, seconds=seconds + SETTLE_ANSWER_SECONDS).outcome
        return None if outcome == "unable" else outcome == "done"

    def _expect(self, params: Mapping[str, Any]) -> None:
        """What staff are told tells a message of this scenario from others, even when it goes to somebody else."""
        if params.get("text"):
            self._link.mailbox.expect_text(params["text"])
        if params.get("start"):
            self._link.mailbox.expect_start(params["start"])

    def _record(
        self, intent: str, params: Mapping[str, Any], sentence: str, result: IntentResult, began: float
    ) -> None:
        evidence = self._link.mailbox.evidence
        kept = evidence.attach(Path(result.file)) if result.file else None
        evidence.intent(
            intent,
            params,
            sentence=sentence,
            outcome=result.outcome,
            reason=result.reason,
            data=result.data,
            by=result.by,
            who=result.who,
            reviewer=result.reviewer,
            review=result.review,
            file=kept.file if kept else "",
            file_sha256=kept.sha256 if kept else "",
            seconds=round(self._link.clock.monotonic() - began, 3),
        )

    def _key(self) -> str:
        self.asked += 1
        return str(uuid.uuid5(self._run_id, f"{self._link.mailbox.scenario_id}/{self.asked}"))

    def _by(self) -> str:
        return "maskin" if self._adapter.automatic else "person"
