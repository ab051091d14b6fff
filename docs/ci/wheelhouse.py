"""Makes the wheelhouse: one zip with the test bench and all it needs, to be installed where there is no network.

    python docs/ci/wheelhouse.py [--for windows] [--python 3.12 …] [--wheel FILE] [--out FOLDER]

Needs a package index while it is made, and `uv` beside the Python that runs it; what comes out needs neither. The
versions are those of `requirements/dev.txt`, every file is a wheel, and its hash stands in `krav.txt`. The zip is the
same for the same wheels, whenever and wherever it is made.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROJECT = "epj-testbenk"
PYTHONS = ("3.11", "3.12", "3.13")
_OLDEST = (1980, 1, 1, 0, 0, 0)
_OLD_MACOS = tuple(f"macosx_10_{minor}_universal2" for minor in range(15, 8, -1))
_GLIBC = ("28", "27", "26", "17", "12", "5")


@dataclass(frozen=True)
class Platform:
    """What a wheelhouse is for: `system` and `machine` as `sysconfig` begins and ends, what uv and pip call it."""

    name: str
    system: str
    machine: str
    uv: str
    tags: tuple[str, ...]


def _linux(machine: str) -> tuple[str, ...]:
    return (*(f"manylinux_2_{minor}_{machine}" for minor in _GLIBC), f"manylinux2014_{machine}")


def _macos() -> tuple[str, ...]:
    majors = range(15, 10, -1)
    return (*(f"macosx_{major}_0_{kind}" for major in majors for kind in ("arm64", "universal2")), *_OLD_MACOS)


PLATFORMS = (
    Platform("windows", "win", "amd64", "x86_64-pc-windows-msvc", ("win_amd64",)),
    Platform("linux", "linux", "x86_64", "x86_64-manylinux_2_28", _linux("x86_64")),
    Platform("linux-arm", "linux", "aarch64", "aarch64-manylinux_2_28", _linux("aarch64")),
    Platform("macos", "macosx", "arm64", "aarch64-apple-darwin", _macos()),
)


def this_platform(tag: str = "") -> Platform | None:
    """The platform of this machine; None when it is one that no wheelhouse is made for."""
    tag = tag or sysconfig.get_platform()
    return next((one for one in PLATFORMS if tag.startswith(one.system) and tag.endswith(one.machine)), None)


def resolved(platform: Platform, python: str) -> list[str]:
    """`name==version` for all that the core needs there, at the versions that the project has locked."""
    words = ["uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--no-emit-index-url"]
    words += ["--python-platform", platform.uv, "--python-version", python]
    words += ["--constraint", str(ROOT / "requirements/dev.txt"), str(ROOT / "pyproject.toml")]
    beside = Path(sys.executable).parent / "uv"
    words[0] = str(beside) if beside.exists() else "uv"
    as_setup_does = {**os.environ, "UV_SYSTEM_CERTS": "true", "UV_PYTHON_DOWNLOADS": "never"}
    listed = subprocess.run(words, check=True, stdout=subprocess.PIPE, encoding="utf-8", env=as_setup_does).stdout
    return re.findall(r"^[\w.-]+==\S+", listed, flags=re.M)


def download(wanted: Sequence[str], platform: Platform, python: str, folder: Path) -> None:
    """Fetch the wheels; ends with what the index said when one has no wheel for the platform."""
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    words += ["--only-binary=:all:", "--implementation", "cp", "--python-version", python, "--dest", str(folder)]
    words += [word for tag in platform.tags for word in ("--platform", tag)]
    if subprocess.run([*words, *wanted], check=False).returncode:
        raise SystemExit(f"Not made: the index lacks a wheel for {platform.name}, Python {python}; see the line above.")


def normal(name: str) -> str:
    """A name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(wanted: Mapping[str, Sequence[str]], wheels: Iterable[Path]) -> str:
    """The list to install from, with the hash of each file; what only some Pythons need says so.

    `wanted` is Python version → `name==version`.
    """
    hashes: dict[str, list[str]] = {}
    for wheel in sorted(wheels):
        name, version = wheel.name.split("-")[:2]
        hashes.setdefault(f"{normal(name)}=={version}", []).append(hashlib.sha256(wheel.read_bytes()).hexdigest())
    lines = []
    for pinned, found in sorted(hashes.items()):
        pythons = [python for python, names in wanted.items() if pinned in names or pinned.startswith(f"{PROJECT}==")]
        some = " or ".join(f'python_version == "{python}"' for python in pythons)
        marker = "" if len(pythons) == len(wanted) else f" ; {some}"
        lines.append(" \\\n".join([f"{pinned}{marker}", *(f"    --hash=sha256:{one}" for one in found)]))
    return "\n".join(lines) + "\n"


