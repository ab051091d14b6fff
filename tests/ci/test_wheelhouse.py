"""The wheelhouse: the same zip for the same wheels, installs without a network, and says where it does not fit."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.ci.kit import module

wheelhouse = module("wheelhouse.py")
installer = module("hjulpakke/installer.py")
ROOT = Path(__file__).resolve().parents[2]
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"


def wheel(folder: Path, name: str, version: str, tag: str = "py3-none-any", code: str = "") -> Path:
    """A wheel with one module, without dependencies."""
    package = name.replace("-", "_")
    about = f"{package}-{version}.dist-info"
    files = {
        "epj/__init__.py": "",
        "epj/main.py": code or "import sys\nprint('epj-testbenk', sys.argv[1:])\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
        f"{about}/RECORD": "",
    }
    path = folder / f"{package}-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as out:
        for member, text in files.items():
            out.writestr(member, text)
    return path


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheelhouse of a tiny test bench and one package, for this machine."""
    monkeypatch.setattr(wheelhouse, "this_platform", this)
    monkeypatch.setattr(wheelhouse, "resolved", lambda *_: ["Stavkirke.Lim==2.0"])
    monkeypatch.setattr(
        wheelhouse, "download", lambda wanted, kind, python, folder: wheel(folder, "stavkirke-lim", "2.0")
    )
    ours = wheel(tmp_path, "epj-testbenk", "0.1.0")
    make(ours)
    return tmp_path / "epj-testbenk-0.1.0-linux.zip"


def make(ours: Path) -> None:
    """A wheelhouse beside the wheel, for the Python that runs."""
    assert wheelhouse.main(["--wheel", str(ours), "--out", str(ours.parent), "--python", HERE]) == 0


def this(tag: str = "") -> object:
    """This machine, called linux whatever it is."""
    system, machine = sysconfig.get_platform().split("-")[0], sysconfig.get_platform().split("-")[-1]
    return wheelhouse.Platform("linux", system, machine, "", ())


def unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder / path.stem


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("win-amd64", "windows"),
        ("linux-x86_64", "linux"),
        ("linux-aarch64", "linux-arm"),
        ("macosx-11.0-arm64", "macos"),
        ("macosx-10.9-x86_64", None),
        ("freebsd-14-amd64", None),
    ],
)
def test_a_machine_is_known_by_its_system_and_its_processor(tag: str, name: str | None) -> None:
    found = wheelhouse.this_platform(tag)
    assert (found.name if found else None) == name


def test_the_list_has_every_file_by_its_hash_and_says_what_only_some_need(tmp_path: Path) -> None:
    wheels = [
        wheel(tmp_path, "epj-testbenk", "0.1.0"),
        wheel(tmp_path, "lxml", "6.1", "cp311-cp311-win_amd64"),
        wheel(tmp_path, "lxml", "6.1", "cp312-cp312-win_amd64"),
        wheel(tmp_path, "Typing.Extra", "4.0"),
    ]
    wanted = {"3.11": ["lxml==6.1", "typing-extra==4.0"], "3.12": ["lxml==6.1"]}
    text = wheelhouse.requirements(wanted, wheels)
    assert text.count("--hash=sha256:") == 4
    assert all(hashlib.sha256(one.read_bytes()).hexdigest() in text for one in wheels)
    assert 'typing-extra==4.0 ; python_version == "3.11" \\' in text
    assert "\nlxml==6.1 \\\n" in text and text.startswith("epj-testbenk==0.1.0 \\\n")


def test_the_zip_is_the_same_for_the_same_wheels(made: Path, tmp_path: Path) -> None:
    before = made.read_bytes()
    made.unlink()
    for path in tmp_path.glob("*.whl"):
        os.utime(path, (0, 0))
    make(tmp_path / "epj_testbenk-0.1.0-py3-none-any.whl")
    assert made.read_bytes() == before


