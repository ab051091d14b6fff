"""`epj pack`: make the acceptance documentation of a run, signed, full and masked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from epj.key import DEFAULT, passphrase
from epj.options import WrongUse

if TYPE_CHECKING:
    from conformance.packing.suite import Suite
    from conformance.packing.writing import Job, Made

REFUSED = 1
WRONG_USE = 2
OUT = Path("pakker")


@click.command(name="pack", short_help="Lag signert akseptansedokumentasjon av en kjøring.")
@click.argument("run", type=click.Path(path_type=Path), metavar="MAPPE")
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="FIL",
    default=DEFAULT,
    show_default=True,
    envvar="EPJ_KEY",
    help="Nøkkelen det signeres med; epj key new lager en. Kan også stå i EPJ_KEY.",
)
@click.option("--municipality", default="", metavar="NAVN", help="Kommunen. Uten valget: den testobjektfilen oppgir.")
@click.option("--by", "made_by", default="", metavar="NAVN", help="Hvem som lager pakken.")
@click.option(
    "--environment", default="", metavar="TEKST", help="Versjonen av testmiljøet, slik de som eier det, kaller den."
)
@click.option(
    "--release",
    "released",
    multiple=True,
    metavar="FIL",
    help="Ta vedlegget med i den maskerte pakken også; se selv at det ikke viser virkelige personer. Kan gjentas.",
)
@click.option("--masked-only", is_flag=True, help="Lag bare den maskerte pakken.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    default=OUT,
    show_default=True,
    help="Mappen de legges i.",
)
def command(
    run: Path,
    *,
    key: Path,
    municipality: str,
    made_by: str,
    environment: str,
    released: tuple[str, ...],
    masked_only: bool,
    out: Path,
) -> int:
    """Lag akseptansedokumentasjon av kjøringen i MAPPE: en full pakke og en maskert, med én signatur.

    Den fulle blir i kommunen. I den maskerte er numre som kan tilhøre virkelige personer, passord og nøkler skjult,
    og vedlegg er utelatt. Er det noe i bevisene som ikke skal ut, lages ingen pakke.

    Avslutter med 0 når pakkene er laget, 1 når noe i dem ikke skal ut, og 2 når kjøringen eller nøkkelen ikke kan
    brukes.
    """
    from conformance.outcomes import ToolFault  # noqa: PLC0415  slow to load for `--help`
    from conformance.packing.gathering import Asked  # noqa: PLC0415
    from conformance.packing.keys import BadKey, SigningKey  # noqa: PLC0415
    from conformance.packing.writing import Job, MustNotLeave, NotPacked  # noqa: PLC0415

    asked = Asked(municipality.strip(), made_by.strip(), environment.strip(), released)
    try:
        job = Job(run, out, SigningKey.read(key, passphrase(key)), asked, masked_only)
        return _make(job)
    except MustNotLeave as refused:
        click.echo(refused.problem, err=True)
        click.echo("\n".join(f"  {one}" for one in refused.shown), err=True)
        click.echo(refused.fix, err=True)
        return REFUSED
    except (BadKey, NotPacked, ToolFault) as error:
        raise WrongUse(str(error)) from error


def _make(job: Job) -> int:
    from conformance.clock import SystemClock  # noqa: PLC0415  slow to load for `--help`
    from conformance.packing.suite import Suite  # noqa: PLC0415
    from conformance.packing.writing import make  # noqa: PLC0415

    suite = Suite()
    made = make(job, clock=SystemClock(), suite=suite)
    _tell(made, job, suite)
    return 0


def _tell(made: Made, job: Job, suite: Suite) -> None:
    from conformance.packing.reasons import reason, texts  # noqa: PLC0415  slow to load for `--help`
    from conformance.packing.verifying import verify  # noqa: PLC0415
    from epj.packing.telling import today  # noqa: PLC0415

    if made.pack.simulated:
        click.echo(reason("simulated"))
    click.echo(f"Dom: {made.pack.run.verdict}. Plan: {made.pack.plan.name}.")
    if made.full is not None:
        click.echo(f"Full pakke:     {made.full} (blir i kommunen)")
    click.echo(f"Maskert pakke:  {made.masked} (kan gis videre)")
    click.echo(f"Signert med:    nøkkel {job.key.public.id}{f' ({job.key.name})' if job.key.name else ''}")
    click.echo(f"Rot:            {made.root}")
    if made.starred:
        click.echo(f"Skjult i den maskerte pakken: noe i {made.starred} meldinger.")
    if made.pack.released:
        click.echo(f"Sluppet ut: {', '.join(made.pack.released)}. Testbenken kan ikke se hva et bilde viser; se selv.")
    for one in made.told:
        click.echo(f"Merk: {one}")
    found = verify(made.masked, today=today(), suite=suite)
    if found.reasons:
        click.echo("\n".join([texts()["states"][found.state], *(f"  {one}" for one in found.reasons)]))
