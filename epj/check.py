"""`epj check`: look at everything around a target before a run, in seconds."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from epj.checking.table import summary, table
from standards.masking import mask

if TYPE_CHECKING:
    from conformance.checking.light import Light
    from conformance.targets.model import Target

WRONG_USE = 2
_WORDS: Final = ("Klart: epj accept kan kjøres.", "Ikke klart: få rettet det som er rødt, og sjekk igjen.")
_STAFF_WORDS: Final = ("Adapteren følger kontrakten.", "Adapteren følger ikke kontrakten.")


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
    if staff and target.staff.kind != "http":
        fix = 'Skriv kind = "http" og address under [staff], eller sjekk uten --staff.'
        click.echo(f'Det er ingen ansatt-adapter å prøve: [staff] har kind = "{target.staff.kind}". {fix}', err=True)
        return WRONG_USE
    if staff:
        from conformance.checking.staff import hold_to_contract  # noqa: PLC0415

        lights = hold_to_contract(target, clock)
    else:
        from conformance.checking.round import look_around  # noqa: PLC0415

        lights = look_around(target, clock)
    result = _Result(path, target, clock.now().astimezone().date(), lights, time.monotonic() - began, staff)
    click.echo(result.json() if as_json else result.text())
    return int(result.red)


@dataclass(frozen=True)
class _Result:
    """What is told of a check."""

    path: Path
    target: Target
    today: date
    lights: Sequence[Light]
    seconds: float
    staff: bool

    @property
    def red(self) -> bool:
        """Whether anything is."""
        return any(light.state.value == "rød" for light in self.lights)

    @property
    def override(self) -> str:
        """What somebody answers for, which is told before all else."""
        found = self.target.override
        return found.in_words() if found is not None and found.valid_on(self.today) else ""

    def text(self) -> str:
        """For people."""
        head = [self.override] if self.override else []
        about = f"Testobjekt: {self.target.name} ({self.path})"
        ready, not_ready = _STAFF_WORDS if self.staff else _WORDS
        end = summary(self.lights, self.seconds, ready=ready, not_ready=not_ready)
        return "\n".join([*head, about, "", *table(self.lights), "", end])

    def json(self) -> str:
        """For programs, with real-range ids masked as in the text."""
        told = {
            "schema": 1,
            "override": self.override,
            "target": self.target.name,
            "ready": not self.red,
            "seconds": round(self.seconds, 2),
            "lights": [_light(light) for light in self.lights],
        }
        return mask(json.dumps(told, ensure_ascii=False, indent=1))


def _light(light: Light) -> dict[str, str | int]:
    return {
        "look": light.look,
        "state": light.state.value,
        "seen": light.seen,
        "who": light.who.value if light.who else "",
        "send": light.sentence,
        "line": light.line,
    }
