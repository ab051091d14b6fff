"""`epj pack` and `epj verify` from the command line: what they print, and how they end."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from conformance.evidence.store import Evidence
from epj.main import main
from tests.conformance.pack_kit import STAMP, Bench, bench, envelope, message

REAL_ID = "".join(("010", "190", "000", "83"))


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert isinstance(caught.value.code, int)
    return caught.value.code


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The run of another suite than the one installed: `epj verify` calls it stale."""
    return bench(tmp_path_factory.mktemp("real"))


@pytest.fixture
def run(made: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bench:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EPJ_KEY", raising=False)
    assert ended("key", "new", "--name", "Storvik kommune") == 0
    capsys.readouterr()
    return made.copy(tmp_path / "kjøring med mellomrom")


def packs() -> list[str]:
    return [str(path) for path in sorted(Path("pakker").glob("*.zip"))]


def test_a_run_is_packed_and_verified(run: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("pack", str(run.run), "--by", "Kari", "--municipality", "Å kommune") == 0
    text = capsys.readouterr().out
    assert "Full pakke:     pakker/akseptanse-aa_kommune-visma_hspro-full_test-" in text
    assert "Maskert pakke:  pakker/" in text and "(Storvik kommune)" in text and "SIMULERT" not in text
    assert "UTDATERT" in text and "utdatert fra starten" not in text.split("UTDATERT")[0]
    root = re.search(r"Rot: +([0-9a-f]{64})", text)
    assert root is not None

    assert ended("verify", *packs(), "--trust", "epj-noekkel.pub") == 1
    told = capsys.readouterr().out
    assert told.count(root[1]) == 2 and told.count("UTDATERT: ") == 2
    assert "Å kommune, HsPro, test, Storvik kommune (visma_hspro 1.0), plan Full test" in told


def test_no_name_in_a_pack_begins_a_line_or_moves_the_cursor(run: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("pack", str(run.run), "--municipality", "Storvik\nGYLDIG: pakken er hel\x1b[2K\r") == 0
    capsys.readouterr()
    assert ended("verify", *packs()) == 1
    told = capsys.readouterr().out
    assert "\nGYLDIG" not in told and "\x1b" not in told and "\r" not in told and "Storvik GYLDIG" in told


def test_a_simulated_pack_says_so_first_of_all(run: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    run.write(lambda evidence: evidence.writer("BOOK-N01").received(message(), envelope(STAMP)))
    assert ended("pack", str(run.run), "--masked-only") == 0
    assert capsys.readouterr().out.startswith("SIMULERT: ")
    (only,) = packs()
    assert only.endswith(".maskert.SIMULERT.zip")
    assert ended("verify", only) == 1
    assert capsys.readouterr().out.startswith("SIMULERT: ")
    assert ended("verify", only, "--json") == 1
    (found,) = json.loads(capsys.readouterr().out)["packs"]
    assert (found["simulated"], found["real"], found["masked"]) == (True, False, True)
    assert [one["key"] for one in found["reasons"]] == ["other_rules"]
    assert found["pack"]["verdict"] == "bestått"


def test_what_must_not_leave_stops_the_pack(run: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    run.write(lambda e: e.writer("BOOK-F02").received(message().replace(b"42", REAL_ID.encode()), envelope()))
    assert ended("pack", str(run.run)) == 1
    told = capsys.readouterr().err
    assert "masked/bevis/BOOK-F02/01-epj-helsenorge.xml, linje 1" in told and "--masked-only" in told
    assert REAL_ID not in told and packs() == []
    assert ended("pack", str(run.run), "--masked-only") == 0
    assert "Skjult i den maskerte pakken" in capsys.readouterr().out


def test_wrong_use_is_told(run: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tom").mkdir()
    (tmp_path / "tom/les-meg.txt").touch()
    cases = {
        ("pack", "borte"): "borte er ingen kjøring",
        ("pack", str(run.run), "--key", "borte.pem"): "borte.pem kan ikke leses",
        ("pack", str(run.run), "--release", "bilde.png"): "ikke noe vedlegg som heter bilde.png",
        ("verify",): "Oppgi pakken som skal kontrolleres",
        ("verify", "borte.zip"): "borte.zip kan ikke leses: finnes ikke",
        ("verify", str(tmp_path / "tom")): "har ingen pakker (.zip). Oppgi mappen som epj pack skrev i",
        ("verify", str(tmp_path / "tom/*.zip")): "Ingen fil heter noe slikt som",
        ("verify", "x.zip", "--trust", "borte.pub"): "borte.pub kan ikke leses",
        ("verify", "x.zip", "--target", "borte.toml"): "borte.toml",
    }
    for words, says in cases.items():
        assert ended(*words) == 2, words
        assert says in capsys.readouterr().err, words


DEVIATION = """
[[deviations]]
scenario = "BOOK-F02"
owner = "Kari"
approver = "Ola"
reason = "Rettes i neste versjon."
issued = "2026-12-01"
expires = "2026-12-20"
scope = "helsestasjonen"
"""


@pytest.mark.parametrize(
    ("known", "beside", "told"),
    [
        (False, None, None),
        (True, f"schema = 1\n{DEVIATION}", None),
        (
            False,
            f"schema = 1\n{DEVIATION}",
            "Avvik som er kommet til, er ikke med i pakken. Oppgi filen med --deviations",
        ),
        (True, None, "Avvik som er fjernet, er fortsatt med i pakken. Oppgi filen"),
        (True, f"schema = 1\n{DEVIATION.replace('-20', '-21')}", "er ikke med i pakken. Avvik som er fjernet, er"),
        (False, "schema = 1\n[[deviations]]\n", "Den kan ikke brukes slik den er nå"),
        (False, f"schema = 1\n{DEVIATION.replace('12-20', '13-20')}", "Den kan ikke brukes slik den er nå"),
    ],
)
def test_deviations_that_were_written_after_the_run_are_told(
    known: bool, beside: str | None, told: str | None, run: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("storvik.toml").write_bytes((run.folder / "target.toml").read_bytes())
    if beside is not None:
        Path("storvik.avvik.toml").write_text(beside, "utf-8")

    def as_it_was(evidence: Evidence) -> None:
        (read,) = tomllib.loads(DEVIATION)["deviations"]
        target = dict(evidence.run().info["target"]) | {"deviations": [{**read, "rule": ""}] if known else []}
        evidence.set_info("target", target)
        evidence.set_info("target_file", str(Path("storvik.toml").resolve()))

    run.write(as_it_was)
    assert ended("pack", str(run.run)) == 0
    said = [line for line in capsys.readouterr().out.splitlines() if "avvik.toml" in line]
    assert len(said) == (told is not None)
    assert told is None or (
        said[0].startswith("Merk: storvik.avvik.toml er endret siden kjøringen. ") and told in said[0]
    )


@pytest.mark.parametrize("asked", ["pakker", "pakker/*.zip", "pakk*", "."])
def test_every_pack_of_a_folder_is_verified(asked: str, run: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prompt of Windows hands on a star as it was typed."""
    assert ended("pack", str(run.run)) == 0
    Path("pakker/les-meg.txt").touch()
    capsys.readouterr()
    assert ended("verify", "--trust", "epj-noekkel.pub", asked, packs()[0]) == 1
    told = capsys.readouterr().out
    assert re.findall("^Fil: +(.*)$", told, flags=re.M) == packs() and len(packs()) == 2
    Path("pakker/annet.zip").write_bytes(b"hei")
    assert ended("verify", asked) == 3, "the worst one decides"
    assert capsys.readouterr().out.count("Fil: ") == 3


def test_something_else_is_no_pack(run: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    Path("annet.zip").write_bytes(b"hei")
    assert ended("verify", "annet.zip") == 3
    text = capsys.readouterr().out
    assert text.startswith("UGYLDIG: ") and "ikke en hel pakke" in text


def test_a_foreign_key_and_a_moved_version_are_told(run: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("pack", str(run.run), "--environment", "2026.1") == 0
    assert ended("key", "new", "--out", "annen.pem") == 0
    capsys.readouterr()
    assert ended("verify", packs()[0], "--trust", "annen.pub") == 3
    assert "ikke er blant dem du stoler på" in capsys.readouterr().out
    target = str(run.folder / "target.toml")
    moved = ("--target", target, "--product-version", "9", "--environment", "2027.1")
    assert ended("verify", packs()[0], *moved) == 1
    text = capsys.readouterr().out
    assert "Versjonen av journalen er «9» nå, men var «1.0»" in text
    assert "Testmiljøet er «2027.1» nå, men var «2026.1»" in text


def test_the_page_is_written(run: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("verify", "--page", "side.html") == 0
    assert "side.html" in capsys.readouterr().err
    assert b"Ed25519" in Path("side.html").read_bytes()
    assert ended("verify", "--page", "borte/side.html") == 2
    assert "kan ikke skrives" in capsys.readouterr().err
