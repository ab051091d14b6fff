"""What every way to reach staff gives back, and what it has to be able to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

OutcomeWord = Literal["done", "refused", "unable"]


@dataclass(frozen=True)
class IntentResult:
    """How an intent went. `by` is "maskin" or "person"; `who` and `file` say who confirmed it and with what.

    Where a second person looked it over, `reviewer` is her name and `review` is "enig" or "uenig".
    """

    outcome: OutcomeWord
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    by: str = "maskin"
    who: str = ""
    file: str = ""
    reviewer: str = ""
    review: str = ""


class StaffAdapter(Protocol):
    """One way to have staff do something. Raises only `conformance.outcomes`."""

    automatic: bool
    """Whether a machine answers: then read intents give data; else a person confirms claims."""

    def can(self, intent: str) -> bool:
        """Whether the intent may be asked at all."""
        ...

    def perform(
        self, intent: str, params: Mapping[str, Any], *, key: str, sentence: str, seconds: float
    ) -> IntentResult:
        """Have an intent carried out once, however often the same `key` is sent; `seconds` is the deadline."""
        ...

    def confirm(self, question: str, *, about: str, seconds: float) -> IntentResult:
        """Ask a person whether something holds: done = yes, refused = no, unable = cannot tell.

        `about` is the read intent that a machine would have been asked instead.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