def test_the_zip_has_what_installs_what_builds_and_what_it_is_for(made: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        names = {name.removeprefix("epj-testbenk-0.1.0-linux/") for name in archive.namelist()}
        told = json.loads(archive.read("epj-testbenk-0.1.0-linux/innhold.json"))
        readme = archive.read("epj-testbenk-0.1.0-linux/LES-MEG.txt")
    assert {"installer.py", "installer.bat", "installer.sh", "krav.txt", "ci/akseptanse.sh", "ci/action.yml"} <= names
    assert {"hjul/epj_testbenk-0.1.0-py3-none-any.whl", "hjul/stavkirke_lim-2.0-py3-none-any.whl"} <= names
    assert told["version"] == "0.1.0" and told["pythons"] == [HERE]
    assert b"\r\n" in readme and b"\n" not in readme.replace(b"\r\n", b"")


@pytest.mark.parametrize("asked", [[], ["--for", "linux"], ["--for", "windows"]])
def test_it_is_for_every_python_of_the_handbook_unless_fewer_are_asked_for(asked: list[str], made: Path) -> None:
    ours = next(made.parent.glob("epj_testbenk-*.whl"))
    assert wheelhouse.main([*asked, "--wheel", str(ours), "--out", str(made.parent / "alle")]) == 0
    (path,) = (made.parent / "alle").glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read(f"{path.stem}/innhold.json"))
    assert told["pythons"] == list(wheelhouse.PYTHONS) == ["3.11", "3.12", "3.13"]


def test_a_handbook_that_is_built_beside_the_wheel_goes_along(made: Path) -> None:
    (made.parent / "handbok.html").write_text("<h1>Håndbok</h1>", "utf-8")
    make(next(made.parent.glob("epj_testbenk-*.whl")))
    with zipfile.ZipFile(made) as archive:
        assert archive.read(f"{made.stem}/handbok.html").decode() == "<h1>Håndbok</h1>"


def test_a_wheelhouse_cannot_be_made_without_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheelhouse, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="Build it first: make wheel"):
        wheelhouse.newest_wheel()


def test_what_the_index_lacks_is_told_and_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheelhouse, "resolved", lambda *_: ["finnes-ikke==1.0"])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    ours = wheel(tmp_path, "epj-testbenk", "0.1.0")
    with pytest.raises(SystemExit, match=r"the index lacks a wheel for windows, Python 3\.12"):
        wheelhouse.main(["--for", "windows", "--python", "3.12", "--wheel", str(ours), "--out", str(tmp_path / "ut")])
    assert not list((tmp_path / "ut").glob("*.zip"))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"pythons": ["2.7"]}, f"Pakken er for Python 2.7, men dette er Python {HERE}."),
        ({"system": "haiku"}, "Pakken er for haiku"),
        ({"machine": "z80"}, "men denne maskinen er"),
    ],
)
def test_the_installer_says_where_the_wheels_do_not_fit(told: dict[str, object], says: str) -> None:
    system, machine = sysconfig.get_platform().split("-")[0], sysconfig.get_platform().split("-")[-1]
    fits = {"pythons": [HERE], "system": system, "machine": machine}
    installer.require_fit(fits)
    with pytest.raises(installer.Refused, match=says):
        installer.require_fit(fits | told)


