"""`epj check`: exit codes, the form of what it says, and what it says to wrong use."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.checking.light import Light, State, Who
from epj.check import command
from epj.checking.table import WIDTH, summary, table
from tests.conformance.checking_kit import serving
from tests.conformance.samples import GOOD


def check(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, words, standalone_mode=False)
    assert result.exception is None, result.exception
    return int(result.return_value), result.output


def test_a_file_that_cannot_be_used_is_wrong_use(tmp_path: Path) -> None:
    code, said = check("--target", str(tmp_path / "borte.toml"))
    assert code == 2 and "kan ikke brukes" in said
    (tmp_path / "halv.toml").write_text("schema = ")
    assert check("--target", str(tmp_path / "halv.toml"))[0] == 2


def test_red_is_1_and_the_json_says_the_same_as_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    path.write_text(GOOD)
    code, said = check("--target", str(path))
    told_code, told = check("--target", str(path), "--json")
    found = json.loads(told)
    assert code == told_code == 1 and found["ready"] is False
    assert [light["look"] for light in found["lights"] if light["state"] == "rød"] == ["Nett og sertifikater"] * 2
    for light in found["lights"]:
        assert set(light) == {"look", "state", "seen", "who", "send", "line"}
        assert bool(light["who"]) == bool(light["send"]) == (light["state"] == "rød")
        assert any(line.startswith(light["state"]) and light["look"] in line for line in said.splitlines())


def test_lines_are_aligned_and_none_is_too_wide() -> None:
    lights = [
        Light(State.RED, "noe er galt " * 30, Who.NHN, "rett det " * 30, 3, "Kort"),
        Light(State.GREEN, "127.0.0.1 svarer.", look="Et lengre navn"),
    ]
    lines = list(table(lights))
    assert all(len(line) <= WIDTH for line in lines)
    place = lines[0].index("Noe er galt")
    assert all(line.startswith(" " * place) and line[place] != " " for line in lines[1:-1])
    assert lines[-1][place:] == "127.0.0.1 svarer."
    assert summary(lights, 0.25, ready="Ja.", not_ready="Nei.") == "Nei. (1 grønn, 1 rød; 0,2 s)"


@pytest.mark.slow
def test_it_takes_less_than_five_seconds_when_nobody_answers_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    with serving() as address:  # it listens no more when the check begins
        services = "".join(f'[services.{name}]\naddress = "{address}"\n' for name in ("cppa", "adresseregister"))
    path.write_text(GOOD + services)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "epj.main", "check", "--target", str(path)],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert time.monotonic() - began < 5
    assert done.returncode == 1 and "ingen tar imot" in done.stdout and not done.stderr
