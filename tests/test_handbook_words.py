"""What the handbook and the bokmål README say agrees with the commands, the glossary, the criteria and the schemas."""

from __future__ import annotations

import importlib.metadata
import json
import re
import shlex
import tomllib

import click
import jsonschema
import pytest

from docs.ci import wheelhouse
from epj.main import group
from tests.docs_handbook_blocks import BOOK, blocks, chapters, text_of

ROOT = BOOK.parent.parent


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
    (shown,) = [block for block in blocks("beslutningen") if block.words.get("file", "").endswith(".avvik.toml")]
    jsonschema.Draft202012Validator(schema).validate(tomllib.loads(shown.text))


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
