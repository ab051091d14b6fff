"""`epj diff`: how two runs differ, and whether the product or the rules changed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from epj.options import WrongUse

SAME: Final = 0
DIFFERENT: Final = 1


@click.command(name="diff", short_help="Vis hva som skiller to kjøringer.")
@click.argument("before", metavar="A", type=click.Path(path_type=Path))
@click.argument("after", metavar="B", type=click.Path(path_type=Path))
@click.option("--no-time", is_flag=True, help="Se bort fra hvor lenge ting tok; det følger også av maskinen.")
@click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")
def command(before: Path, after: Path, no_time: bool, as_json: bool) -> int:
    """Vis hva som skiller B fra A: nye feil, det som er rettet, meldinger som ser annerledes ut, og det som er tregere.

    A og B er hver sin mappe med en kjøring, en pakke fra epj pack eller en report.json. A er den eldste, eller den du
    måler mot. Det som kommer av endrede regler, står for seg. Er den ene simulert og den andre ekte, vises også hvor
    simulatoren er for streng.

    Avslutter med 0 når ingenting er ulikt, 1 når noe er det, og 2 når A eller B ikke kan leses.
    """
    from conformance.deciding.comparing import compare  # noqa: PLC0415  slow to load for `--help`
    from conformance.deciding.opening import BadSide, open_side  # noqa: PLC0415
    from epj.deciding import differences, plain_differences  # noqa: PLC0415

    try:
        found = compare(open_side(before), open_side(after), with_time=not no_time)
    except BadSide as bad:
        raise WrongUse(str(bad)) from bad
    code = SAME if found.is_same else DIFFERENT
    if as_json:
        click.echo(plain_differences.document(found, code))
        return code
    for line in differences.lines(found):
        click.echo(line)
    return code
