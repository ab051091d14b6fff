"""The handbook is true: every command in it is run as printed, and what it shows is what came."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import jsonschema
import pytest

from docs.ci import wheelhouse
from docs.handbok.build import build
from epj.main import group
from tests.docs_handbook_blocks import BOOK, USES, Block, blocks, chapters, differences, text_of
from tests.docs_handbook_shell import Terminal

pytestmark = pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.*")
ROOT = BOOK.parent.parent
ALL = [block for chapter in chapters() for block in blocks(chapter)]
AFTER = ("output", "dialog")


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


def commands_in(text: str) -> set[str]:
    """What stands as a command in the running text, or in a block that nobody runs."""
    blocks_run = r"```\w+ .*?\n *```"
    rest = re.sub(blocks_run, "", text, flags=re.S)
    in_blocks = re.findall(r"^(epj [a-z][^#\n]*)", rest, flags=re.M)
    return {one for one in [*in_blocks, *re.findall(r"`(epj [a-z][^`\n]*)`", text)] if "…" not in one}


@pytest.mark.parametrize("chapter", [*chapters(), "README.no"])
def test_every_command_in_the_text_exists(chapter: str) -> None:
    text = (ROOT / "README.no.md").read_text("utf-8") if chapter == "README.no" else text_of(chapter)
    for one in sorted(commands_in(text)):
        context, words = click.Context(group), shlex.split(one.replace("\\|", "|"))[1:]
        command: click.Command = group
        while words and isinstance(command, click.Group) and re.fullmatch("[a-z]+", words[0]):
            found = command.get_command(context, words.pop(0))
            assert found is not None, one
            command = found
        known = {name for option in command.params for name in option.opts}
        assert not [word for word in words if word.startswith("--") and word not in known | {"--help"}], one


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="the commands are typed in bash here")
def test_every_command_does_what_the_handbook_shows(terminal: Terminal) -> None:
    for chapter in chapters():
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
    named = re.findall(r"^\d\. \*\*(.+?)\*\*", text_of("rapporten"), flags=re.M)
    report = (terminal.folder() / "rapport/report.html").read_text("utf-8")
    assert len(named) > 7 and not [one for one in named if f">{one}<" not in report and f">{one}." not in report]


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
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal in a home of its own, where the reader has unpacked the zip."""
    built, home = tmp_path / "hjul", tmp_path / "hjemme"
    wheel = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(wheel, cwd=ROOT, check=True, capture_output=True)
    unpack(next(built.glob("*.whl")), home)
    terminal = Terminal(home)
    try:
        yield terminal
    finally:
        terminal.close()


