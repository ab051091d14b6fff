"""`epj validate`: judge messages by schema and rules, and say in bokmål what is wrong."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from epj.options import Choice, WrongUse
from epj.rules import explained
from epj.validation import formats, output, packs, profiles
from epj.validation.formats import Setting
from epj.validation.judging import Judge
from epj.validation.language import LANGUAGES, Language
from epj.validation.names import STDIN
from epj.validation.output import opened
from epj.validation.progress import Progress
from epj.validation.run import Run, total
from standards.exchange import Role

TEXT, HTML = "text", "html"
STOPPED = 2


@click.command(name="validate", short_help="Sjekk meldinger mot skjema og regler.")
@click.argument("paths", nargs=-1, metavar="FIL|MAPPE|ZIP|-…")
@click.option("--format", "form", type=Choice(formats.names()), help="Form; uten valg text, eller som --out heter.")
@click.option("--out", metavar="FIL", help="Skriv rapporten til denne filen; en mappe gir én html-side per melding.")
@click.option("--lang", type=Choice(LANGUAGES), default="nb", help="Språk i rapporten: bokmål eller engelsk.")
@click.option("--profile", metavar="NAVN", help="Bruk reglene slik denne kilden har dem, ikke de nyeste.")
@click.option("--schemas", metavar="MAPPE", help="Bruk skjemaene i mappen i stedet for våre.")
@click.option("--role", type=Choice(tuple(Role)), help="Hvem som sendte, når kodene ikke viser det.")
@click.option("--quiet", is_flag=True, help="Vis bare oppsummeringen.")
@click.option("--explain", metavar="REGEL", help="Forklar en regel, som epj rules REGEL.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    form: str | None,
    out: str | None,
    lang: str,
    profile: str | None,
    schemas: str | None,
    role: str | None,
    quiet: bool,
    explain: str | None,
) -> None:
    """Sjekk meldinger mot skjema og regler, og si hva som er galt, hvor, og hvilket krav som sier det.

    Tar XML og FHIR-JSON i filer, mapper, zip-arkiver og fra standard inn (-), også pakket i base64 eller i svar fra
    EDI 2.0. En mappe med NN-helsenorge-epj.xml og NN-epj-helsenorge.xml blir sjekket som en samtale.

    Avslutter med 0 uten feil, 1 med feil, og 2 ved feil bruk eller når noe ikke kunne leses.
    """
    say = Language(lang)
    if explain is not None:
        click.echo(explained(explain, say))
        return
    if not paths:
        raise WrongUse("Oppgi minst én fil eller mappe. Eksempel: epj validate melding.xml")
    judge = Judge(packs.chosen(schemas, say), say, Role(role) if role else None, profiles.known(profile))
    form, file, folder = _destination(form, out, quiet)
    setting = Setting(say, schemas, profile, quiet, _colour(form, file), _width(), folder)
    _spare_the_messages(file, paths)
    if STDIN in paths and sys.stdin.isatty():
        click.echo("Lim inn meldingen, og avslutt med Ctrl-D (Ctrl-Z på Windows).", err=True)
    progress = Progress(sys.stderr, say, total(paths))
    with _closed_pipe(ctx), opened(file) as stream:
        run = Run(judge, formats.writer(form)(stream, setting), lambda name, why: _tell(say, name, why))
        tally = run.over(paths, progress)
    if file is not None:
        click.echo(say("Rapporten ligger i {}: {}.", file, ", ".join(tally.words(say))))
    if tally.interrupted:
        click.echo(say("Avbrutt: {} filer ble sjekket.", tally.files), err=True)
    ctx.exit(tally.exit_code)


@contextmanager
def _closed_pipe(ctx: click.Context) -> Iterator[None]:
    """A reader that has seen enough stops the run, and then nobody knows whether there were errors."""
    try:
        yield
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115,PTH123  open until the end
        ctx.exit(STOPPED)


def _tell(say: Language, name: str, reason: str) -> None:
    click.echo(f"{say('Kunne ikke lese')} {name}: {reason}", err=True)


def _destination(form: str | None, out: str | None, quiet: bool) -> tuple[str, Path | None, Path | None]:
    """The form, the file it goes to, and the folder of pages."""
    path = Path(out) if out is not None and out not in output.STDOUT else None
    if form is None:
        form = output.FORMS.get(path.suffix.lower(), TEXT) if path is not None else TEXT
        form = HTML if path is not None and _is_folder(str(out)) else form
    if quiet and form != TEXT:
        raise WrongUse(f"--quiet gjelder --format text, men --format er {form}. Ta bort ett av dem.")
    if path is None or not _is_folder(str(out)):
        if path is None and form == HTML and sys.stdout.isatty():
            raise WrongUse("--format html hører hjemme i en fil. Legg til --out rapport.html")
        return form, path, None
    if not formats.pages(form):
        raise WrongUse(f"--out {out}: dette er en mappe, men {form} er én fil. Oppgi en fil, eller bruk --format html.")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output.refused(path, error) from error
    return form, path / "index.html", path


def _spare_the_messages(file: Path | None, paths: tuple[str, ...]) -> None:
    if file is not None and any(file.resolve() == Path(path).resolve() for path in paths):
        raise WrongUse(f"--out {file}: dette er meldingen som skal sjekkes. Oppgi en annen fil for rapporten.")


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or os.path.isdir(out)  # noqa: PTH112  says no where pathlib has no access


def _colour(form: str, file: Path | None) -> bool:
    return form == TEXT and file is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _width() -> int:
    return max(60, shutil.get_terminal_size((100, 24)).columns)
