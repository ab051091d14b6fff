"""`python -m tests.miniatures NAME [SCENARIO…]` shows what the harness says of a miniature, `honest` included."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.miniatures.bench import Bench, specimens
from tests.miniatures.honest import HonestEpj


def main(name: str = "", *only: str) -> int:
    """Run one miniature and give the exit code of the harness."""
    known = {"honest": HonestEpj} | {specimen.name: specimen.epj for specimen in specimens()}
    if name not in known:
        sys.stderr.write(f"Usage: python -m tests.miniatures NAME [SCENARIO...]\nNAME: {', '.join(known)}\n")
        return 2
    bench = Bench()
    try:
        trial = bench.judge(known[name], only, Path(tempfile.mkdtemp(prefix="miniature-")), seconds=2)
    finally:
        bench.close()
    sys.stdout.write(trial.log)
    return trial.exit_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
