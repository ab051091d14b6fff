"""`epj repro`: one scenario of a run as a folder that anybody can play again without the suite."""

from __future__ import annotations

import os
from pathlib import Path

import click

from epj.options import WrongUse, run_option
from epj.reproducing import opened
from standards.errors import in_words


@click.command(name="repro", short_help="Lag en mappe som spiller av et scenario på nytt.")
@click.argument("scenario", metavar="SCENARIO")
@run_option
@click.option("--out", type=click.Path(path_type=Path), metavar="MAPPE", help="Ny mappe. Uten valget: SCENARIO-repro.")
def command(scenario: str, run: Path | None, out: Path | None) -> int:
    """Lag en mappe med alt som ble sendt, bedt om og ventet på i et scenario, og et program som gjør det på nytt.

    Programmet trenger bare Python. Det viser det som kommer nå, ved siden av det som kom da, og avslutter med noe
    annet enn 0 så lenge feilen er der. Mappen har ingen passord; LESMEG.md i den sier hva som må settes.

    Avslutter med 0 når mappen er laget, og 2 ved feil bruk.
    """
    from conformance.reproducing.folder import files  # noqa: PLC0415  slow to load for `--help`

    with opened(run, scenario) as (evidence, name):
        found = files(evidence, name)
    folder = out or Path(f"{name}-repro")
    _write(folder, found)
    click.echo(f"Mappen ligger i {folder}: {len(found)} filer. Les LESMEG.md, og kjør:")
    click.echo(f"  python {folder / 'kjoer.py'} --nye-id --testobjekt FIL")
    return 0


def _write(folder: Path, found: dict[str, bytes]) -> None:
    """Everything in a new folder; nobody else's files are touched."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise WrongUse(f"{folder} finnes fra før. Velg en annen mappe med --out, eller slett den.")
        for name, content in found.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if os.name == "posix":
            (folder / "kjoer.py").chmod(0o755)
    except OSError as error:
        raise WrongUse(f"Får ikke skrevet i {folder}: {in_words(error)}. Velg en annen mappe med --out.") from error
