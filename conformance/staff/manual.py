"""Staff by hand: the sentence on the terminal, a visible deadline, and what a person answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from conformance.clock import Clock
from conformance.outcomes import NotVerified
from conformance.staff.adapter import IntentResult, OutcomeWord
from conformance.staff.answering import Keyboard, spoken
from conformance.staff.terminal import Terminal, open_terminal

if TYPE_CHECKING:
    from conformance.targets.model import Target

_WORDS: Final[Mapping[str, OutcomeWord]] = {"u": "done", "n": "refused", "k": "unable", "j": "done"}
_SAID: Final[Mapping[str, str]] = {"done": "utført", "refused": "nektet"}
_SEEN: Final[Mapping[str, str]] = {"done": "ja", "refused": "nei"}
_DO: Final = "[u]tført, [n]ektet, [k]an ikke eller [b]ytt navn? "
_APPOINTMENT: Final = ("appointment", "Timens id eller kjennetegn")
_KNOWN_BY: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("create_appointment", "change_appointment", "correct_patient"), _APPOINTMENT),
    **dict.fromkeys(("grant_wish", "accept_booking", "confirm_visit"), _APPOINTMENT),
    "open_slot": ("slot", "Den ledige timens id eller kjennetegn"),
    "plan_visits": ("plan", "Planens id eller kjennetegn"),
}
"""Intent → what the EPJ calls what came of it, and how a person is asked for that."""
_LOOK: Final = "[j]a, [n]ei, [k]an ikke si eller [b]ytt navn? "


class ManualStaff:
    """Shows each intent as a sentence and takes the answer: utført, nektet or kan ikke.

    `hints` are where to click, as the municipality keeps them; with `second_person` another person looks over each
    answer, and what she does not agree with counts as not seen.
    """

    automatic = False

    def __init__(
        self,
        terminal: Terminal | None,
        clock: Clock,
        *,
        hints: Mapping[str, str] | None = None,
        second_person: bool = False,
    ) -> None:
        self._keyboard = Keyboard(terminal, clock) if terminal else None
        self._hints = hints or {}
        self._second_person = second_person
        self._who = ""
        self._reviewer = ""

    def can(self, intent: str) -> bool:
        """A person can do everything except read out data to a machine or know that all is quiet."""
        return not intent.startswith("read_") and intent != "settle"

    def perform(
        self, intent: str, params: Mapping[str, Any], *, key: str, sentence: str, seconds: float
    ) -> IntentResult:
        """Ask for the deed; what the EPJ called the appointment is asked for where it is needed."""
        outcome = self._ask(f"GJØR DETTE: {sentence}", intent, _DO, "unk", seconds)
        data = self._data(intent, params) if outcome == "done" else {}
        return self._finish(IntentResult(outcome, data=data, by="person"), _SAID, seconds)

    def confirm(self, question: str, *, about: str, seconds: float) -> IntentResult:
        """Ask a yes or no question about what the person sees."""
        outcome = self._ask(f"SE ETTER: {question}", about, _LOOK, "jnk", seconds)
        return self._finish(IntentResult(outcome, by="person"), _SEEN, seconds)

    def close(self) -> None:
        """Nothing to let go of."""

    def _ask(self, text: str, intent: str, prompt: str, letters: str, seconds: float) -> OutcomeWord:
        keyboard = self._require()
        keyboard.begin(seconds)
        keyboard.show("")
        if not self._who:
            self._who = keyboard.name("Hvem svarer? Skriv navnet ditt (vises i rapporten): ")
            keyboard.begin(seconds)
        keyboard.show(text)
        if hint := self._hints.get(intent, ""):
            keyboard.show(f"  Slik gjøres det her: {hint}")
        keyboard.show(f"  Frist: {spoken(seconds)}. {self._who} svarer. Ctrl-C stopper kjøringen.")
        while (letter := keyboard.letter(prompt, f"{letters}b")) == "b":
            self._who = keyboard.name("Hvem svarer nå? ")
        keyboard.allow_more()
        return _WORDS[letter]

    def _data(self, intent: str, params: Mapping[str, Any]) -> dict[str, Any]:
        keyboard = self._require()
        if intent in _KNOWN_BY:
            field, what = _KNOWN_BY[intent]
            known = str(params.get(field, "")) if intent == "change_appointment" else ""
            answer = keyboard.line(f"{what} i journalen (Enter for å hoppe over): ")
            return {field: answer or known or "uten id"}
        if intent == "start_dialog":
            return {"thread": None}
        if intent == "change_setting":
            wanted = str(params.get("value"))
            was_so = keyboard.letter("Sto den slik fra før? [j]a eller [n]ei: ", "jn") == "j"
            return {"previous": wanted if was_so else _other(wanted)}
        return {}

    def _finish(self, result: IntentResult, said: Mapping[str, str], seconds: float) -> IntentResult:
        keyboard = self._require()
        reason = "" if result.outcome == "done" else keyboard.line("Hvorfor? ")
        file = keyboard.file("Bilde eller fil som viser det (Enter for ingen): ")
        result = replace(result, reason=reason, who=self._who, file=file)
        if not self._second_person or result.outcome == "unable":
            return result
        return self._look_over(result, said[result.outcome], seconds)

    def _look_over(self, result: IntentResult, said: str, seconds: float) -> IntentResult:
        keyboard = self._require()
        keyboard.begin(seconds)
        keyboard.show(f"EN ANNEN PERSON SER OVER: {self._who} svarte «{said}».")
        self._reviewer = self._other_person(keyboard)
        if keyboard.letter("Enig? [j]a eller [n]ei: ", "jn") == "j":
            return replace(result, reviewer=self._reviewer, review="enig")
        keyboard.allow_more()
        saw = keyboard.line("Hva ser du i stedet? ")
        reason = f"{self._reviewer} så over og var ikke enig med {self._who}, som svarte «{said}». {saw}".strip()
        return replace(result, outcome="unable", reason=reason, data={}, reviewer=self._reviewer, review="uenig")

    def _other_person(self, keyboard: Keyboard) -> str:
        usual = "" if _same(self._reviewer, self._who) else self._reviewer
        prompt = f"Navnet på den som ser over (Enter for {usual}): " if usual else "Navnet på den som ser over: "
        while _same(name := keyboard.name(prompt, usual), self._who):
            keyboard.show(f"Det må være en annen enn {self._who}.")
        return name

    def _require(self) -> Keyboard:
        if self._keyboard is None:
            raise NotVerified(
                "Det er ingen terminal, så ingen kan spørres.",
                fix='Kjør epj accept i et terminalvindu, eller bruk staff.kind = "http".',
            )
        return self._keyboard


def connect(target: Target, clock: Clock) -> ManualStaff:
    """The adapter on this process's terminal; without one every intent is `NotVerified`."""
    return ManualStaff(open_terminal(), clock, hints=target.hints, second_person=target.staff.second_person)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _other(value: str) -> str:
    return "nei" if value == "ja" else "ja"
