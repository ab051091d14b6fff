"""`epj runs`: the runs kept on this machine, shown and deleted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from standards.errors import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from conformance.runner.kept import KeptRun

WRONG_USE = 2
_OSLO = ZoneInfo("Europe/Oslo")
_FOLDER = click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    default=Path("runs"),
    show_default=True,
    help="Mappen der kjøringene ligger.",
)


@click.group(name="runs", short_help="Vis og slett kjøringer som er tatt vare på.")
def command() -> None:
    """Vis og slett kjøringer. Alt en kjøring har sett, ligger i mappen dens og ingen andre steder."""


@command.command(name="list", short_help="Vis kjøringene.")
@_FOLDER
def show_all(folder: Path) -> int:
    """Vis kjøringene, eldste først."""
    from conformance.reports.facts import chosen  # noqa: PLC0415  slow to load for `--help`
    from conformance.runner.kept import kept  # noqa: PLC0415

    found, now = list(kept(folder)), _now()
    for run in found:
        late = ", skulle vært slettet" if run.has_expired(now) else ""
        until = f", slettes {run.expires:%d.%m.%Y}" if run.expires and not late else late
        some = f" ({chosen(run.run.info)})" if chosen(run.run.info) else ""
        click.echo(f"{run.directory}  {run.run.verdict.value}{some}  {run.target}  {_size(run.size)}{until}")
    if not found:
        click.echo(f"Ingen kjøringer i {folder}.")
    return 0


@command.command(name="show", short_help="Vis en kjøring.")
@click.argument("directory", type=click.Path(path_type=Path), metavar="MAPPE")
def show(directory: Path) -> int:
    """Vis hva en kjøring gjaldt, hvordan den endte, og hva som ligger i mappen."""
    from conformance.reports.facts import partly  # noqa: PLC0415  slow to load for `--help`

    run = _read(directory)
    if run is None:
        return WRONG_USE
    began = f"{run.run.started_at.astimezone(_OSLO):%d.%m.%Y %H:%M}" if run.run.started_at else "ukjent tid"
    click.echo(f"{run.target}, {began}")
    click.echo(f"Dom: {run.run.verdict.value} ({', '.join(f'{count} {word}' for word, count in run.counts().items())})")
    if plan := (run.run.info.get("plan") or {}).get("name"):
        click.echo(f"Plan: {plan}")
    if told := partly(run.run.info):
        click.echo(told)
    for one in run.scenarios:
        if not one.verdict.is_green and one.verdict.value != "ikke aktuelt":
            click.echo(f"  {one.id}  {one.verdict.value}: {one.reason or one.name}")
    who = sorted({intent.who for one in run.scenarios for intent in one.intents if intent.who})
    if who:
        click.echo(f"Bekreftet av: {', '.join(who)}")
    for line in _contents(directory):
        click.echo(f"  {line}")
    return 0


def _contents(directory: Path) -> Iterator[str]:
    """Every file of a run; the pages of the scenarios, which are many, in one line."""
    from conformance.reports.bodies import FOLDERS  # noqa: PLC0415  slow to load for `--help`

    pages: dict[Path, list[int]] = {}
    for file in sorted(path for path in directory.rglob("*") if path.is_file()):
        if file.parent.name in FOLDERS.values() and file.parent.parent == directory:
            pages.setdefault(file.parent, []).append(file.stat().st_size)
        else:
            yield f"{file}  {_size(file.stat().st_size)}"
    for folder, sizes in pages.items():
        yield f"{folder}  {len(sizes)} {'side' if len(sizes) == 1 else 'sider'}, {_size(sum(sizes))}"


@command.command(name="delete", short_help="Slett kjøringer.")
@click.argument("directories", nargs=-1, type=click.Path(path_type=Path), metavar="[MAPPE…]")
@click.option("--expired", is_flag=True, help="Slett dem som er eldre enn [retention] i testobjektet sier.")
@click.option("--yes", is_flag=True, help="Slett uten å spørre.")
@_FOLDER
def delete(directories: tuple[Path, ...], expired: bool, yes: bool, folder: Path) -> int:
    """Slett kjøringer med alt de har sett. Det kan ikke gjøres om."""
    from conformance.runner.kept import kept  # noqa: PLC0415  slow to load for `--help`

    if expired == bool(directories):
        click.echo("Oppgi hvilke mapper som skal slettes, eller --expired.", err=True)
        return WRONG_USE
    read = [_read(directory) for directory in dict.fromkeys(directories)]
    if None in read:
        return WRONG_USE
    found = [run for run in read if run] if directories else [r for r in kept(folder) if r.has_expired(_now())]
    if not found:
        click.echo("Ingen kjøringer er gamle nok til å slettes.")
        return 0
    for run in found:
        click.echo(f"{run.directory}  {run.run.verdict.value}  {run.target}")
    if (
        not yes
        and click.prompt(f"Slette {_many(len(found))} for godt? Skriv ja", default="nei").strip().lower() != "ja"
    ):
        click.echo("Ingenting er slettet.")
        return 1
    return max(_delete(run) for run in found)


def _delete(run: KeptRun) -> int:
    try:
        run.delete()
    except OSError as error:
        click.echo(f"Får ikke slettet {run.directory}. Fant: {in_words(error)}.", err=True)
        return WRONG_USE
    click.echo(f"Slettet {run.directory}")
    return 0


def _read(directory: Path) -> KeptRun | None:
    from conformance.outcomes import ToolFault  # noqa: PLC0415  slow to load for `--help`
    from conformance.runner.kept import KeptRun  # noqa: PLC0415

    try:
        return KeptRun.read(directory)
    except ToolFault as fault:
        click.echo(f"{directory} er ingen kjøring. {fault} epj runs list viser dem som finnes.", err=True)
        return None


def _now() -> datetime:
    from conformance.clock import SystemClock  # noqa: PLC0415  slow to load for `--help`

    return SystemClock().now()


def _agreed(question: str) -> bool:
    return str(click.prompt(question, default="nei")).strip().lower() == "ja"


def _many(count: int) -> str:
    return "én kjøring" if count == 1 else f"{count} kjøringer"


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB".replace(".", ",") if count > 1024 * 1024 else f"{max(1, count // 1024)} kB"
