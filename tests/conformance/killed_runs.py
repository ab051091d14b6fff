"""Runs that are killed at a moment, taken up again, and held against the run that nobody disturbed.

`python -m tests.conformance.killed_runs [--runs 100] [--seed 1]` kills that many tiny runs, each as it is about to
write to the evidence or a report for the n-th time, some of them killed again as they are taken up.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.evidence.store import FILE_NAME, Evidence
from conformance.run import Again
from tests.conformance.tiny_runs import HEAD, Ended, scenario, tiny_run

FICKLE = ("Gitt en scene", "Så kommer det bare nå og da")
"""Fails, unless `EPJ_WELL` is set."""
STEPS: tuple[tuple[str, ...], ...] = (
    ("Gitt en scene", "Så går det bra"),
    ("Gitt et funn", "Så går det bra"),
    ("Gitt en scene", "Når noe skjer", "Så NothingCame i Så"),
    ("Gitt NotApplicable i Gitt", "Så går det bra"),
    ("Gitt en anmerkning", "Så går det bra"),
    ("Gitt en scene", "Så NotVerified i Så"),
    ("Gitt PreconditionMissing i Gitt", "Så går det bra"),
    ("Gitt en scene", "Når EPJ-en sender noe som ikke er XML", "Så går det bra"),
)
TEXT = HEAD + "".join(scenario(f"BOOK-N{number + 1:02}", *steps) for number, steps in enumerate(STEPS))


@dataclass(frozen=True)
class Moment:
    """Just before the n-th thing that is written, counted from 1."""

    number: int

    @contextmanager
    def kills(self) -> Iterator[None]:
        """While the block lasts, the process dies when the moment has come."""
        left = [self.number]

        def before(real: Callable[..., Any]) -> Callable[..., Any]:
            def counted(*values: Any, **named: Any) -> Any:
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*values, **named)

            return counted

        kept = [(Evidence, "_write"), (Evidence, "_script"), (Path, "replace")]
        real = [getattr(*place) for place in kept]
        for place, one in zip(kept, real, strict=True):
            setattr(*place, before(one))
        try:
            yield
        finally:
            for place, one in zip(kept, real, strict=True):
                setattr(*place, one)


def killed(moment: Moment, folder: Path, text: str = TEXT, *, resumed: bool = False) -> bool:
    """Play, or take up, in a process that dies at the moment; whether it came so far."""
    child = os.fork()
    if not child:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, moment.kills():
            sys.stdout = sys.stderr = nowhere
            take_up(folder, text) if resumed else tiny_run(folder, text, echo=lambda line: None)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def take_up(folder: Path, text: str = TEXT) -> Ended:
    """Resume what lies in the report folder."""
    return tiny_run(folder, text, again=Again(folder / "report"), report_dir=None)


def outcome(ended: Ended) -> tuple[int, Mapping[str, str]]:
    """The exit code, and the verdict of each scenario."""
    return int(ended.result.exit_code), ended.verdicts()


def has_begun(folder: Path) -> bool:
    """Whether the evidence tells what the run was to do; before that there is nothing to take up."""
    try:
        evidence = Evidence.open(folder / "report" / FILE_NAME)
    except Exception:  # noqa: BLE001  whatever is wrong with it
        return False
    try:
        return bool(evidence.run().info)
    finally:
        evidence.close()


def main() -> None:
    """Kill many runs; exit 1 when one ended otherwise than the undisturbed one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    began, wrong, early, late = time.monotonic(), 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        expected = outcome(tiny_run(Path(folder), TEXT))
    for number in range(chosen.runs):
        chance = random.Random(f"{chosen.seed} {number}")
        with tempfile.TemporaryDirectory() as name:
            folder, moment = Path(name), Moment(chance.randint(1, 66))
            if not killed(moment, folder):
                late += 1
                continue
            while has_begun(folder) and chance.random() < 0.3:
                killed(Moment(chance.randint(1, 60)), folder, resumed=True)
            ended = take_up(folder)
            if int(ended.result.exit_code) == 2:
                early += 1
                if has_begun(folder) and "den er ferdig" not in ended.text:
                    wrong += 1
                    print(f"run {number}, {moment}: cannot be taken up: {ended.text}")
            elif outcome(ended) != expected:
                wrong += 1
                print(f"run {number}, {moment}: {outcome(ended)}, undisturbed {expected}; {ended.result.reason}")
    spent = time.monotonic() - began
    print(f"{chosen.runs} runs, {early} with nothing to take up, {late} over before: {wrong} wrong, {spent:.0f} s")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
