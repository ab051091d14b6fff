"""What evidence and signature cost beside a run, and how long `epj verify` takes: numbers for `make bench`."""

from __future__ import annotations

import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from conformance.evidence.store import Evidence
from conformance.packing import ziplayout
from conformance.packing.keys import SigningKey
from conformance.packing.manifest import HEAD, SIGNATURE_JSON, Entry, Manifest, root_of
from conformance.packing.reading import open_pack
from conformance.packing.signature import sign
from tests.conformance.pack_kit import FixedClock

EPJ = (sys.executable, "-m", "epj.main")


def timed(*words: str) -> tuple[float, float]:
    """A command from start to end: seconds on the wall and on the processor."""
    begun, before = time.perf_counter(), processor()
    subprocess.run([*EPJ, *words], capture_output=True, check=False)
    return time.perf_counter() - begun, processor() - before


def processor() -> float:
    """Processor seconds of the processes that have ended under this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def kept_again(run: Path, folder: Path) -> tuple[float, int]:
    """Seconds to write down once more all that a run wrote, and how many rows that is."""
    with closing(sqlite3.connect(run / "evidence.sqlite")) as rows:
        messages = rows.execute("SELECT scenario, sender, raw, envelope, time, queue FROM message").fetchall()
        happenings = rows.execute("SELECT scenario, kind, time, data FROM happening").fetchall()
    evidence = Evidence.create(folder / "igjen.sqlite", {})
    begun = time.perf_counter()
    for row in messages:
        evidence._write(
            "INSERT INTO message (scenario, sender, raw, envelope, time, queue, is_foreign, fault)"
            " VALUES (?, ?, ?, ?, ?, ?, 0, '')",
            *row,
        )
    for row in happenings:
        evidence._write("INSERT INTO happening (scenario, kind, time, data) VALUES (?, ?, ?, ?)", *row)
    spent = time.perf_counter() - begun
    evidence.close()
    return spent, len(messages) + len(happenings)


def signed_again(pack: Path, folder: Path) -> float:
    """Seconds to hash, sign and zip all that a pack holds."""
    with open_pack(pack) as package:
        files = {name: content for name, content in package.contents() if name not in HEAD[1:]}
        masked = {entry.path: entry.masked for entry in package.manifest.entries}
    key, begun = SigningKey.new(), time.perf_counter()
    manifest = Manifest.of("0" * 64, [Entry.of(n, c, masked=masked[n]) for n, c in files.items()]).to_bytes()
    signature = sign(key.private, "", root=root_of(manifest), simulated=True, now=FixedClock().now())
    with (folder / "igjen.zip").open("wb") as file:
        ziplayout.write(file, [*files.items(), (SIGNATURE_JSON, signature.to_bytes())])
    return time.perf_counter() - begun


def main(plan: str = "Full test") -> None:
    """Run, pack and verify, and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run, key, out = folder / "run", folder / "n.pem", folder / "pakker"
        spent, _ = timed("accept", "--simulate", "visma_hspro", "--plan", plan, "--report", str(run))
        keeping, rows = kept_again(run, folder)
        timed("key", "new", "--out", str(key))
        wall, cpu = timed("pack", str(run), "--key", str(key), "--out", str(out))
        full = max(out.glob("*.zip"), key=lambda path: path.stat().st_size)
        signing = signed_again(full, folder)
        answers = [timed("verify", str(full)) for _ in range(5)]
        size = full.stat().st_size / 1024 / 1024
        share = (keeping + signing) / spent
        print(
            f"  evidence ({rows} rows, {keeping:.2f} s) and signature ({signing:.2f} s) beside a run of {spent:.1f} s:"
            f" {share:.0%} (aim: at most 20 %)"
        )
        print(f"  epj pack of it, every report made anew: {wall:.1f} s wall, {cpu:.1f} s processor; {size:.1f} MB")
        print(
            f"  epj verify of the full pack: {statistics.median(one[0] for one in answers):.2f} s wall,"
            f" {statistics.median(one[1] for one in answers):.2f} s processor (aim: within 1 s)"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
