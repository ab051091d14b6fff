"""`epj dispute`: one finding of a run as an anonymised bundle, for whoever keeps the rule or the standard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from epj.options import WrongUse, run_option
from epj.reproducing import zipped
from standards.errors import in_words

if TYPE_CHECKING:
    from conformance.evidence.store import Evidence
    from conformance.reproducing.bundle import Bundle


@click.command(name="dispute", short_help="Lag en anonymisert pakke av et funn som bestrides.")
@click.argument("finding", metavar="FUNN")
@run_option
@click.option("--out", type=click.Path(path_type=Path), metavar="ZIP", help="Ny fil. Uten valget: innspill-FUNN.zip.")
@click.option("--why", default="", metavar="TEKST", help="Hvorfor funnet bestrides.")
def command(finding: str, run: Path | None, out: Path | None, why: str) -> int:
    """Lag en pakke med ett funn: regel, krav, kilder, versjoner og meldingene, uten noe som viser hvem det gjelder.

    FUNN er et scenario (CANCEL-N01), en regel (A10) eller begge (CANCEL-N01/A10). Personnumre byttes med andre
    syntetiske, HER-id-er med oppdiktede, og navn, adresser, vedlegg og tekster med like lange, nøytrale tegn.
    Meldingene vurderes på nytt etterpå, og pakken gjennomsøkes før den skrives.

    Avslutter med 0 når pakken er laget, 1 når den er laget men funnet ikke står lenger etter anonymiseringen, og 2
    ved feil bruk, eller når noe i pakken ikke kan gå ut.
    """
    from epj.reproducing import opened_run  # noqa: PLC0415  slow to load for `--help`

    with opened_run(run) as evidence:
        made = _bundle(evidence, finding, why)
    path = out or Path(f"{made.name}.zip")
    _refuse_what_must_not_leave(made)
    _write(path, zipped(made.files))
    click.echo(f"Pakken ligger i {path}: {len(made.files)} filer. LESMEG.md i den sier hvem som skal ha den.")
    click.echo(f"Funnet etter anonymiseringen: {made.state}.")
    return int(made.fell)


def _bundle(evidence: Evidence, finding: str, why: str) -> Bundle:
    from conformance.packing.scanning import Scanner  # noqa: PLC0415  slow to load for `--help`
    from conformance.reproducing.bundle import bundle  # noqa: PLC0415
    from conformance.reproducing.choosing import NoSuchFinding, choose  # noqa: PLC0415

    try:
        chosen = choose(evidence.scenarios(), finding)
    except NoSuchFinding as none:
        told = f"Disse ligger der: {', '.join(none.near)}." if none.near else "Kjøringen har ingen funn."
        raise WrongUse(f"Fant ikke noe funn som heter {finding}. {told}") from none
    click.echo(f"Funn: {chosen.name}: {Scanner().cleaned(chosen.record.finding.problem.encode()).decode()}")
    if chosen.others:
        click.echo(f"Ikke med: {', '.join(chosen.others)}.")
    acting = evidence.writer(chosen.scenario.id).exchange().acting_for_other
    return bundle(evidence.run(), chosen, acting, why)


def _refuse_what_must_not_leave(made: Bundle) -> None:
    from conformance.packing.scanning import Scanner  # noqa: PLC0415  slow to load for `--help`

    found = [str(one) for path, content in made.files.items() for one in Scanner().found(path, content)]
    if found:
        raise WrongUse(
            f"Pakken ble ikke laget, for dette kan ikke gå ut: {'; '.join(found)}. Ta det bort, og prøv igjen."
        )


def _write(path: Path, content: bytes) -> None:
    """A new file; nothing is written over."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise WrongUse(f"{path} finnes fra før. Velg en annen fil med --out.") from error
    except OSError as error:
        raise WrongUse(f"Får ikke skrevet {path}: {in_words(error)}. Velg en annen fil med --out.") from error
