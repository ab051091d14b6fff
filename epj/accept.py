"""`epj accept`: run the acceptance suite against a target, or against a simulated journal that it starts itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from epj.accepting.simulated import require, simulated
from epj.options import Choice
from epj.simulating.plan import OVER

if TYPE_CHECKING:
    from conformance.run import RunResult


ALL = "alle"
"""What `--simulate` says for every product."""


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
@click.option(
    "--plan",
    default="",
    metavar="NAVN",
    help="Testplanen som skal kjøres; epj plans viser dem. Uten valget: den testobjektfilen oppgir, ellers Full test.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="ID",
    help="Bare dette scenarioet eller området; kan gjentas. Innenfor planen når --plan er oppgitt, ellers blant alle.",
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
@click.option(
    "--simulate",
    metavar="PRODUKT",
    help="Start en simulert journal og kjør mot den, f.eks. visma_hspro. «alle» kjører mot alle, to om gangen.",
)
@click.option("--cms", is_flag=True, help="Med --simulate: signer og krypter meldingene.")
@click.option("--over", type=Choice(OVER), help="Med --simulate: hva meldingene går over. Uten valget: http.")
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
    over: str | None,
    cms: bool,
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
    if cms and not simulate:
        raise click.UsageError(
            "--cms gjelder bare sammen med --simulate. Et annet testobjekt har det i tabellen [protection].", ctx
        )
    if over and not simulate:
        told = "--over gjelder bare sammen med --simulate. Et annet testobjekt sier selv hva meldingene går over."
        raise click.UsageError(told, ctx)
    if not again and (target is None) == (simulate is None):
        raise click.UsageError(
            "Oppgi enten --target FIL eller --simulate PRODUKT, eller ta opp en kjøring med --resume eller --failed.",
            ctx,
        )
    asked = _Asked(plan, only, report, timeout, again, failed is not None, simulate or "")
    if over:
        require(over)
    if simulate == ALL:
        from epj.accepting.everyone import accept_all  # noqa: PLC0415

        return accept_all(plan=plan, only=only, report=report, timeout=timeout, over=over or "", cms=cms)
    if simulate is None:
        return int(_run(target, asked).exit_code)
    with simulated(simulate, over=over or "", cms=cms) as (path, errors):
        result = _run(path, asked)
        _keep_log(errors, result.directory)
        return int(result.exit_code)


@dataclass(frozen=True)
class _Asked:
    """What of the suite to run and where to report; `again` is the folder of an earlier run.

    `simulate` is the product of a journal that is started for the run.
    """

    plan: str
    only: tuple[str, ...]
    report: Path | None
    timeout: float | None
    again: Path | None
    only_red: bool
    simulate: str


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
        simulate=asked.simulate,
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
