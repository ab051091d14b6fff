"""`epj accept`: run the acceptance suite against a target, or against a simulated journal that it starts itself."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.run import RunResult

READY = "KLAR "
READY_SECONDS = 30.0
STOP_SECONDS = 10.0
WRONG_USE = 2


class Seconds(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """A number of seconds above 0, with a bokmål error."""

    name = "SEKUNDER"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Refuse everything else."""
        try:
            seconds = float(str(value).replace(",", "."))
        except ValueError:
            seconds = 0.0
        if not 0 < seconds < 1_000_000:
            self.fail(f"«{value}» er ikke et antall sekunder større enn 0.", param, ctx)
        return seconds


@click.command(name="accept", short_help="Kjør akseptansetesten mot et testobjekt.")
@click.option("--target", "target", type=click.Path(path_type=Path), metavar="FIL", help="Testobjektfil (TOML).")
@click.option("--plan", default="", metavar="NAVN", help="Planen å kjøre; epj plans viser dem. Ellers testobjektets.")
@click.option(
    "--only", multiple=True, metavar="ID", help="Bare dette scenarioet eller området, innenfor --plan; kan gjentas."
)
@click.option("--report", type=click.Path(path_type=Path), metavar="MAPPE", help="Ny mappe for rapport og beviser.")
@click.option("--timeout", type=Seconds(), help="Stopp hele kjøringen etter så lenge.")
@click.option(
    "--resume",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    help="Fortsett en kjøring som ble stoppet, i samme mappe.",
)
@click.option(
    "--failed",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    help="Kjør på nytt det som ikke ble bestått i en tidligere kjøring, i en ny mappe.",
)
@click.option("--simulate", metavar="PRODUKT", help="Start en simulert journal og kjør mot den, f.eks. visma_hspro.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    target: Path | None,
    plan: str,
    only: tuple[str, ...],
    report: Path | None,
    timeout: float | None,
    resume: Path | None,
    failed: Path | None,
    simulate: str | None,
) -> int:
    """Kjør akseptansetesten, skriv én linje per scenario og lag en rapport.

    Avslutter med 0 når alt er bestått, 1 når noe ikke er bestått, blokkert eller ikke verifisert, 2 når kjøringen
    ikke kunne begynne, og 3 når feilen ligger i testverktøyet.
    """
    again = resume or failed
    if resume and (failed or plan or only or report or simulate):
        raise click.UsageError(
            "--resume fortsetter kjøringen slik den var. Bruk den uten andre valg enn --target og --timeout.", ctx
        )
    if failed and (plan or only or simulate):
        told = "--failed velger selv hva som kjøres, og beholder planen. Bruk den uten --plan, --only og --simulate."
        raise click.UsageError(told, ctx)
    if not again and (target is None) == (simulate is None):
        raise click.UsageError(
            "Oppgi enten --target FIL eller --simulate PRODUKT, eller ta opp en kjøring med --resume eller --failed.",
            ctx,
        )
    asked = _Asked(plan, only, report, timeout, again, failed is not None)
    if simulate is None:
        return int(_run(target, asked).exit_code)
    with simulated(simulate) as (path, errors):
        result = _run(path, asked)
        _keep_log(errors, result.directory)
        return int(result.exit_code)


@dataclass(frozen=True)
class _Asked:
    """What of the suite to run and where to report; `again` is the folder of an earlier run."""

    plan: str
    only: tuple[str, ...]
    report: Path | None
    timeout: float | None
    again: Path | None
    only_red: bool


def _run(target: Path | None, asked: _Asked) -> RunResult:
    from conformance.run import Again, run  # noqa: PLC0415  pytest is slow to load for `--help`

    earlier = Again(asked.again, asked.only_red) if asked.again else None
    return run(
        target,
        plan=asked.plan,
        only=asked.only,
        again=earlier,
        report_dir=asked.report,
        timeout=asked.timeout,
        echo=click.echo,
        paint=_paint,
    )


def _keep_log(errors: IO[str], directory: Path | None) -> None:
    """What the simulated journal complained about is not for the tester, but must not be lost."""
    errors.seek(0)
    said = errors.read()
    if not said.strip():
        return
    if directory is None:
        click.echo(f"Den simulerte journalen meldte:\n{said.strip()}", err=True)
        return
    log = directory / "simulert-journal.log"
    log.write_text(said, "utf-8")
    click.echo(f"Den simulerte journalen har meldt feil: {log}", err=True)


def _paint(verdict: str, text: str) -> str:
    if not sys.stdout.isatty():
        return text
    colours = {"bestått": "green", "bestått med merknad": "green", "ikke bestått": "red", "feil i testverktøyet": "red"}
    return click.style(text, fg=colours.get(str(verdict), "yellow"))


@contextmanager
def simulated(product: str, *, seconds: float = READY_SECONDS) -> Iterator[tuple[Path, IO[str]]]:
    """A simulated journal with its bus in a process of their own, stopped at the end; target file and what it logs."""
    with tempfile.TemporaryDirectory(prefix="epj-") as folder, tempfile.TemporaryFile("w+") as errors:
        words = ("simulate", product, "--port", "0", "--targets", folder, "--ready-json")
        process = subprocess.Popen(
            [sys.executable, "-m", "epj.main", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
        )
        try:
            yield _target_of(process, product, errors, seconds), errors
        finally:
            _stop(process)


def _target_of(process: subprocess.Popen[str], product: str, errors: IO[str], seconds: float) -> Path:
    ready = _ready(process, seconds)
    if ready is None:
        process.terminate()
        errors.seek(0)
        said = errors.read().strip()
        raise _NoSimulator(
            f"Den simulerte journalen {product} kom ikke i gang innen {seconds:g} s." + (f"\n{said}" if said else "")
        )
    return next(Path(journal["target"]) for journal in json.loads(ready)["journals"])


def _ready(process: subprocess.Popen[str], seconds: float) -> str | None:
    """What follows the ready word; None when the process ended or the time is up. Keeps on emptying the pipe."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in process.stdout or ():
            if line.startswith(READY):
                lines.put(line.removeprefix(READY))
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    try:
        return lines.get(timeout=seconds)
    except queue.Empty:
        return None


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class _NoSimulator(click.ClickException):
    """The simulated journal did not start; exit code 2."""

    exit_code = WRONG_USE

    def show(self, file: IO[str] | None = None) -> None:
        """Print in bokmål."""
        click.echo(self.message, file=file, err=file is None)
