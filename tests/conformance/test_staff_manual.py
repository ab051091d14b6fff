"""A person at the terminal: one clear sentence, a deadline that is seen, and an answer that carries a name."""

from __future__ import annotations

import io
import os
import pty
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.clock import SystemClock
from conformance.outcomes import NotVerified
from conformance.staff.manual import ManualStaff, RealTerminal


class Typist:
    """A terminal with the answers typed beforehand; None is a pause until the prompt times out."""

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.shown: list[str] = []
        self.clock = SteppingClock()

    def show(self, text: str) -> None:
        self.shown.append(text)

    def ask(self, prompt: str, seconds: float) -> str | None:
        self.shown.append(prompt)
        answer = self.answers.pop(0) if self.answers else None
        if answer is None:
            self.clock.time += seconds
        return answer

    def discard(self) -> None:
        self.shown.append("(glemt)")


class SteppingClock(SystemClock):
    """Moves only when the typist lets time pass."""

    def __init__(self) -> None:
        self.time = 0.0

    def monotonic(self) -> float:
        return self.time


def perform(typist: Typist, intent: str = "cancel_appointment", seconds: float = 300, **params: str) -> object:
    staff = ManualStaff(typist, typist.clock)
    return staff.perform(intent, params, key="k", sentence="Avlys time 4711.", seconds=seconds)


def test_done_carries_who_and_what_file(tmp_path: Path) -> None:
    picture = tmp_path / "skjerm.png"
    picture.write_bytes(b"x")
    typist = Typist("u", "Berit Åsen", "finnes/ikke.png", str(picture))
    result = perform(typist)
    assert (result.outcome, result.by, result.who, result.file) == ("done", "person", "Berit Åsen", str(picture))  # type: ignore[attr-defined]
    text = "\n".join(typist.shown)
    assert "GJØR DETTE: Avlys time 4711." in text
    assert "Frist: 300 sekunder" in text and "300 s igjen" in text
    assert "Finner ikke filen finnes/ikke.png" in text


@pytest.mark.parametrize(("letter", "outcome"), [("n", "refused"), ("K", "unable"), (" kan ikke", "unable")])
def test_no_comes_with_a_reason(letter: str, outcome: str) -> None:
    result = perform(Typist(letter, "Berit", "Knappen er grå", ""))
    assert (result.outcome, result.reason) == (outcome, "Knappen er grå")  # type: ignore[attr-defined]


def test_something_else_is_asked_again() -> None:
    typist = Typist("?", "", "u", "Berit", "")
    assert perform(typist).outcome == "done"  # type: ignore[attr-defined]
    assert sum("Skriv én av bokstavene" in line for line in typist.shown) == 2


def test_the_countdown_is_seen_and_ends() -> None:
    typist = Typist()
    with pytest.raises(NotVerified, match="innen 25 s"):
        perform(typist, seconds=25)
    assert [line.split(")")[0] for line in typist.shown if "igjen" in line] == [
        "(25 s igjen",
        "(15 s igjen",
        "(5 s igjen",
    ]


def test_the_name_is_asked_for_once() -> None:
    typist = Typist("u", "Berit", "", "u", "")
    staff = ManualStaff(typist, typist.clock)
    for _ in range(2):
        result = staff.perform("cancel_appointment", {}, key="k", sentence="Avlys.", seconds=60)
        assert result.who == "Berit"


def test_the_persons_own_id_of_the_appointment_is_kept() -> None:
    typist = Typist("u", "4711", "Berit", "")
    assert perform(typist, "create_appointment").data == {"appointment": "4711"}  # type: ignore[attr-defined]
    typist = Typist("u", "", "Berit", "")
    assert perform(typist, "change_appointment", appointment="4711").data == {"appointment": "4711"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("letter", "outcome"), [("j", "done"), ("n", "refused"), ("k", "unable")])
def test_a_claim_is_confirmed_with_yes_or_no(letter: str, outcome: str) -> None:
    typist = Typist(letter, "Berit", "", "")
    staff = ManualStaff(typist, typist.clock)
    result = staff.confirm("Stemmer dette? Meldingen står i journalen.", seconds=60)
    assert (result.outcome, result.by) == (outcome, "person")
    assert any("Meldingen står i journalen." in line for line in typist.shown)


def test_a_person_reads_nothing_out_to_a_machine() -> None:
    staff = ManualStaff(Typist(), SystemClock())
    assert staff.can("create_appointment")
    assert not staff.can("read_journal") and not staff.can("settle")


def test_without_a_terminal_nothing_is_verified() -> None:
    staff = ManualStaff(None, SystemClock())
    with pytest.raises(NotVerified, match="ingen terminal"):
        staff.perform("cancel_appointment", {}, key="k", sentence="Avlys.", seconds=60)
    with pytest.raises(NotVerified, match="ingen terminal"):
        staff.confirm("Stemmer dette?", seconds=60)


@pytest.fixture
def keyboard() -> Iterator[tuple[RealTerminal, int, io.StringIO]]:
    """A real terminal on a pseudo-terminal, with our hand on its keyboard."""
    hand, end = pty.openpty()
    out = io.StringIO()
    yield RealTerminal(os.fdopen(end, encoding="utf-8"), out), hand, out
    os.close(hand)


def test_a_real_terminal_reads_lines_and_keeps_its_deadline(keyboard: tuple[RealTerminal, int, io.StringIO]) -> None:
    terminal, hand, out = keyboard
    assert terminal.ask("Svar? ", 0.05) is None
    threading.Timer(0.05, lambda: os.write(hand, "utført æ\nto\n".encode())).start()
    assert terminal.ask("Svar? ", 5) == "utført æ"
    assert terminal.ask("Svar? ", 5) == "to"
    terminal.show("Ferdig")
    assert out.getvalue().endswith("Ferdig\n")


def test_what_was_typed_too_late_does_not_answer_the_next_question(
    keyboard: tuple[RealTerminal, int, io.StringIO],
) -> None:
    terminal, hand, _ = keyboard
    assert terminal.ask("Svar? ", 0.01) is None
    os.write(hand, b"j\nj\n")
    assert terminal.ask("Svar? ", 5) == "j"
    for _ in range(500):
        if not terminal._lines.empty():
            break
        threading.Event().wait(0.01)
    terminal.discard()
    assert terminal.ask("Svar? ", 0.05) is None


def test_a_terminal_takes_no_lines_before_it_is_asked() -> None:
    hand, end = pty.openpty()
    RealTerminal(os.fdopen(os.dup(end), encoding="utf-8"), io.StringIO())
    asked = RealTerminal(os.fdopen(end, encoding="utf-8"), io.StringIO())
    os.write(hand, b"en\n")
    assert asked.ask("Svar? ", 5) == "en"
    os.close(hand)
