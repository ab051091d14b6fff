"""`epj gate`: may this service go live, by packs, accepted deviations and the municipality's criteria."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click

from epj.options import WrongUse, either
from standards.errors import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.deciding.choosing import Rules
    from conformance.deciding.decision import Decision
    from conformance.deciding.policy import Policy, Service
    from conformance.deciding.shelf import Shelf

READY: Final = 0
NOT_READY: Final = 1
EXPIRED: Final = 4


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """A date, with a bokmål error."""

    name = "DATO"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Refuse everything else."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"«{value}» er ikke en dato, for eksempel 2026-12-01.", param, ctx)


@click.command(name="gate", short_help="Avgjør om en tjeneste er klar for produksjonssetting.")
@click.option(
    "--packs", type=click.Path(path_type=Path), metavar="MAPPE", help="Mappen der pakkene fra epj pack ligger."
)
@click.option("--municipality", default="", metavar="KOMMUNE", help="Kommunen, slik den heter i pakkene.")
@click.option("--product", default="", metavar="PRODUKT", help="Produktet, for eksempel visma_hspro.")
@click.option("--product-version", default="", metavar="VERSJON", help="Uten valget: versjonen i den nyeste pakken.")
@click.option("--service", default="", metavar="TJENESTE", help="Uten valget: hver tjeneste som pakkene gjelder.")
@click.option("--policy", type=click.Path(path_type=Path), metavar="FIL", help="Kommunens akseptansekriterier (TOML).")
@click.option(
    "--deviations",
    type=click.Path(path_type=Path),
    metavar="FIL",
    help="Aksepterte avvik (TOML) i stedet for dem som ligger i pakkene.",
)
@click.option("--table", is_flag=True, help="Vis alle kommuner, produkter, versjoner og tjenester i en tabell.")
@click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")
@click.option("--new-policy", type=click.Path(path_type=Path), metavar="FIL", help="Lag en kriteriefil å endre på.")
@click.option("--today", type=Day(), hidden=True, help="Dagen som avgjør.")
def command(
    *,
    packs: Path | None,
    municipality: str,
    product: str,
    product_version: str,
    service: str,
    policy: Path | None,
    deviations: Path | None,
    table: bool,
    as_json: bool,
    new_policy: Path | None,
    today: date | None,
) -> int:
    """Si med én setning om en tjeneste kan settes i produksjon, og hva svaret bygger på.

    Den nyeste gyldige pakken teller. Det som er prøvd mot en simulert journal, teller aldri.

    Avslutter med 0 når alt det spørres om, er klart, 1 når noe ikke er det, 2 ved feil bruk, og 4 når et akseptert
    avvik har gått ut.
    """
    if new_policy is not None:
        return _write_policy(new_policy)
    if packs is None:
        raise WrongUse("--packs mangler. Oppgi mappen der pakkene fra epj pack ligger.")
    asked = _Asked(municipality, product, product_version, service, table)
    if not table and not (municipality and product):
        raise WrongUse("Oppgi --municipality og --product, eller --table for å se alle.")
    if deviations is not None and not (municipality and product):
        raise WrongUse("--deviations gjelder ett testobjekt. Oppgi --municipality og --product også.")
    shelf, rules = _read(packs), _rules(policy, deviations, today)
    decisions = _decide(asked, shelf, rules)
    code = _exit_code(decisions)
    if as_json:
        from epj.deciding.plain import document  # noqa: PLC0415  slow to load for `--help`

        click.echo(document(decisions, rules.policy, shelf.ignored, code))
    else:
        _show(asked, decisions, shelf, rules, packs)
    return code


@dataclass(frozen=True)
class _Asked:
    """What is asked; an empty word stands for any."""

    municipality: str
    product: str
    version: str
    service: str
    table: bool


def _read(folder: Path) -> Shelf:
    from conformance.deciding import shelf  # noqa: PLC0415  slow to load for `--help`

    if not folder.is_dir():
        raise WrongUse(f"--packs {folder}: mappen finnes ikke. Oppgi mappen der pakkene fra epj pack ligger.")
    found = shelf.read(folder)
    if not found.packs and not found.ignored:
        raise WrongUse(f"--packs {folder}: det ligger ingen pakker (.zip) der. Lag dem med epj pack.")
    return found


def _rules(policy: Path | None, deviations: Path | None, today: date | None) -> Rules:
    from conformance.clock import SystemClock  # noqa: PLC0415  slow to load for `--help`
    from conformance.deciding import choosing, deviating  # noqa: PLC0415
    from conformance.deciding.policy import SHIPPED, BadPolicy, load  # noqa: PLC0415

    try:
        criteria = load(policy or SHIPPED)
        accepted = deviating.of_file(deviations) if deviations is not None else None
    except (BadPolicy, deviating.BadDeviations) as bad:
        raise WrongUse(str(bad)) from bad
    day = today or SystemClock().now().astimezone(ZoneInfo("Europe/Oslo")).date()
    return choosing.rules(criteria, choosing.Remembering(), day, accepted)


def _decide(asked: _Asked, shelf: Shelf, rules: Rules) -> list[Decision]:
    from conformance.deciding import asking  # noqa: PLC0415  slow to load for `--help`
    from conformance.deciding.gate import decide  # noqa: PLC0415

    service = _service(asked.service, rules.policy) if asked.service else None
    wanted = asking.Wanted(asked.municipality, asked.product, asked.version, service)
    found = asking.everything(wanted, shelf, rules) if asked.table else asking.one(wanted, shelf, rules)
    return [decide(question, shelf, rules) for question in found]


def _service(asked: str, policy: Policy) -> Service:
    found = policy.service(asked)
    if found is None:
        known = either(tuple(one.id for one in policy.services))
        raise WrongUse(f"--service {asked}: tjenesten står ikke i kriteriene. Velg {known}.")
    return found


def _exit_code(decisions: Sequence[Decision]) -> int:
    from conformance.deciding.decision import Answer  # noqa: PLC0415  slow to load for `--help`

    answers = {one.answer for one in decisions}
    if Answer.EXPIRED in answers:
        return EXPIRED
    return READY if answers == {Answer.READY} else NOT_READY


def _show(asked: _Asked, decisions: Sequence[Decision], shelf: Shelf, rules: Rules, folder: Path) -> None:
    from conformance.deciding.asking import unplaced  # noqa: PLC0415  slow to load for `--help`
    from epj.deciding import table, telling  # noqa: PLC0415

    if asked.table:
        lines = [*table.lines(decisions, unplaced(shelf, rules)), *table.criteria(rules.policy)]
    else:
        lines = [line for one in decisions for line in (*telling.lines(one, rules.policy, folder), "")]
        lines += telling.hints(decisions, shelf)
    for line in (*lines, *telling.ignored(shelf.ignored, folder)):
        click.echo(line)


def _write_policy(path: Path) -> int:
    from conformance.deciding.policy import SHIPPED  # noqa: PLC0415  slow to load for `--help`

    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(SHIPPED.read_text("utf-8"))
    except FileExistsError as error:
        raise WrongUse(f"--new-policy {path}: filen finnes fra før, og blir ikke overskrevet.") from error
    except OSError as error:
        raise WrongUse(f"--new-policy {path}: filen kunne ikke lages ({in_words(error)}).") from error
    click.echo(f"Laget {path}. Endre den, og bruk den med epj gate --policy {path}")
    return READY
