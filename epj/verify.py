"""`epj verify`: whether a pack is whole, unchanged, complete and fresh; offline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from epj.options import WrongUse
from standards.errors import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.packing.verifying import Verification

UNREADABLE = 2
_CODES = {"gyldig": 0, "utdatert": 1, "ufullstendig": 1, "ugyldig": 3}


@click.command(name="verify", short_help="Kontroller en pakke med akseptansedokumentasjon.")
@click.argument("packs", nargs=-1, type=click.Path(path_type=Path), metavar="[PAKKE|MAPPE…]")
@click.option(
    "--trust",
    "trusted",
    multiple=True,
    metavar="NØKKEL",
    help="Godta bare denne nøkkelen: en .pub-fil, eller en nøkkel-id. Kan gjentas.",
)
@click.option(
    "--target",
    type=click.Path(path_type=Path),
    metavar="FIL",
    help="Testobjektfilen slik den er nå: er noe flyttet siden?",
)
@click.option("--product-version", default="", metavar="TEKST", help="Versjonen av journalen nå.")
@click.option("--environment", default="", metavar="TEKST", help="Versjonen av testmiljøet nå.")
@click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")
@click.option(
    "--page", type=click.Path(path_type=Path), metavar="FIL", help="Lag siden som kontrollerer pakker i en nettleser."
)
def command(
    packs: tuple[Path, ...],
    trusted: tuple[str, ...],
    target: Path | None,
    product_version: str,
    environment: str,
    *,
    as_json: bool,
    page: Path | None,
) -> int:
    """Kontroller at pakker er hele, uendrede, fullstendige og ferske. Trenger ikke nett.

    Av en mappe kontrolleres hver pakke (.zip) i den, også i mappene under.

    Det sier ikke om journalen besto; dommen står i svaret. En pakke fra en simulert journal er alltid SIMULERT.

    Avslutter med 0 når alle er gyldige, 1 når en er utdatert eller ufullstendig, 2 når en fil ikke kan leses eller
    kommandoen er feil, og 3 når en er ugyldig.
    """
    if page is not None:
        _write_page(page)
    if not packs:
        if page is None:
            raise WrongUse(
                "Oppgi pakken som skal kontrolleres, eller mappen den ligger i, for eksempel epj verify pakker."
            )
        return 0
    keys = _keys(trusted)
    versions = _versions(target, product_version, environment)
    found = [(path, _verified(path, versions, keys, is_all=target is not None)) for path in _named(packs)]
    _tell(found, as_json=as_json)
    return max(_CODES[one.state] for _, one in found)


def _named(packs: tuple[Path, ...]) -> list[Path]:
    from epj.packing.asked import named  # noqa: PLC0415  slow to load for `--help`

    return named(packs)


def _verified(path: Path, versions: Mapping[str, str], keys: tuple[str, ...], *, is_all: bool) -> Verification:
    from conformance.packing.suite import Suite  # noqa: PLC0415  slow to load for `--help`
    from conformance.packing.verifying import verify  # noqa: PLC0415
    from epj.packing.telling import today  # noqa: PLC0415

    try:
        return verify(path, today=today(), suite=Suite(), versions=versions, trusted=keys, is_all=is_all)
    except OSError as error:
        raise WrongUse(f"{path} kan ikke leses: {in_words(error)}.") from error


def _tell(found: list[tuple[Path, Verification]], *, as_json: bool) -> None:
    from epj.packing import telling  # noqa: PLC0415  slow to load for `--help`

    if as_json:
        packs = [telling.as_json(path, one) for path, one in found]
        click.echo(json.dumps({"schema": telling.SCHEMA, "packs": packs}, ensure_ascii=False, indent=1))
        return
    for number, (path, one) in enumerate(found):
        click.echo("\n" * bool(number) + "\n".join(telling.lines(path, one)))


def _keys(asked: tuple[str, ...]) -> tuple[str, ...]:
    from conformance.packing.keys import BadKey, trusted_key  # noqa: PLC0415  slow to load for `--help`

    try:
        return tuple(trusted_key(one) for one in asked)
    except BadKey as error:
        raise WrongUse(str(error)) from error


def _versions(target: Path | None, product_version: str, environment: str) -> dict[str, str]:
    """What there is now, as far as somebody has said."""
    now: dict[str, str] = {}
    if target is not None:
        from conformance.packing.gathering import environment_versions  # noqa: PLC0415  slow to load for `--help`
        from conformance.targets.file import TargetError  # noqa: PLC0415
        from conformance.targets.loading import load  # noqa: PLC0415

        try:
            now.update(environment_versions(load(target).public()))
        except TargetError as error:
            raise WrongUse(str(error)) from error
    now |= {"product": product_version} if product_version else {}
    return now | ({"environment": environment} if environment else {})


def _write_page(page: Path) -> None:
    from conformance.packing.suite import Suite  # noqa: PLC0415  slow to load for `--help`
    from conformance.packing.verifier import verifier_page  # noqa: PLC0415

    try:
        page.write_bytes(verifier_page(Suite()))
    except OSError as error:
        raise WrongUse(f"{page} kan ikke skrives: {in_words(error)}.") from error
    click.echo(f"Kontrollsiden er laget: {page}. Åpne den i nettleseren, og slipp en pakke på den.", err=True)
