"""`epj build`: write a correct example of any message of the standard, about a synthetic person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click

from epj.building import files, table
from epj.building.scene import CLINICS, Scene, scene_for
from epj.options import Choice, WrongUse
from epj.simulate import WholeNumber
from standards.errors import StandardsError
from standards.exchange import Role
from standards.samples import SAMPLES, Kind, Sample, choose, write, write_thread

MESSAGES, THREADS, ON_BEHALF = "meldinger", "samtaler", "-paa-vegne"


@click.command(name="build", short_help="Skriv et riktig eksempel på en melding.")
@click.argument("process", required=False, metavar="[PROSESS]")
@click.argument("action", required=False, default="", metavar="[HANDLING]")
@click.option("--list", "listed", is_flag=True, help="Vis alt som kan skrives, eller bare det PROSESS har.")
@click.option("--code", metavar="KODE", help="Koden, for eksempel 19 eller ART.")
@click.option("--process-version", "version", metavar="VERSJON", help="Versjonen av prosessen; uten valg den nyeste.")
@click.option("--role", type=Choice(tuple(Role)), help="Hvem som sender, når begge kan.")
@click.option("--variant", metavar="NAVN", help="En annen form av meldingen, for eksempel formatert.")
@click.option("--persona", metavar="NAVN", help="Pasienten: en av personene i fixtures/personas eller testobjektet.")
@click.option("--acting", metavar="NAVN", help="Den som skriver for pasienten (Pasientrelasjon).")
@click.option("--clinic", type=Choice(tuple(CLINICS)), default="helsestasjon", help="Hvilken tjeneste EPJ-en er.")
@click.option(
    "--target", type=click.Path(path_type=Path), metavar="FIL", help="Ta parter og personer fra testobjektet."
)
@click.option("--attachment", is_flag=True, help="Legg ved en PDF der meldingen kan ha vedlegg.")
@click.option("--thread", is_flag=True, help="Skriv hele samtalen som en mappe, med kvitteringer og konvolutter.")
@click.option(
    "--all", "everything", type=click.Path(path_type=Path), metavar="MAPPE", help="Skriv alle eksemplene hit."
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FIL", help="Skriv hit i stedet for på skjermen.")
@click.option("--seed", type=WholeNumber(), metavar="TALL", help="Samme tall gir samme id-er.")
@click.option(
    "--time",
    "moment",
    metavar="TIDSPUNKT",
    help="Når meldingen sendes, eller samtalen begynner, f.eks. 2026-12-01T10:15:00+01:00.",
)
def command(
    *,
    process: str | None,
    action: str,
    listed: bool,
    code: str | None,
    version: str | None,
    role: str | None,
    variant: str | None,
    persona: str | None,
    acting: str | None,
    clinic: str,
    target: Path | None,
    attachment: bool,
    thread: bool,
    everything: Path | None,
    out: Path | None,
    seed: int | None,
    moment: str | None,
) -> None:
    """Skriv et riktig eksempel på en melding, slik Helsenorge eller EPJ-en ville sendt den.

    PROSESS er for eksempel EKONTAKT eller AVTALEAVBESTILLING, HANDLING for eksempel Foresporsel eller Svar. Alle
    personer er syntetiske. Det som skrives som Helsenorge, følger den strengeste lesningen av kildene.

    Eksempler: epj build EKONTAKT Svar --code 19, epj build AVTALEAVBESTILLING --thread --out samtale,
    epj build --all eksempler. Avslutter med 0, eller 2 ved feil bruk.
    """
    if listed:
        click.echo(table.render(_listed(process)))
        return
    scene = scene_for(target, clinic, seed, moment, persona=persona, acting=acting, attachment=attachment)
    if everything is not None:
        _require_alone(process, out, thread=thread)
        _write_all(everything, scene)
        return
    sample = _chosen(process, action, code=code, version=version, role=Role(role) if role else None, variant=variant)
    if thread:
        _write_thread(out or Path(files.name_of(sample).replace("/", "-")), sample, scene)
    else:
        _write_one(out, sample, scene)


def _chosen(
    process: str | None,
    action: str = "",
    *,
    code: str | None = None,
    version: str | None = None,
    role: Role | None = None,
    variant: str | None = None,
) -> Sample:
    if not process:
        raise WrongUse("Oppgi en prosess, for eksempel epj build EKONTAKT Svar. epj build --list viser alle.")
    try:
        return choose(process, action, code=code, version=version, role=role, variant=variant)
    except StandardsError as error:
        raise WrongUse(str(error)) from error


def _listed(process: str | None) -> tuple[Sample, ...]:
    if not process:
        return SAMPLES
    wanted = _chosen(process).process
    return tuple(sample for sample in SAMPLES if sample.process == wanted)


def _require_alone(process: str | None, out: Path | None, *, thread: bool) -> None:
    if process or out is not None or thread:
        raise WrongUse("--all skriver alt, og kan ikke brukes sammen med PROSESS, --thread eller --out.")


def _write_one(out: Path | None, sample: Sample, scene: Scene) -> None:
    if scene.acting and not sample.may_act:
        raise WrongUse(
            f"{sample.short} {sample.version} {sample.code} skrives ikke på vegne av andre. "
            "Utelat --acting, eller skriv hele samtalen med --thread."
        )
    raw = files.readable(_sent_now(sample, scene))
    if out is None:
        click.echo(raw, nl=False)
    elif out.is_dir():
        raise WrongUse(f"{out} er en mappe. Oppgi navnet på en fil.")
    else:
        files.write_file(out, raw)
        click.echo(f"Skrev {out}.", err=True)


def _sent_now(sample: Sample, scene: Scene) -> bytes:
    """The message as sent at the time asked for, which is not when its conversation began."""
    raw = write(sample, scene.cast(sample))
    late = (files.sent_at(raw) or scene.now) - scene.now
    return write(sample, replace(scene, now=scene.now - late).cast(sample)) if late > timedelta() else raw


def _write_thread(folder: Path, sample: Sample, scene: Scene) -> None:
    try:
        exchange = write_thread(sample, scene.cast(sample))
    except StandardsError as error:
        raise WrongUse(str(error)) from error
    if scene.acting and not any(exchange.acting_for_other.values()):
        raise WrongUse(f"Ingen melding i {sample.short} {sample.version} skrives på vegne av andre. Utelat --acting.")
    written = files.write_exchange(folder, exchange)
    click.echo(f"Skrev {files.count(written, 'fil', 'filer')} i {folder}. Sjekk dem: epj validate {folder}", err=True)


def _write_all(top: Path, scene: Scene) -> None:
    files.require_empty(top)
    alone = threads = 0
    for sample in SAMPLES:
        for acting in (False, True)[: 1 + (sample.may_act and scene.acting is not None)]:
            name = files.name_of(sample) + (ON_BEHALF if acting else "")
            if sample.kind is not Kind.ERROR:
                raw = files.readable(write(sample, scene.cast(sample, acting=acting)))
                files.write_file(top / MESSAGES / f"{name}.{sample.format}", raw)
                alone += 1
            if sample.in_thread:
                files.write_exchange(top / THREADS / name, write_thread(sample, scene.cast(sample, acting=acting)))
                threads += 1
    click.echo(f"Skrev {alone} meldinger og {threads} samtaler i {top}.", err=True)