def write(path: Path, top: str, wheels: Iterable[Path], texts: Mapping[str, bytes]) -> None:
    """Write the zip: the same bytes for the same content. Wheels are packed already, and stored as they are."""
    content = {**texts, **{f"hjul/{wheel.name}": wheel.read_bytes() for wheel in wheels}}
    draft = path.with_name(f".{path.name}.del")
    with zipfile.ZipFile(draft, "w") as out:
        for name, raw in sorted(content.items()):
            entry = zipfile.ZipInfo(f"{top}/{name}", _OLDEST)
            entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            out.writestr(entry, raw)
    draft.replace(path)


def contents(
    platform: Platform, wanted: Mapping[str, Sequence[str]], wheels: Sequence[Path], handbook: Path
) -> dict[str, bytes]:
    """Everything but the wheels: what installs, the handbook where it is built, and the templates for a build."""
    (ours,) = [wheel for wheel in wheels if normal(wheel.name.split("-")[0]) == PROJECT]
    told = {"version": ours.name.split("-")[1], "system": platform.system, "machine": platform.machine}
    kit = {file.name: file.read_bytes() for file in (HERE / "hjulpakke").iterdir() if file.is_file()}
    build = {
        f"ci/{file.name}": file.read_bytes() for file in HERE.iterdir() if file.is_file() and file != Path(__file__)
    }
    return {
        **{name: windows_lines(raw) if name.endswith((".bat", ".txt")) else raw for name, raw in kit.items()},
        **build,
        **({"handbok.html": handbook.read_bytes()} if handbook.exists() else {}),
        "innhold.json": json.dumps({**told, "pythons": list(wanted)}, indent=1).encode() + b"\n",
        "krav.txt": requirements(wanted, wheels).encode(),
    }


def windows_lines(raw: bytes) -> bytes:
    """Lines as Notepad and the command prompt want them; others take them too."""
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def newest_wheel() -> Path:
    """The wheel that was built last; refuses when there is none."""
    found = sorted((ROOT / "dist").glob("epj_testbenk-*.whl"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise SystemExit("There is no wheel in dist/. Build it first: make wheel")
    return found[-1]


def main(words: Sequence[str] | None = None) -> int:
    """Make one wheelhouse."""
    here = this_platform()
    parser = argparse.ArgumentParser(description="Make a zip that installs the test bench without a network.")
    names = [one.name for one in PLATFORMS]
    parser.add_argument("--for", dest="name", choices=names, default=here.name if here else None, help="default: here")
    parser.add_argument("--python", action="append", metavar="3.12", help=f"default: {', '.join(PYTHONS)}")
    parser.add_argument("--wheel", type=Path, help="default: the newest in dist/")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="default: dist/")
    asked = parser.parse_args(words)
    if asked.name is None:
        parser.error("This machine is of none of the kinds a wheelhouse is made for; choose one with --for.")
    platform = next(one for one in PLATFORMS if one.name == asked.name)
    pythons = asked.python or list(PYTHONS)
    wheel = asked.wheel or newest_wheel()
    wanted = {python: [_normal(each) for each in resolved(platform, python)] for python in pythons}
    with tempfile.TemporaryDirectory(prefix="epj-hjul-") as folder:
        for python, each in wanted.items():
            download(each, platform, python, Path(folder))
        wheels = [wheel, *sorted(Path(folder).glob("*.whl"))]
        top = f"{PROJECT}-{wheel.name.split('-')[1]}-{platform.name}"
        asked.out.mkdir(parents=True, exist_ok=True)
        path = asked.out / f"{top}.zip"
        write(path, top, wheels, contents(platform, wanted, wheels, wheel.parent / "handbok.html"))
    print(f"{path}: {len(wheels)} wheels, {path.stat().st_size / 1e6:.1f} MB, Python {', '.join(pythons)}")
    return 0


def _normal(pinned: str) -> str:
    name, version = pinned.split("==")
    return f"{normal(name)}=={version}"


if __name__ == "__main__":
    sys.exit(main())
