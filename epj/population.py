"""`epj population`: synthetic people to fill an EPJ with, and the named families with their stories."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from epj.options import Choice, WrongUse
from epj.simulate import WholeNumber

if TYPE_CHECKING:
    from simulator.people.large import Population

_OSLO = ZoneInfo("Europe/Oslo")
_SEED = 1
_FORMS = ("table", "json", "csv")


class _Size(WholeNumber):
    lowest, highest = 1, 100_000
    expected = "et heltall fra 1 til 100000"


@click.command(name="population", short_help="Lag syntetiske familier, eller vis de navngitte.")
@click.option("--seed", type=WholeNumber(), metavar="TALL", help=f"Samme tall gir samme folk. Uten valg {_SEED}.")
@click.option("--size", type=_Size(), metavar="TALL", help="Hvor mange personer; uten valg så mange at alt er med.")
@click.option("--date", "written", metavar="DATO", help="Dagen folkene ses fra, f.eks. 2026-12-01. Uten valg i dag.")
@click.option("--format", "form", type=Choice(_FORMS), default="table", help="table (standard), json eller csv.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FIL", help="Skriv hit i stedet for på skjermen.")
@click.option("--families", is_flag=True, help="Vis de navngitte familiene og historiene deres i stedet.")
def command(
    *, seed: int | None, size: int | None, written: str | None, form: str, out: Path | None, families: bool
) -> None:
    """Lag en befolkning av familier, ungdom, gravide, brukere av hjemmetjenesten og alle de vanskelige tilfellene.

    Samme --seed, --size og --date gir nøyaktig samme folk på enhver maskin. Aldersgrensene 12, 13 og 16 år ligger dagen
    før datoen, på den og dagen etter. Alle numre er syntetiske. Familiene med --families er de samme for ethvert frø.

    Avslutter med 0, eller 2 ved feil bruk.
    """
    day = _day(written)
    text = _named(form, day, seed, size) if families else _generated(form, day, seed, size)
    if out is None:
        click.echo(text, nl=False)
        return
    from epj.building.files import write_file  # noqa: PLC0415  slow to load for `--help`

    if out.is_dir():
        raise WrongUse(f"{out} er en mappe. Oppgi navnet på en fil.")
    write_file(out, text.encode())
    click.echo(f"Skrev {out}.", err=True)


def _generated(form: str, day: date, seed: int | None, size: int | None) -> str:
    from epj.populating.facts import Known  # noqa: PLC0415
    from epj.populating.forms import FORMS  # noqa: PLC0415
    from simulator.people.large import WHOLE, YEARS, generate  # noqa: PLC0415

    if day.year not in YEARS:
        raise WrongUse(f"--date {day} må være i et av årene {YEARS[0]} til {YEARS[-1]}.")
    chosen = _SEED if seed is None else seed
    made = generate(chosen, WHOLE if size is None else size, day)
    _tell_left_out(made, WHOLE)
    about = {"seed": chosen, "size": len(made.people), "left_out": [kind.id for kind in made.left_out]}
    return FORMS[form](Known(made.families, day), about)


def _named(form: str, day: date, seed: int | None, size: int | None) -> str:
    from epj.populating.facts import Known  # noqa: PLC0415
    from epj.populating.forms import FORMS  # noqa: PLC0415
    from simulator.people.personas import YEARS, named_families  # noqa: PLC0415

    if seed is not None or size is not None:
        raise WrongUse("Familiene er de samme for ethvert frø. Utelat --seed og --size, eller utelat --families.")
    if day.year not in YEARS:
        raise WrongUse(f"--date {day}: de navngitte familiene lever i årene {YEARS[0]} til {YEARS[-1]}.")
    return FORMS[form](Known(named_families(day), day), {})


def _tell_left_out(made: Population, whole: int) -> None:
    if made.left_out:
        first = ", ".join(kind.id for kind in made.left_out[:3])
        count = len(made.left_out)
        text = f"Ikke plass til {count} slags familier, blant dem {first}. Med --size {whole} eller mer er alt med."
        click.echo(text, err=True)


def _day(written: str | None) -> date:
    """The day asked for; else today in Norway, by the machine's clock."""
    if written is None:
        from simulator.clock import SystemClock  # noqa: PLC0415

        return SystemClock().now().astimezone(_OSLO).date()
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise WrongUse(f"--date {written} er ikke en dato. Skriv den som 2026-12-01.") from error
