"""The folder of packs: each is read by its beginning, and what is no pack is told, never passed by in silence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.deciding import shelf
from conformance.packing import ziplayout
from conformance.packing.canonical import canonical
from tests.conformance.deciding_packs import Made, pack_of, write


def package(path: Path, content: bytes, name: str = "pack.json") -> Path:
    """A package with one file."""
    with path.open("wb") as file:
        ziplayout.write(file, [(name, content)])
    return path


def document(change: Callable[[dict[str, Any]], object] = lambda _: None) -> dict[str, Any]:
    """What a pack says of itself, with a change."""
    found = pack_of(Made()).to_json()
    change(found)
    return found


def test_a_pack_is_known_by_what_it_says_first(tmp_path: Path) -> None:
    path = write(Made("Bergvik", version="4.3"), tmp_path / "lenger" / "ned")
    (kept,) = shelf.read(tmp_path).packs
    assert (kept.path, kept.municipality, kept.product, kept.version) == (path, "Bergvik", "visma_hspro", "4.3")
    assert (kept.plan, kept.origin, kept.roles) == ("digihelsestasjon", "ekte", frozenset({"helsestasjon"}))
    assert kept.is_about(pack_of(Made("Bergvik", version="4.3"))) and not kept.is_about(pack_of(Made("Bergvik")))


@pytest.mark.parametrize("indent", [None, 1])
def test_it_is_the_same_however_the_document_is_written(tmp_path: Path, indent: int | None) -> None:
    package(tmp_path / "a.zip", canonical(document()))
    package(tmp_path / "b.zip", json.dumps(document(), indent=indent).encode())
    first, second = shelf.read(tmp_path).packs
    assert vars(first) | {"path": ""} == vars(second) | {"path": ""}


def test_a_text_that_looks_like_the_end_of_the_scenarios_hides_nothing(tmp_path: Path) -> None:
    trick = ',"scenarios":[{}],"schema":1,"municipality":"Bergvik"'
    package(tmp_path / "a.zip", canonical(document(lambda found: found.update(made_by=trick, notes=[trick]))))
    (kept,) = shelf.read(tmp_path).packs
    assert kept.municipality == "Storvik"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        canonical(document(lambda found: found.pop("municipality"))),
        canonical(document(lambda found: found.update(municipality=7))),
        canonical(document(lambda found: found["run"].update(finished_at="i går"))),
        canonical(document(lambda found: found["run"].update(finished_at="2026-11-20T12:00:00"))),
    ],
    ids=["empty", "cut", "a list", "deep", "no municipality", "a number", "no time", "no zone"],
)
def test_a_document_that_is_not_as_it_should_be_is_told(tmp_path: Path, content: bytes) -> None:
    path = package(tmp_path / "a.zip", content)
    found = shelf.read(tmp_path)
    assert not found.packs and [one.path for one in found.ignored] == [path]
    assert "pack.json er ikke slik den skal være" in found.ignored[0].why


def test_what_is_no_package_is_told_and_other_files_are_let_be(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"ikke en pakke")
    package(tmp_path / "b.zip", b"{}", name="noe.json")
    (tmp_path / "c.zip").symlink_to(tmp_path / "borte.zip")
    (tmp_path / "d.zip").mkdir()
    (tmp_path / "e.txt").write_text("hei", "utf-8")
    found = shelf.read(tmp_path)
    assert not found.packs and [one.path.name for one in found.ignored] == ["a.zip", "b.zip", "c.zip"]
    assert "finnes ikke" in found.ignored[2].why


def test_a_name_that_is_nearly_right_is_found() -> None:
    assert shelf.near("Storvk", ["Bergvik", "Storvik kommune"]) == "Storvik kommune"
    assert shelf.near("Xyz", ["Bergvik"]) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Å Kommune", "å", True), ("Sør-Fron", "SOR FRON", True), ("Bergen", "Bergvik", False), ("", "Bergen", False)],
)
def test_two_names_are_the_same_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert shelf.same(one, other) is same


def test_two_versions_are_the_same_only_when_they_are() -> None:
    assert shelf.same_version(" 4.2B ", "4.2b") and not shelf.same_version("4.2", "42")
