"""A person at the terminal: one clear sentence, a deadline that is seen, and an answer that carries a name."""

from __future__ import annotations

import io
import os
import pty
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from conformance.clock import SystemClock
from conformance.outcomes import NotVerified
from conformance.staff.adapter import IntentResult
from conformance.staff.manual import ManualStaff
from conformance.staff.terminal import RealTerminal


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


NAME = "Berit Åsen"


def perform(
    typist: Typist,
    intent: str = "cancel_appointment",
    *,
    hints: dict[str, str] | None = None,
    second_person: bool = False,
    seconds: float = 300,
    **params: str,
) -> IntentResult:
    staff = ManualStaff(typist, typist.clock, hints=hints, second_person=second_person)
    return staff.perform(intent, params, key="k", sentence="Avlys time 4711.", seconds=seconds)


def test_done_carries_who_and_what_file(tmp_path: Path) -> None:
    picture, empty = tmp_path / "skjerm bilde.png", tmp_path / "tom.png"
    picture.write_bytes(b"x")
    empty.write_bytes(b"")
    typist = Typist(NAME, "u", "finnes/ikke.png", str(tmp_path), str(empty), str(picture))
    result = perform(typist)
    assert (result.outcome, result.by, result.who, result.file) == ("done", "person", NAME, str(picture))
    text = "\n".join(typist.shown)
    assert "GJØR DETTE: Avlys time 4711." in text
    assert "Frist: 5 min. Berit Åsen svarer." in text and "(5 min igjen)" in text
    assert "Finner ikke filen finnes/ikke.png" in text and f"Finner ikke filen {tmp_path}." in text
    assert f"Filen {empty} er tom." in text


@pytest.mark.parametrize("form", ["'{}'", '"{}"', "{escaped}", "file://{quoted}"])
def test_a_path_may_be_dragged_into_the_terminal(tmp_path: Path, form: str) -> None:
    picture = tmp_path / "skjerm bilde.png"
    picture.write_bytes(b"x")
    dragged = form.format(picture, escaped=str(picture).replace(" ", "\\ "), quoted=quote(str(picture)))
    assert perform(Typist(NAME, "u", dragged)).file == str(picture)


@pytest.mark.parametrize("odd", ["~nobody-here/x.png", "a\\", "'", "x" * 5000, "\x1b[D", "/dev/null"])
def test_a_path_that_leads_nowhere_is_asked_again(odd: str) -> None:
    assert perform(Typist(NAME, "u", odd, "")).file == ""


@pytest.mark.parametrize(("letter", "outcome"), [("n", "refused"), ("K", "unable"), (" kan ikke", "unable")])
def test_no_comes_with_a_reason(letter: str, outcome: str) -> None:
    result = perform(Typist(NAME, letter, "Knappen er grå", ""))
    assert (result.outcome, result.reason) == (outcome, "Knappen er grå")


def test_something_else_is_asked_again() -> None:
    typist = Typist(NAME, "?", "", "u", "")
    assert perform(typist).outcome == "done"
    assert sum("Skriv én av bokstavene u, n, k, b." in line for line in typist.shown) == 2


def test_the_countdown_is_seen_and_ends() -> None:
    typist = Typist(NAME)
    with pytest.raises(NotVerified, match=r"innen 1 min 45 s\."):
        perform(typist, seconds=105)
    assert [line.split(")")[0][1:] for line in typist.shown if "igjen)" in line] == [
        "1 min 45 s igjen",
        "1 min 15 s igjen",
        *[f"{seconds} s igjen" for seconds in (45, 35, 25, 15, 5)],
    ]


def test_who_answered_in_time_has_time_for_the_picture(tmp_path: Path) -> None:
    picture = tmp_path / "bilde.png"
    picture.write_bytes(b"x")
    typist = Typist(NAME, None, None, "u", str(picture))
    assert perform(typist, seconds=21).file == str(picture)


def test_the_name_is_asked_for_once_and_may_be_changed() -> None:
    typist = Typist("", "7", NAME, "u", "", "u", "", "b", "Ola Vik", "j", "", "u", "")
    staff = ManualStaff(typist, typist.clock)

    def deed() -> str:
        return staff.perform("cancel_appointment", {}, key="k", sentence="Avlys.", seconds=60).who

    assert [deed(), deed()] == [NAME, NAME]
    assert staff.confirm("Stemmer dette?", about="read_journal", seconds=60).who == "Ola Vik"
    assert deed() == "Ola Vik"
    assert sum("Uten navn kan svaret ikke brukes" in line for line in typist.shown) == 2


def test_nobody_who_gives_no_name_confirms_anything() -> None:
    with pytest.raises(NotVerified, match="Ingen svarte"):
        perform(Typist())


def test_arrow_keys_are_no_part_of_an_answer() -> None:
    assert perform(Typist("\x1b[DBe\x1b[Crit\x7f  Åsen", "\x1b[Au", "")).who == NAME


def test_the_hint_of_the_municipality_is_shown() -> None:
    hints = {"cancel_appointment": "Timebok > høyreklikk > Avlys"}
    typist = Typist(NAME, "u", "")
    perform(typist, hints=hints)
    assert "  Slik gjøres det her: Timebok > høyreklikk > Avlys" in typist.shown
    typist = Typist(NAME, "u", "", "")
    perform(typist, "start_dialog", hints=hints)
    assert not any("Slik gjøres det" in line for line in typist.shown)


