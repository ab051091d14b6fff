"""`epj load`: many citizens at a time against a target, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from epj.accept import Seconds
from epj.options import WrongUse
from epj.simulate import WholeNumber
from standards.errors import Problem, in_words

if TYPE_CHECKING:
    from datetime import datetime

    from conformance.load.master import Order
    from conformance.targets.model import Target

WRONG_USE: Final = 2


class Users(WholeNumber):
    """How many citizens."""

    lowest, highest = 1, 10000
    expected = "et heltall fra 1 til 10000"


class Workers(WholeNumber):
    """How many processes."""

    lowest, highest = 1, 64
    expected = "et heltall fra 1 til 64"


@click.command(name="load", short_help="Mål svartid og kapasitet med mange innbyggere samtidig.")
@click.option(
    "--target", "path", type=click.Path(path_type=Path), metavar="FIL", required=True, help="Testobjektfil (TOML)."
)
@click.option("--users", type=Users(), default=10, show_default=True, help="Hvor mange innbyggere som er på samtidig.")
@click.option("--seconds", type=Seconds(), default=30, show_default=True, help="Hvor lenge de holder på.")
@click.option("--workers", type=Workers(), default=1, show_default=True, help="Hvor mange prosesser de fordeles på.")
@click.option(
    "--pause", type=Seconds(), default=1, show_default=True, help="Omtrent hvor lenge hver venter mellom ærendene."
)
@click.option("--seed", default="1", show_default=True, metavar="TEKST", help="Samme tekst gir samme ærend.")
@click.option("--out", type=click.Path(path_type=Path), metavar="MAPPE", help="Ny mappe for rapporten.")
def command(*, path: Path, users: int, seconds: float, workers: int, pause: float, seed: str, out: Path | None) -> int:
    """Mål hvor lenge EPJ-en bruker når mange innbyggere skriver, avbestiller, ønsker seg time og søker samtidig.

    Fristene er de i testobjektfilen, og 15 sekunder for svar med en gang. Kjører bare mot en simulert journal på denne
    maskinen, eller der [load] i testobjektfilen sier allow = true. Trenger tillegget load.

    Avslutter med 0 når alt er innenfor fristene, 1 når noe ikke er det, mangler eller kommer to ganger, 2 når målingen
    ikke kunne gjøres, og 3 når feilen ligger i testverktøyet.
    """
    from conformance.clock import SystemClock  # noqa: PLC0415 - schemas and locust are slow to load for `--help`
    from conformance.load import swarm  # noqa: PLC0415
    from conformance.targets.file import TargetError  # noqa: PLC0415
    from conformance.targets.loading import load  # noqa: PLC0415

    now = SystemClock().now()
    try:
        swarm.require()
        target = load(path)
        _require_allowed(target, now, users)
        from conformance.load.master import Order  # noqa: PLC0415  after it is known that the extra is there

        order = Order(users, seconds, workers, pause, seed)
        with _folder(out, target, now) as folder:
            return _measure(target, path, order, folder)
    except (TargetError, Problem) as problem:
        click.echo(str(problem), err=True)
        return WRONG_USE


def _require_allowed(target: Target, now: datetime, users: int) -> None:
    from conformance.load.permission import why_not  # noqa: PLC0415
    from conformance.load.talks import talks_for  # noqa: PLC0415

    if reasons := tuple(why_not(target, now.date(), users)):
        raise WrongUse("\n  ".join(["Målingen startes ikke:", *reasons]))
    if not talks_for(target):
        raise WrongUse("Testobjektet har ingen av prosessene som innbyggere bruker, så det er ingenting å måle.")


def _measure(target: Target, path: Path, order: Order, folder: Path) -> int:
    from conformance.clock import SystemClock  # noqa: PLC0415
    from conformance.load.master import Master  # noqa: PLC0415
    from conformance.load.report import PAGE, TEXT, Report  # noqa: PLC0415
    from conformance.runner.lock import AlreadyRunning, hold  # noqa: PLC0415

    clock = SystemClock()
    began = clock.now()
    click.echo(f"{order.users} brukere i {order.seconds:g} s mot {target.name}.")
    try:
        with hold(target) as tell:
            tell("epj load")
            measured = Master(target, path, order, clock).go()
    except AlreadyRunning as running:
        raise WrongUse(str(running)) from running
    report = Report(target, order, measured, began)
    click.echo("\n".join(report.text()))
    report.write(folder)
    click.echo(f"Rapport: {folder / TEXT}. Kurver (på engelsk): {folder / PAGE}")
    return int(report.exit_code)


@contextmanager
def _folder(wanted: Path | None, target: Target, now: datetime) -> Iterator[Path]:
    """Where the report goes, found out before anything is measured; taken away again when nothing came of it."""
    from conformance.load.report import DATA  # noqa: PLC0415
    from conformance.writing.helsenorge import OSLO  # noqa: PLC0415

    folder = wanted or Path("runs") / f"{now.astimezone(OSLO):%Y-%m-%d-%H%M%S}-{target.product}-ytelse"
    if (folder / DATA).exists():
        raise WrongUse(f"Mappen {folder} har alt en måling i seg. Velg en ny eller tom mappe med --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(f"Mappen {folder} kan ikke brukes: {in_words(error)}. Velg en annen med --out.") from error
    try:
        yield folder
    finally:
        with suppress(OSError):
            folder.rmdir()
