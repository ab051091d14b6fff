"""`epj check`: look at everything around a target before a run, in seconds."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from epj.checking.table import summary, table

if TYPE_CHECKING:
    from conformance.checking.light import Light
    from conformance.targets.model import Target

WRONG_USE = 2


@click.command(name="check", short_help="Se etter om testobjektet er klart for en kjøring.")
@click.option(
    "--target", "path", type=click.Path(path_type=Path), metavar="FIL", required=True, help="Testobjektfil (TOML)."
)
@click.option("--staff", is_flag=True, help="Prøv EPJ-ens ansatt-adapter mot kontrakten (docs/contract.md, del 2).")
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON.")
def command(*, path: Path, staff: bool, as_json: bool) -> int:
    """Se etter om alt rundt EPJ-en er klart: adresser, nett, sertifikater, innlogging, køer, avtaler og testpersoner.

    Én linje for hver ting. Under en rød linje står det hvem som kan rette det, og setningen du kan sende dem.
    --staff prøver bare ansatt-adapteren, og setter opp og avlyser en time for en av testpersonene.

    Avslutter med 0 når ingenting er rødt, 1 når noe er rødt, og 2 når filen ikke kan brukes.
    """
    from conformance.clock import SystemClock  # noqa: PLC0415 - schemas are slow to load for `--help`
    from conformance.targets.file import TargetError  # noqa: PLC0415
    from conformance.targets.loading import load  # noqa: PLC0415

    began = time.monotonic()
    try:
        target = load(path)
    except TargetError as error:
        click.echo(str(error), err=True)
        return WRONG_USE
    clock = SystemClock()
    if staff:
        from conformance.checking.staff import hold_to_contract  # noqa: PLC0415

        lights = hold_to_contract(target, clock)
    else:
        from conformance.checking.round import look_around  # noqa: PLC0415

        lights = look_around(target, clock)
    override = _override(target, clock.now().astimezone().date())
    seconds = time.monotonic() - began
    click.echo(_json(target, override, lights, seconds) if as_json else _text(path, target, override, lights, seconds))
    return int(any(light.state.value == "rød" for light in lights))


def _override(target: Target, today: date) -> str:
    override = target.override
    return override.in_words() if override is not None and override.valid_on(today) else ""


def _text(path: Path, target: Target, override: str, lights: Sequence[Light], seconds: float) -> str:
    head = [override] if override else []
    return "\n".join([*head, f"Testobjekt: {target.name} ({path})", "", *table(lights), "", summary(lights, seconds)])


def _json(target: Target, override: str, lights: Sequence[Light], seconds: float) -> str:
    told = {
        "schema": 1,
        "override": override,
        "target": target.name,
        "ready": not any(light.state.value == "rød" for light in lights),
        "seconds": round(seconds, 2),
        "lights": [
            {
                "look": light.look,
                "state": light.state.value,
                "seen": light.seen,
                "who": light.who.value if light.who else "",
                "send": light.sentence,
                "line": light.line,
            }
            for light in lights
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