def test_the_persons_own_id_of_the_appointment_is_kept() -> None:
    assert perform(Typist(NAME, "u", "4711", ""), "create_appointment").data == {"appointment": "4711"}
    typist = Typist(NAME, "u", "", "")
    assert perform(typist, "change_appointment", appointment="4711").data == {"appointment": "4711"}


@pytest.mark.parametrize(("answer", "previous"), [("j", "ja"), ("n", "nei")])
def test_it_is_told_what_a_setting_was(answer: str, previous: str) -> None:
    result = perform(Typist(NAME, "u", answer, ""), "change_setting", setting="cancel_approval", value="ja")
    assert result.data == {"previous": previous}


@pytest.mark.parametrize(("letter", "outcome"), [("j", "done"), ("n", "refused"), ("k", "unable")])
def test_a_claim_is_confirmed_with_yes_or_no(letter: str, outcome: str) -> None:
    typist = Typist(NAME, letter, "", "")
    staff = ManualStaff(typist, typist.clock)
    result = staff.confirm("Stemmer dette? Meldingen står i journalen.", about="read_journal", seconds=60)
    assert (result.outcome, result.by, result.reviewer) == (outcome, "person", "")
    assert any("Meldingen står i journalen." in line for line in typist.shown)


def test_another_person_looks_it_over() -> None:
    typist = Typist(NAME, "u", "", " berit  åsen", "Ola Vik", "j")
    result = perform(typist, second_person=True)
    assert (result.outcome, result.who, result.reviewer, result.review) == ("done", NAME, "Ola Vik", "enig")
    assert "EN ANNEN PERSON SER OVER: Berit Åsen svarte «utført»." in typist.shown
    assert "Det må være en annen enn Berit Åsen." in typist.shown


def test_what_the_other_person_does_not_see_is_not_seen() -> None:
    typist = Typist(NAME, "n", "Borte", "", "Ola Vik", "n", "Den står der")
    staff = ManualStaff(typist, typist.clock, second_person=True)
    result = staff.confirm("Stemmer dette?", about="read_journal", seconds=60)
    assert (result.outcome, result.who, result.reviewer, result.review) == ("unable", NAME, "Ola Vik", "uenig")
    assert result.reason == "Ola Vik så over og var ikke enig med Berit Åsen, som svarte «nei». Den står der"


def test_the_other_person_is_known_the_next_time_but_never_the_same() -> None:
    typist = Typist(NAME, "u", "", "Ola Vik", "j", "u", "", "", "j", "b", "Ola Vik", "u", "", "", "Ola Vik", NAME, "j")
    staff = ManualStaff(typist, typist.clock, second_person=True)
    results = [staff.perform("cancel_appointment", {}, key="k", sentence="Avlys.", seconds=60) for _ in range(3)]
    assert [(one.who, one.reviewer) for one in results] == [(NAME, "Ola Vik"), (NAME, "Ola Vik"), ("Ola Vik", NAME)]


def test_without_the_other_person_nothing_is_confirmed() -> None:
    with pytest.raises(NotVerified, match="Ingen svarte"):
        perform(Typist(NAME, "u", ""), second_person=True)


def test_nobody_looks_over_what_could_not_be_done() -> None:
    assert perform(Typist(NAME, "k", "Vet ikke hvor", ""), second_person=True).reviewer == ""


def test_a_person_reads_nothing_out_to_a_machine() -> None:
    staff = ManualStaff(Typist(), SystemClock())
    assert staff.can("create_appointment")
    assert not staff.can("read_journal") and not staff.can("settle")


def test_without_a_terminal_nothing_is_verified() -> None:
    staff = ManualStaff(None, SystemClock())
    with pytest.raises(NotVerified, match="ingen terminal"):
        staff.perform("cancel_appointment", {}, key="k", sentence="Avlys.", seconds=60)
    with pytest.raises(NotVerified, match="ingen terminal"):
        staff.confirm("Stemmer dette?", about="read_journal", seconds=60)


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


def test_what_was_typed_without_enter_does_not_answer_the_next_question(
    keyboard: tuple[RealTerminal, int, io.StringIO],
) -> None:
    terminal, hand, _ = keyboard
    os.write(hand, b"u")
    assert terminal.ask("Svar? ", 0.02) is None
    terminal.discard()
    os.write(hand, b"nei\n")
    assert terminal.ask("Svar? ", 5) == "nei"


def test_a_terminal_takes_no_lines_before_it_is_asked() -> None:
    hand, end = pty.openpty()
    RealTerminal(os.fdopen(os.dup(end), encoding="utf-8"), io.StringIO())
    asked = RealTerminal(os.fdopen(end, encoding="utf-8"), io.StringIO())
    os.write(hand, b"en\n")
    assert asked.ask("Svar? ", 5) == "en"
    os.close(hand)


@pytest.mark.parametrize(
    ("intent", "field"),
    [("grant_wish", "appointment"), ("accept_booking", "appointment"), ("open_slot", "slot"), ("plan_visits", "plan")],
)
def test_what_the_journal_calls_it_is_asked_for_where_later_steps_need_it(intent: str, field: str) -> None:
    assert perform(Typist(NAME, "u", "4712", ""), intent).data == {field: "4712"}
    assert perform(Typist(NAME, "u", "", ""), intent).data == {field: "uten id"}
