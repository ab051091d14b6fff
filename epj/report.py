"""`epj report`: makes the reports of a run anew from its evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from epj.options import Choice, WrongUse

if TYPE_CHECKING:
    from conformance.reports.facts import Facts

_LANGUAGES = ("nb", "en")


@click.command(name="report", short_help="Lag rapportene til en kjøring på nytt fra bevisene.")
@click.argument("run", type=click.Path(path_type=Path), metavar="MAPPE")
@click.option("--lang", type=Choice(_LANGUAGES), default="nb", help="Språk: bokmål (uten valget) eller engelsk.")
@click.option("--pdf", is_flag=True, help="Lag PDF også. Krever tillegget «report».")
@click.option("--out", type=click.Path(path_type=Path), metavar="MAPPE", help="Skriv hit i stedet for i kjøringen.")
def command(run: Path, lang: str, pdf: bool, out: Path | None) -> int:
    """Lag rapportene til kjøringen i MAPPE på nytt, bare fra bevisene. Ingenting kjøres.

    På bokmål skrives alle formatene, på engelsk bare siden for mennesker (report.en.html). Avslutter med 0 når
    rapportene er laget, og 2 når de ikke kunne lages.
    """
    facts = _facts(run)
    folder = out or (run.parent if run.is_file() else run)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise WrongUse(f"{folder} er ikke en mappe. Velg en mappe med --out.") from error
    for path in _write(facts, folder, lang, pdf):
        click.echo(str(path))
    return 0


def _write(facts: Facts, folder: Path, lang: str, pdf: bool) -> list[Path]:
    from conformance.reports import html, writers  # noqa: PLC0415  slow to load for `--help`
    from conformance.reports.language import Language  # noqa: PLC0415
    from conformance.reports.pdf import NoPdf, write_pdf  # noqa: PLC0415

    say = Language(lang)
    written = [html.write_in(facts, folder, say)]
    if lang == "nb":
        written += [write(facts, folder) for name, write in writers().items() if name != "html"]
    if pdf:
        click.echo("Lager PDF. Det kan ta et minutt for en full test.", err=True)
        try:
            written.append(write_pdf(facts, folder, say))
        except NoPdf as missing:
            raise WrongUse(str(missing)) from missing
    return written


def _facts(run: Path) -> Facts:
    from conformance.evidence.store import FILE_NAME, Evidence  # noqa: PLC0415  slow to load for `--help`
    from conformance.outcomes import ToolFault  # noqa: PLC0415
    from conformance.reports.facts import Facts  # noqa: PLC0415

    path = run if run.name == FILE_NAME else run / FILE_NAME
    try:
        evidence = Evidence.open(path)
    except ToolFault as fault:
        raise WrongUse(f"{run} er ingen kjøring. {fault} epj runs list viser dem som finnes.") from fault
    try:
        return Facts.of(evidence)
    except ToolFault as fault:
        raise WrongUse(f"Bevisene i {run} kan ikke leses. {fault}") from fault
    finally:
        evidence.close()
