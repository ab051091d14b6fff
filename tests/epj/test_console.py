"""What is written can be read on every console: in its own encoding, without a crash, and data always as UTF-8."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click import Choice as ClickChoice
from click import Command, Context, Group, Option

from epj import console
from epj.main import group
from epj.options import Choice
from tests.epj.consoles import Screen, shown
from tests.standards import good

PAGES = ("cp1252", "cp850", "cp865", "cp437", "iso-8859-1", "utf-8")
DATA = {"json", "csv", "sarif", "junit", "html"}


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")


def commands(root: Group = group, *above: str) -> Iterator[tuple[tuple[str, ...], Command]]:
    context = Context(root)
    for name in root.list_commands(context):
        found = root.get_command(context, name)
        assert found
        yield (*above, name), found
        if isinstance(found, Group):
            yield from commands(found, *above, name)


@pytest.mark.parametrize("page", ["cp1252", "cp437"])
def test_the_help_of_every_command_can_be_read(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for words, command in commands():
        code, screen = shown(page, *words, "--help", monkeypatch=monkeypatch)
        text = screen.said(page)
        assert code == 0
        assert text.startswith(f"Bruk: epj {' '.join(words)}"), words
        asked = sum((each.help or "").count("?") for each in (command, *command.params) if hasattr(each, "help"))
        assert text.count("?") == asked, words


@pytest.mark.parametrize(
    ("words", "page"),
    [
        *((("coverage",), page) for page in PAGES),
        *(((word,), "cp1252") for word in ("list", "rules", "faults")),
        (("build", "--list"), "cp1252"),
    ],
)
def test_what_a_command_shows_can_be_read(words: tuple[str, ...], page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code, screen = shown(page, *words, monkeypatch=monkeypatch)
    text = screen.said(page)
    assert code == 0
    assert "ø" in text if page != "cp437" else "oe" in text
    assert "Ã" not in text and "\N{REPLACEMENT CHARACTER}" not in text


def asks_for_data(command: Command) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for each in command.params:
        if not isinstance(each, Option):
            continue
        found += [(option,) for option in each.opts if option in ("--json", "--markdown", "--ready-json")]
        if "--format" in each.opts:
            assert isinstance(each.type, Choice | ClickChoice)
            found += [("--format", form) for form in each.type.choices if form in DATA]
            assert set(each.type.choices) <= DATA | {"table", "text"}
    return found


def test_every_way_to_ask_for_data_is_known() -> None:
    asked = {words[0]: asks_for_data(command) for words, command in commands() if asks_for_data(command)}
    assert {"check", "coverage", "faults", "population", "rules", "validate", "verify", "gate", "services"} <= set(
        asked
    )
    for name, ways in asked.items():
        for way in ways:
            chosen: dict[str, Any] = {way[0]: way[1] if len(way) > 1 else True}
            assert console.is_data(chosen), (name, way)
    for form in (None, "table", "text"):
        assert not console.is_data({"--format": form, "--json": False})


@pytest.mark.parametrize(
    "words",
    [
        ("rules", "--format", "json"),
        ("coverage", "--format", "json"),
        ("coverage", "--format", "csv"),
        ("faults", "--format", "json"),
        ("population", "--size", "5", "--format", "json"),
    ],
    ids=" ".join,
)
def test_data_is_utf8_on_every_console(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    _, ours = shown("utf-8", *words, monkeypatch=monkeypatch)
    _, theirs = shown("cp1252", *words, monkeypatch=monkeypatch)
    text = theirs.said("utf-8")
    assert text == ours.said("utf-8") != ""
    assert set(text) & set("æøå→")
    if "json" in words:
        json.loads(text)


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_what_validate_writes_for_programs_is_utf8_too(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "melding på ny.xml"
    path.write_bytes(good.question().to_xml())
    path.write_bytes(path.read_bytes().replace(b"<MsgId>", b"<MsgId>x"))
    _, screen = shown("cp1252", "validate", str(path), "--format", form, monkeypatch=monkeypatch)
    assert set(screen.said("utf-8")) & set("æøå")


def test_an_error_can_be_read_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    code, _ = shown("cp1252", "lst", monkeypatch=monkeypatch)
    assert code == 2
    assert isinstance(sys.stderr, Screen)
    assert "Det finnes ingen kommando som heter lst. Mente du list?" in sys.stderr.said("cp1252")


def test_signs_that_a_console_lacks_become_words() -> None:
    screen = Screen("cp437")
    screen.write("x")
    screen.reconfigure(errors="strict")
    console_text = "✓ Kåre → Bø … «hei» Đ ﬁ 漢 \udce5"
    with pytest.raises(UnicodeEncodeError):
        screen.write(console_text)
    console.open_up()
    assert console_text.encode("cp437", console.READABLE).decode("cp437") == "OK Kåre -> Boe ... «hei» ? fi ? ?"
    assert "hei \udce5".encode("utf-8", console.READABLE) == b"hei ?"


def test_the_handler_leaves_what_it_cannot_mend_to_others() -> None:
    error = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
    with pytest.raises(UnicodeDecodeError):
        console.readable(error)


def test_a_process_of_its_own_keeps_the_encoding_it_was_given() -> None:
    words = [sys.executable, "-m", "epj.main", "finnes ikke på → her"]
    done = subprocess.run(words, capture_output=True, env={"PYTHONIOENCODING": "cp1252"}, check=False)
    assert done.returncode == 2
    assert "Det finnes ingen kommando som heter finnes ikke på -> her." in (done.stdout + done.stderr).decode("cp1252")


def test_what_the_bench_starts_itself_is_told_to_write_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    shown("cp1252", "--version", monkeypatch=monkeypatch)
    assert os.environ["PYTHONIOENCODING"] == "utf-8"


@pytest.mark.parametrize(
    ("page", "encoding"),
    [(65001, "utf-8"), (850, "cp850"), (865, "cp865"), (1252, "cp1252"), (0, "utf-8"), (708, "utf-8")],
)
def test_a_pipe_of_windows_gets_what_its_console_reads(
    page: int, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "_code_page", lambda: page)
    assert console.console_encoding() == encoding


def test_on_windows_a_pipe_is_for_the_console_a_file_for_everybody_and_what_is_chosen_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setattr(console, "_code_page", lambda: 850)
    monkeypatch.setattr(console.sys, "platform", "win32")

    def opened(descriptor: int, environment: dict[str, str]) -> str:
        with open(descriptor, "w", encoding="cp1252") as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            console.open_up(environment)
            return stream.encoding

    reading, writing = os.pipe()
    assert opened(writing, {}) == "cp850"
    os.close(reading)
    for environment, encoding in (({}, "utf-8"), ({"PYTHONIOENCODING": "cp1252"}, "cp1252")):
        file = os.open(tmp_path / "ut.txt", os.O_CREAT | os.O_WRONLY)
        assert opened(file, environment) == encoding


def test_every_file_is_opened_with_its_encoding_said() -> None:
    """What a system would guess is another encoding on Windows than here."""
    root = Path(__file__).resolve().parents[2]
    words = [sys.executable, "-m", "ruff", "check", "--preview", "--isolated", "--select", "PLW1514", "--no-cache"]
    towers = ("epj", "conformance", "simulator", "standards", "wire", "docs")
    done = subprocess.run([*words, *towers], cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
    caught = subprocess.run(
        [*words, "-"], input="open('x').read()\n", cwd=root, capture_output=True, encoding="utf-8", check=False
    )
    assert "PLW1514" in caught.stdout or "unspecified-encoding" in caught.stdout
