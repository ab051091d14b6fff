"""The comparison itself: it sees a difference, counts it, and shows the smallest document that has it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree

from standards.schema import OWN_FOLDER, SchemaPack
from tests.standards import good
from tests.standards.compare_schemas import Disagreement, Tally, compare, main, smallest
from tests.standards.mutants import Mutant


@pytest.fixture
def looser(tmp_path: Path) -> Path:
    """Our own pack, but a message may be without MsgId."""
    for path in OWN_FOLDER.glob("*.xsd"):
        shutil.copy(path, tmp_path)
    path = tmp_path / "msghead.xsd"
    text = path.read_text(encoding="utf-8")
    assert 'name="MsgId"' in text
    path.write_text(text.replace('name="MsgId"', 'name="MsgId" minOccurs="0"', 1), encoding="utf-8")
    return tmp_path


def test_a_difference_is_found_and_made_small(looser: Path) -> None:
    root = etree.fromstring(good.question().to_xml())
    info = root[0]
    info.remove(info.find("{*}MsgId"))  # type: ignore[arg-type]
    own, other, tally = SchemaPack.own(), SchemaPack.from_folder(looser), Tally()
    (found,) = compare([Mutant("drop /mh:MsgHead/mh:MsgInfo/mh:MsgId", root)], own, other, tally)
    assert (tally.judged, tally.off_kinds["drop"], tally.off_elements["mh:MsgId"]) == (1, 1, 1)
    small = smallest(found, own, other)
    assert isinstance(small, Disagreement)
    assert bool(small.own) and not small.official
    assert len(list(small.root.iter())) < len(list(root.iter()))


def test_the_command_fails_on_a_difference_and_only_then(looser: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(OWN_FOLDER), "--count", "20", "--brief"]) == 0
    assert "0 uenigheter" in capsys.readouterr().out
    assert main([str(looser), "--count", "60", "--brief"]) == 1
    assert "minste dokument" in capsys.readouterr().out
