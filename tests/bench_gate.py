"""How long `epj gate` takes over 400 packs, and `epj diff` over two large runs; part of `make bench`, fails nothing."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conformance.deciding_packs import TODAY, many

EPJ = (sys.executable, "-m", "epj.main")
PACKS = 400
LIMIT = 1.0
"""Seconds for one answer."""


def seconds(*words: str) -> tuple[float, str]:
    """A command from start to end, and the last line of an answer that it printed."""
    begun = time.perf_counter()
    done = subprocess.run([*EPJ, *words], capture_output=True, encoding="utf-8", check=False)
    return time.perf_counter() - begun, next(
        line for line in done.stdout.splitlines() if "svar: " in line or "KLAR" in line
    )


def main() -> None:
    """Make the packs, ask for one and for all, and print."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        made = many(Path(folder), PACKS)
        size = sum(path.stat().st_size for path in Path(folder).glob("*.zip")) / 1024 / 1024
        print(
            f"  {PACKS} packs of fictitious municipalities made in {time.perf_counter() - begun:.1f} s, {size:.1f} MB"
        )
        asked = ("gate", "--packs", folder, "--today", TODAY.isoformat())
        about = next(one for one in made if one.origin == "ekte")
        one = [seconds(*asked, "--municipality", about.municipality, "--product", about.product) for _ in range(3)]
        spent, told = sorted(one)[1]
        print(f"  gate, one answer: {spent:.2f} s (at most {LIMIT:.0f} s): {told[:90]}")
        spent, told = seconds(*asked, "--table")
        print(f"  gate, the table of all, each chosen pack verified whole: {spent:.2f} s: {told}")


if __name__ == "__main__":
    main()