def unpack(wheel: Path, home: Path) -> None:
    """The zip as it is made, with our own wheel alone in it; the rest is lent to the reader once it is installed."""
    here, python = wheelhouse.this_platform(), f"{sys.version_info.major}.{sys.version_info.minor}"
    if here is None:
        pytest.skip("no zip is made for this kind of machine")
    content = wheelhouse.contents(here, {python: []}, [wheel])
    wheelhouse.write(home.with_suffix(".zip"), "testbenk", [wheel], content)
    with zipfile.ZipFile(home.with_suffix(".zip")) as zipped:
        zipped.extractall(home)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The handbook as one file."""
    return build(tmp_path_factory.mktemp("bok") / "handbok.html").read_text("utf-8")


def test_the_book_is_one_page_with_every_chapter(page: str) -> None:
    for chapter in chapters()[1:]:
        title = text_of(chapter).splitlines()[0].removeprefix("# ")
        assert f'id="document-{chapter}"' in page and f"<h2>{title}</h2>" in page
    assert page.count("<h1>") == 1


def test_the_appendices_have_what_a_reader_without_the_source_needs(page: str) -> None:
    end = page.split('id="document-vedlegg-personvern"')[1]
    assert "DPIA" in end and 'lang="en" id="part-1-the-bus-over-http"' in end and "def settle(" in end
    assert "curl" not in end and "runs delete" not in end, "no command that is not run"


def test_the_book_needs_nothing_around_it(page: str) -> None:
    places = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert not [place for place in places if not place.startswith(("#", "data:"))]
    assert page.count('src="data:image/png;base64,') == sum(text_of(one).count("```{figure}") for one in chapters())


def test_every_link_in_the_book_leads_somewhere(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert not [one for one in ids if ids.count(one) > 1]
    aims = {unquote(place[1:]) for place in re.findall(r'href="(#[^"]+)"', page)}
    assert len(aims) > 50 and aims <= set(ids), aims - set(ids)


def test_the_book_lets_in_its_own_style_and_script_and_nothing_else(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ") and "unsafe" not in policy[1]
    for part, text in (("style", "<style>(.*?)</style>"), ("script", "<script>(.*?)</script>")):
        (found,) = re.findall(text, page, flags=re.S)
        digest = base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
        assert f"{part}-src 'sha256-{digest}'" in policy[1]


def test_a_remark_of_sphinx_stops_the_book(tmp_path: Path) -> None:
    source = tmp_path / "handbok"
    shutil.copytree(BOOK, source)
    (source / "index.md").write_text(f"{text_of('index')}\n[ingen steder](finnes-ikke.md)\n", "utf-8")
    shutil.copytree(BOOK.parent / "pictures", tmp_path / "pictures")
    with pytest.raises(RuntimeError, match="remarks"):
        build(tmp_path / "ut.html", source)


ENGLISH = re.compile(
    r"\b(target|run|runs|finding|evidence|verdict|report|pack|gate|scenario is|the|and|of|with|settings|staff)\b"
)


@pytest.mark.parametrize("chapter", chapters())
def test_the_text_speaks_bokmaal(chapter: str) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|\*[a-z ,]+\*", "", text_of(chapter), flags=re.S)
    assert not ENGLISH.findall(prose)


def test_english_is_seen() -> None:
    assert ENGLISH.findall("Kjør testen mot et target, og se på evidence.") == ["target", "evidence"]


def test_the_list_of_words_has_every_word_of_the_glossary_that_a_user_meets() -> None:
    rows = [line.split("|") for line in (ROOT / "docs/glossary.md").read_text("utf-8").splitlines() if "|" in line]
    words = {row[2].strip().split(":")[0].split(",")[0] for row in rows[2:]}
    listed = text_of("ord").replace("\n: ", "\0").splitlines()
    terms = {re.sub(r" \(.*\)", "", line.split("\0")[0]).lower() for line in listed if "\0" in line}
    for_developers = {"port", "miniatyr", "profil", "kildeprofil"}
    missing = {word.lower() for word in words} - terms - for_developers - {"bestått"}
    assert not missing and len(words) > 15, f"Explain to users in docs/handbok/ord.md: {missing}"


def test_the_days_of_the_handbook_are_those_of_the_criteria() -> None:
    criteria = tomllib.loads((ROOT / "conformance/deciding/akseptansekriterier.toml").read_text("utf-8"))["criteria"]
    days = {letter: one["max_days"] for one in criteria if one["level"] == "skal" for letter in one["classes"]}
    rows = re.findall(r"\| skal, klasse ([ABC]) \|[^|]*høyst (\d+) dager", text_of("beslutningen"))
    assert {letter: int(count) for letter, count in rows} == days


def test_the_deviation_that_is_shown_follows_its_schema() -> None:
    schema = json.loads((ROOT / "standards/schemas/deviations.schema.json").read_text("utf-8"))
    (shown,) = [block for block in ALL if block.words.get("file", "").endswith(".avvik.toml")]
    jsonschema.Draft202012Validator(schema).validate(tomllib.loads(shown.text))


def codes(row: str) -> set[str]:
    """The exit codes in the last column."""
    return set(re.findall(r"\b[0-4]\b", row.rstrip(" |").split("|")[-1]))


def test_every_command_stands_in_the_list_with_the_exit_codes_of_the_readme() -> None:
    rows = {row[1]: row[0] for row in re.findall(r"^(\| `epj (\w+).*)$", text_of("kommandoer"), flags=re.M)}
    english = (ROOT / "README.md").read_text("utf-8")
    theirs = {row[1]: row[0] for row in re.findall(r"^(\| `epj (\w+).*)$", english, flags=re.M)}
    assert set(rows) == set(group.list_commands(click.Context(group)))
    assert {name: codes(row) for name, row in rows.items()} == {name: codes(theirs[name]) for name in rows}


def test_the_bokmaal_readme_has_every_command() -> None:
    named = set(re.findall(r"`epj (\w+)", (ROOT / "README.no.md").read_text("utf-8")))
    assert named - {"KOMMANDO"} == set(group.list_commands(click.Context(group)))


def test_the_zips_are_called_what_they_are_called() -> None:
    first = text_of("tjue-minutter").split("\n## ")[0]
    version = importlib.metadata.version("epj-testbenk")
    assert f"`epj-testbenk-{version}-windows.zip`" in first
    named = {"windows", *re.findall(r"`-([a-z-]+)\.zip`", first)}
    assert {"windows", "macos", "linux"} == named <= {one.name for one in wheelhouse.PLATFORMS}
    listed = re.findall(r"versjon (3\.\d+), (3\.\d+) eller (3\.\d+)", text_of("tjue-minutter"))
    assert listed == [wheelhouse.PYTHONS]


def test_twenty_minutes_are_twenty_minutes() -> None:
    minutes = [int(count) for count in re.findall(r"^## .*\((\d+) minutt", text_of("tjue-minutter"), flags=re.M)]
    assert len(minutes) > 6 and sum(minutes) <= 20


def test_every_picture_is_small_described_and_used() -> None:
    texts = "".join(map(text_of, chapters())) + (ROOT / "README.no.md").read_text("utf-8")
    pictures = sorted((ROOT / "docs/pictures").glob("*"))
    assert len(pictures) > 4 and all(one.suffix == ".png" and one.stat().st_size <= 200_000 for one in pictures)
    assert not [one.name for one in pictures if f"pictures/{one.name}" not in texts]
    figures = re.findall(r"```\{figure\}.*?```", texts, flags=re.S)
    assert figures and all(re.search(r"^:alt: .{30,}$", one, flags=re.M) for one in figures)
    assert not re.findall(r"!\[\]\(", texts)


def test_a_line_that_was_not_said_is_missed() -> None:
    assert differences("a …\n…\nd", "a b\nc\nd\n") == []
    assert differences("a\nd", "a\nc\nd\n") == ["d"], "no line of dots lets c pass"
    assert differences("…\nx", "a\nb\n") == ["x"]
    assert differences("b\na", "a\nb\n") == ["a"], "the order is theirs"
