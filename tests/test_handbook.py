"""The handbook is true: every command in it is run as printed, and what it shows is what came."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from docs.ci import wheelhouse
from tests.docs_handbook_blocks import BOOK, USES, Block, blocks, chapters, differences, text_of
from tests.docs_handbook_shell import Terminal

ROOT = BOOK.parent.parent
ALL = [block for chapter in chapters() for block in blocks(chapter)]
AFTER = ("output", "dialog")
PRACTICE = ("egen-journal", "leverandoer", "naar-noe-gaar-galt")
"""The chapters where a simulated journal stands in a terminal beside; each goes on where the one before it ended."""


def test_every_chapter_is_in_the_book() -> None:
    assert set(chapters()) == {path.stem for path in BOOK.glob("*.md")}
    assert len(chapters()) > 8


@pytest.mark.parametrize("block", ALL, ids=lambda block: block.place)
def test_every_block_is_run_or_says_why_not(block: Block) -> None:
    uses = [use for use in USES if use in block.words]
    assert len(uses) == 1, f"Say one of {', '.join(USES)} behind the language."
    assert (uses[0] in ("run", "skip")) is block.typed
    if uses[0] in ("skip", "example"):
        assert len(block.words[uses[0]]) > 10, "Say why it is not run."
    if block.language == "bat":
        assert "skip" in block.words, "Only Windows can run it."


def test_what_is_shown_stands_behind_what_is_typed() -> None:
    for chapter in chapters():
        before: Block | None = None
        for block in blocks(chapter):
            if set(AFTER) & set(block.words):
                assert before is not None and "run" in before.words, block.place
            before = block


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="the commands are typed in bash here")
def test_every_command_of_whoever_is_new_does_what_the_handbook_shows(home: Path, terminal: Terminal) -> None:
    """From the zip to the decision, with what was installed and nothing else."""
    unpack(home)
    read(terminal, [chapter for chapter in chapters() if chapter not in PRACTICE])
    named = re.findall(r"^\d\. \*\*(.+?)\*\*", text_of("rapporten"), flags=re.M)
    report = (home / "testbenk/rapport/report.html").read_text("utf-8")
    assert len(named) > 7 and not [one for one in named if f">{one}<" not in report and f">{one}." not in report]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="the commands are typed in bash here")
def test_every_command_with_a_journal_that_runs_does_what_the_handbook_shows(terminal: Terminal) -> None:
    """The chapters of the municipality and the vendor, which build on each other."""
    if shutil.which("curl") is None:
        pytest.skip("the vendor's chapter needs curl: apt-get install curl")
    assert set(PRACTICE) < set(chapters())
    read(terminal, PRACTICE)


def read(terminal: Terminal, wanted: Sequence[str]) -> None:
    """Type every command of some chapters, and hold what came against what is shown."""
    for chapter in wanted:
        said = ""
        for block in blocks(chapter):
            if "run" in block.words:
                said = typed(terminal, block)
            elif "file" in block.words:
                (terminal.folder() / block.words["file"]).write_text(f"{block.text}\n", "utf-8")
            elif set(AFTER) & set(block.words):
                missing = differences(block.text, said)
                assert not missing, f"{block.place}: not shown so: {missing}\n{said}"
        terminal.stop_all()


def typed(terminal: Terminal, block: Block) -> str:
    """What came of a block, line by line; each line ends well, and the last one as the block says."""
    if "background" in block.words:
        return terminal.start(block.text)
    lines, said = block.text.splitlines(), []
    for number, line in enumerate(lines, 1):
        wanted = int(block.words.get("exit", "0")) if number == len(lines) else 0
        code, came = run(terminal, block, line)
        assert code == wanted, f"{block.place}: {line} ended with {code}, not {wanted}\n{came}"
        said.append(came)
        if "activate" in line:
            terminal.lend_packages()
    return "".join(said)


def run(terminal: Terminal, block: Block, line: str) -> tuple[int, str]:
    """One line, as the reader types it, answers it or stops it."""
    if "asks" in block.words:
        return terminal.talk(line, after(block))
    if "stop" in block.words:
        return terminal.stop(line, block.words["stop"])
    return terminal.type(line, f"{block.words.get('answer', '')}\n")


def after(block: Block) -> str:
    """The dialog that stands behind the block."""
    return next(one.text for one in ALL if one.chapter == block.chapter and one.line > block.line)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of somebody new."""
    (tmp_path / "hjemme").mkdir()
    return tmp_path / "hjemme"


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    """A terminal that opens there."""
    terminal = Terminal(home)
    try:
        yield terminal
    finally:
        terminal.close()


def unpack(home: Path) -> None:
    """The zip as it is made, with our own wheel alone in it; the rest is lent to the reader once it is installed."""
    built = home.with_name("hjul")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    wheel = next(built.glob("*.whl"))
    here, python = wheelhouse.this_platform(), f"{sys.version_info.major}.{sys.version_info.minor}"
    if here is None:
        pytest.skip("no zip is made for this kind of machine")
    content = wheelhouse.contents(here, {python: []}, [wheel], wheel.parent / "handbok.html")
    wheelhouse.write(home.with_suffix(".zip"), "testbenk", [wheel], content)
    with zipfile.ZipFile(home.with_suffix(".zip")) as zipped:
        zipped.extractall(home)


def test_a_line_that_was_not_said_is_missed() -> None:
    assert differences("a …\n…\nd", "a b\nc\nd\n") == []
    assert differences("a\nd", "a\nc\nd\n") == ["d"], "no line of dots lets c pass"
    assert differences("…\nx", "a\nb\n") == ["x"]
    assert differences("b\na", "a\nb\n") == ["a"], "the order is theirs"
