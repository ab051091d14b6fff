"""README, glossary and the other documents are true at this commit."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner

from epj.main import group

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    local = [target for target in LINK.findall(document.read_text()) if "://" not in target]
    assert not [target for target in local if not (document.parent / target).exists()]


def test_readme_names_exactly_two_commands_for_a_fresh_machine() -> None:
    section = (ROOT / "README.md").read_text().split("## Two commands")[1].split("\n## ")[0]
    block = section.split("```sh\n")[1].split("```")[0]
    assert block.split("\n")[:-1] == ["make accept", "make test"]


def commands() -> list[str]:
    return group.list_commands(Context(group))


def test_every_command_in_the_readme_exists() -> None:
    documented = set(re.findall(r"`epj (\w+)", (ROOT / "README.md").read_text()))
    assert documented == set(commands())


@pytest.mark.parametrize("name", ["accept", "coverage", "list", "population", "rules", "simulate", "validate"])
def test_the_readme_has_the_options_of_the_help(name: str) -> None:
    row = next(line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith(f"| `epj {name}"))
    shown = CliRunner().invoke(group, [name, "--help"]).output
    assert set(re.findall(r"--[a-z-]+", row)) == set(re.findall(r"^ +(--[a-z-]+)", shown, flags=re.M)) - {"--help"}


def test_make_lists_every_target() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), flags=re.M)
    assert len(targets) > 5
    assert not [target for target in targets if not re.search(rf"^{target}\s", shown, flags=re.M)]


def glossary() -> list[tuple[str, str, str]]:
    rows = [
        line.split("|")[1:-1] for line in (ROOT / "docs/glossary.md").read_text().splitlines() if line.startswith("|")
    ]
    return [(row[0].strip(), row[1].strip(), row[3].strip()) for row in rows[2:]]


def code(*packages: str) -> str:
    return "\n".join(
        path.read_text() for package in packages for path in sorted((ROOT / package).rglob("*.py"))
    ).lower()


SOURCE = ("standards", "wire", "simulator", "conformance", "epj")


def test_glossary_words_are_the_words_of_the_code() -> None:
    text = code(*SOURCE, "tests/miniatures")
    assert len(glossary()) > 15
    assert not [word for word, _, _ in glossary() if not re.search(rf"\b{word}", text)]


def test_no_other_word_stands_in_for_a_glossary_word() -> None:
    text = code(*SOURCE)
    assert not [other for _, _, other in glossary() if stands_in(other, text)]


def test_a_word_inside_another_stands_in_for_nothing() -> None:
    assert stands_in("grade", "the grades = 1") and stands_in("grade", "grade_of(x)")
    assert not stands_in("grade", "a downgrade, and ugradert")


def stands_in(other: str, text: str) -> bool:
    """Whether the word is there on its own; what others write on the wire may have it inside a word of theirs."""
    forms = {other, other.replace("-", "_")}
    return any(re.search(rf"(?<![a-zæøå-]){re.escape(form)}s?(?![a-zæøå-])", text) for form in forms)


def rooms() -> set[str]:
    section = (ROOT / "ARCHITECTURE.md").read_text().split("## What lives where")[1].split("\n## ")[0]
    return {path for line in section.splitlines() if line.startswith("| `") for path in ticked(line.split("|")[1])}


def ticked(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def test_every_path_in_the_architecture_exists() -> None:
    paths = [path for path in ticked((ROOT / "ARCHITECTURE.md").read_text()) if re.match(r"\w[\w/.-]*/", path)]
    assert len(rooms()) > 30
    assert not [path for path in (*rooms(), *paths) if not (ROOT / path).exists()], "Write whole paths from the root."


def test_every_room_of_the_towers_stands_in_the_architecture() -> None:
    built = [file.parent for tower in ("simulator", "conformance") for file in (ROOT / tower).glob("*/__init__.py")]
    folders = [f"{folder.relative_to(ROOT)}/" for folder in built]
    assert len(folders) > 10
    assert not [folder for folder in folders if not any(room.startswith(folder) for room in rooms())]


def test_changelog_names_every_command() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    assert not [name for name in commands() if f"`epj {name}" not in text]
