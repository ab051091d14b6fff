"""How long `epj gate` takes over 400 packs, and `epj diff` over two large runs; part of `make bench`, fails nothing."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conformance.deciding_packs import TODAY, many

EPJ = (sys.executable, "-m", "epj.main")
PACKS = 400


def seconds(*words: str) -> tuple[float, float, str]:
    """A command from start to end on the wall and on the processor, and the line that answers."""
    begun, ours = time.perf_counter(), processor()
    done = subprocess.run([*EPJ, *words], capture_output=True, encoding="utf-8", check=False)
    told = next(line for line in done.stdout.splitlines() if "svar: " in line or "KLAR" in line)
    return time.perf_counter() - begun, processor() - ours, told


def processor() -> float:
    """Processor seconds of the processes that have ended under this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
        runs = [seconds(*asked, "--municipality", about.municipality, "--product", about.product) for _ in range(3)]
        spent, used, told = sorted(runs)[1]
        print(f"  gate, one answer: {spent:.2f} s, {used:.2f} s of processor (aim: at most 1 s): {told[:90]}")
        spent, used, told = seconds(*asked, "--table")
        print(f"  gate, the table, each chosen pack verified whole: {spent:.2f} s, {used:.2f} s of processor: {told}")


if __name__ == "__main__":
    main()
