"""Installerer testbenken fra denne mappen, uten nett. Kjør: python3 installer.py [MAPPE]"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).resolve().parent
REFUSED = 2


class Refused(Exception):
    """Why it cannot be installed here (bokmål)."""


def main(words: list[str]) -> int:
    """Install into the folder named, or into `program` beside this file."""
    try:
        if len(words) > 1:
            raise Refused("Oppgi høyst én mappe: python3 installer.py MAPPE")
        program = Path(words[0]).resolve() if words else HERE / "program"
        require_fit(json.loads((HERE / "innhold.json").read_text(encoding="utf-8")))
        install(program)
        write_launcher(program)
    except Refused as refused:
        print(f"Ikke installert. {refused}", file=sys.stderr)
        return REFUSED
    print(f"Ferdig. Testbenken ligger i {program}.")
    if os.name != "nt":
        print(f"Slå den på i terminalen: . {activation(program, Path.cwd())}")
    print("Prøv den: epj --version")
    return 0


def require_fit(told: dict[str, object]) -> None:
    """Raise `Refused` where the wheels are for another Python or another kind of machine."""
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    pythons = [str(each) for each in told["pythons"]]  # type: ignore[attr-defined]
    if running not in pythons:
        raise Refused(f"Pakken er for Python {' og '.join(pythons)}, men dette er Python {running}.")
    tag = sysconfig.get_platform()
    if not (tag.startswith(str(told["system"])) and tag.endswith((str(told["machine"]), "universal2"))):
        raise Refused(f"Pakken er for {told['system']} {told['machine']}, men denne maskinen er {tag}.")


def install(program: Path) -> None:
    """Make an environment of its own and fill it from the wheels, each held against its hash."""
    if (program / "pyvenv.cfg").exists() is False and program.exists() and any(program.iterdir()):
        raise Refused(f"Mappen {program} er i bruk til noe annet. Oppgi en ny mappe: python3 installer.py MAPPE")
    print("Lager miljøet og installerer. Det tar under ett minutt.", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(program)], cwd=HERE, capture_output=True, check=False)
    if made.returncode:
        raise Refused("Python fikk ikke laget et miljø. På Debian og Ubuntu: installer pakken python3-venv.")
    words = [str(python_of(program)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    words += ["--find-links", str(HERE / "hjul"), "--require-hashes", "-r", str(HERE / "krav.txt")]
    if subprocess.run(words, cwd=HERE, check=False).returncode:
        raise Refused("En av filene mangler eller er endret. Pakk ut zip-filen på nytt.")


def python_of(program: Path) -> Path:
    """The Python of an environment."""
    return program / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def activation(program: Path, here: Path) -> str:
    """What turns the bench on in a terminal that stands here, as it is typed."""
    script = program / "bin/activate"
    return shlex.quote(str(script.relative_to(here) if script.is_relative_to(here) else script))


def write_launcher(program: Path) -> None:
    """Write a command `epj` beside this file; the command prompt of Windows finds it there."""
    python = python_of(program)
    if os.name == "nt":
        text = f'@echo off\r\nchcp 65001 >nul\r\n"{python}" -m epj.main %*\r\n'
        (HERE / "epj.cmd").write_bytes(text.encode("utf-8"))
        return
    quoted = "'" + str(python).replace("'", "'\\''") + "'"
    (HERE / "epj").write_text(f'#!/bin/sh\nexec {quoted} -m epj.main "$@"\n', encoding="utf-8")
    (HERE / "epj").chmod(0o755)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