def test_it_installs_without_a_network_in_a_folder_with_blanks_and_norwegian_letters(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kit = unpacked(made, tmp_path / "Åses mappe (kopi)")
    mine = module(str(kit / "installer.py"))
    really = subprocess.run

    def quickly(words: list[str], **more: Any) -> subprocess.CompletedProcess[Any]:
        """An environment borrows the pip that is here: to unpack one takes seconds, and the handbook's test does it."""
        if words[1:3] == ["-m", "venv"]:
            return really([*words, "--without-pip"], **more)
        return really([sys.executable, "-m", "pip", "--python", words[0], *words[3:]], **more)

    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setattr(mine.subprocess, "run", quickly)
    monkeypatch.chdir(kit)
    assert mine.main([]) == 0
    monkeypatch.undo()
    told = capsys.readouterr().out.splitlines()[-2:]
    assert told == ["Slå den på i terminalen: . program/bin/activate", "Prøv den: epj --version"]
    asked = subprocess.run(["./epj", "hei på deg"], cwd=kit, capture_output=True, encoding="utf-8", check=True)
    assert asked.stdout == "epj-testbenk ['hei på deg']\n"


def test_what_turns_it_on_can_be_typed_where_one_stands(tmp_path: Path) -> None:
    program = tmp_path / "Åses mappe/program"
    assert installer.activation(program, program.parent) == "program/bin/activate"
    assert installer.activation(program, tmp_path) == "'Åses mappe/program/bin/activate'"
    assert installer.activation(program, tmp_path / "annet") == f"'{program}/bin/activate'"


def test_the_readme_and_the_installer_start_it_as_the_handbook_does(made: Path) -> None:
    kit = ROOT / "docs/ci/hjulpakke"
    readme = (kit / "LES-MEG.txt").read_text("utf-8")
    handbook = (kit.parents[1] / "handbok/tjue-minutter.md").read_text("utf-8")
    typed = ["epj --version", "epj accept --simulate visma_hspro --plan roeyktest --report rapport"]
    for line in [". program/bin/activate", *typed]:
        assert f"\n{line}\n" in handbook
        assert re.search(rf"(^|: +| {{4}}){re.escape(line)}$", readme, flags=re.M), line
    assert "./epj" not in readme + handbook and ".\\epj" not in readme + handbook


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        ({"python3": "3.14", "python3.13": "3.13", "python3.12": "3.12"}, "python3.12"),
        ({"python3": "3.11", "python3.12": "3.12"}, "python3"),
        ({"python3": "3.14"}, "python3"),
    ],
)
def test_the_installer_takes_a_python_that_there_are_wheels_for(
    there: dict[str, str], chosen: str, made: Path, tmp_path: Path
) -> None:
    """None fits in the last one, and installer.py says so."""
    kit, programs = unpacked(made, tmp_path / "kit"), tmp_path / "bin"
    (kit / "innhold.json").write_text('{"pythons": ["3.11", "3.12"]}', "utf-8")
    programs.mkdir()
    for tool in ("dirname", "grep"):
        (programs / tool).symlink_to(str(shutil.which(tool)))
    for name, version in there.items():
        script = f'#!/bin/sh\n[ "$1" = -c ] && echo {version} || echo {name} "$@"\n'
        (programs / name).write_text(script, "utf-8")
        (programs / name).chmod(0o755)
    words = [str(shutil.which("sh")), "kit/epj-testbenk-0.1.0-linux/installer.sh", "et sted"]
    said = subprocess.run(
        words, cwd=tmp_path, env={"PATH": str(programs)}, capture_output=True, encoding="utf-8", check=True
    )
    assert said.stdout == f"{chosen} kit/epj-testbenk-0.1.0-linux/installer.py et sted\n", said.stderr


def test_windows_looks_for_the_pythons_that_there_are_wheels_for_newest_first() -> None:
    lines = (ROOT / "docs/ci/hjulpakke/installer.bat").read_text("utf-8").splitlines()
    (search,) = [line for line in lines if line.startswith("for ")]
    found = re.search(r"in \((.*?)\) do findstr /c:\"%%v\" innhold\.json", search)
    assert found is not None and found[1].split() == sorted(wheelhouse.PYTHONS, reverse=True)
    assert lines.index(search) < next(number for number, line in enumerate(lines) if "py -3 " in line)


def test_a_wheel_that_was_changed_is_refused(made: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    kit = unpacked(made, tmp_path / "kit")
    words = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--ignore-installed", "--find-links"]
    words += [str(kit / "hjul"), "--require-hashes", "-r", str(kit / "krav.txt")]
    assert subprocess.run(words, check=False).returncode == 0
    changed = kit / "hjul/stavkirke_lim-2.0-py3-none-any.whl"
    changed.write_bytes(changed.read_bytes() + b"\0")
    assert subprocess.run(words, check=False).returncode
    assert "DO NOT MATCH THE HASHES" in capfd.readouterr().err


def test_a_folder_that_is_used_for_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "viktig.txt").touch()
    with pytest.raises(installer.Refused, match="er i bruk til noe annet"):
        installer.install(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["viktig.txt"]
