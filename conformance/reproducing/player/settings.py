"""What a replay is told: on the command line, in the environment, and in a target file."""

from __future__ import annotations

import argparse
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from .stopping import Stop

BUS_SECRET, STAFF_SECRET = "EPJ_BUSS_PASSORD", "EPJ_ANSATT_NOEKKEL"


@dataclass(frozen=True)
class Settings:
    """Where to play it, and how."""

    bus: str
    staff: str
    inbox: str
    bus_secret: str = field(repr=False)
    staff_secret: str = field(repr=False)
    her_id: str = ""
    renew: bool = False
    patience: float = 2.0
    weeks: int | None = None
    whole: bool = False
    swaps: Mapping[str, str] = field(default_factory=dict)
    not_swapped: tuple[str, ...] = ()


def read(arguments: Sequence[str], recorded: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """Raises `Stop` for what is missing; `recorded` is the target as it was, without secrets."""
    told = _parser().parse_args(arguments)
    here = _target(Path(told.testobjekt)) if told.testobjekt else {}
    bus = told.buss or here.get("transport", {}).get("address", "") or recorded["transport"]["address"]
    secret = environment.get(BUS_SECRET, "") or _secret(here.get("helsenorge", {}), told.testobjekt, environment)
    if not secret:
        raise Stop(
            f"Passordet til HER-id {recorded['helsenorge']['her_id']} på bussen mangler. "
            f"Sett miljøvariabelen {BUS_SECRET}, eller oppgi testobjektfilen med --testobjekt FIL."
        )
    swaps, missing = _swaps(recorded, here)
    return Settings(
        bus=bus,
        staff=told.ansatt or here.get("staff", {}).get("address", "") or recorded["staff"].get("address", ""),
        inbox=told.mottak or _address(here) or recorded.get("services", {}).get("timenotifikasjon", ""),
        bus_secret=secret,
        staff_secret=environment.get(STAFF_SECRET, "") or _secret(here.get("staff", {}), told.testobjekt, environment),
        her_id=str(here.get("helsenorge", {}).get("her_id", "") or recorded["helsenorge"]["her_id"]),
        renew=told.nye_id,
        patience=told.vent,
        weeks=told.uker,
        whole=told.alt,
        swaps=swaps,
        not_swapped=missing,
    )


class _Parser(argparse.ArgumentParser):
    """Wrong use is told in bokmål."""

    def error(self, message: str) -> NoReturn:
        """What `argparse` says is English; the option that it names is what helps."""
        words = re.findall(r"--?[\wæøå-]+|(?<=arguments: )\S+", message)
        raise Stop(f"Dette kan ikke brukes slik: {' '.join(words) or 'valgene'}. kjoer.py --help viser valgene.")

    def format_help(self) -> str:
        """With the headings in bokmål."""
        return super().format_help().replace("usage:", "Bruk:").replace("options:", "Valg:")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="kjoer.py", usage="python kjoer.py [valg]", description="Spill av scenarioet på nytt.", add_help=False
    )
    add = parser.add_argument
    add("--nye-id", action="store_true", help="nye meldings-id-er og tidspunkter, så EPJ-en ikke ser duplikater")
    add("--testobjekt", metavar="FIL", help="testobjektfil (TOML) med adresser, passord og testpersoner")
    add("--buss", metavar="URL", help="bussens adresse")
    add("--ansatt", metavar="URL", help="ansatt-adapterens adresse")
    add("--mottak", metavar="URL", help="adressen til mottaket av timer over REST")
    add("--vent", metavar="SEKUNDER", type=float, default=2.0, help="hvor lenge stillhet skal vare (2)")
    add("--uker", metavar="TALL", type=int, help="flytt planlagte timer så mange uker; 0 lar dem stå")
    add("--alt", action="store_true", help="vis alle forskjeller og meldingene i sin helhet")
    add("--help", action="help", help="vis denne hjelpen")
    return parser


def _target(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Stop(f"Testobjektfilen {path} kan ikke leses: {error}. Oppgi en TOML-fil fra epj target init.") from error


def _secret(table: Mapping[str, Any], file: str | None, environment: Mapping[str, str]) -> str:
    found = table.get("secret", "")
    if not isinstance(found, Mapping):
        return str(found)
    if "env" in found:
        return environment.get(str(found["env"]), "")
    try:
        return (Path(file or "").parent / str(found.get("file", ""))).read_text("utf-8").strip()
    except OSError as error:
        raise Stop(f"Filen med passordet kan ikke leses: {error}.") from error


def _address(here: Mapping[str, Any]) -> str:
    service = here.get("services", {}).get("timenotifikasjon", "")
    return str(service.get("address", "") if isinstance(service, Mapping) else service)


def _swaps(recorded: Mapping[str, Any], here: Mapping[str, Any]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The numbers of persons and parties that are others in the EPJ of the target file, and who is not there."""
    if not here:
        return {}, ()
    pairs: list[tuple[Any, Any]] = []
    persons = {one["id"]: one["ident"] for one in here.get("persons", ())}
    pairs += [(one["ident"], persons.get(one["id"])) for one in recorded["persons"]]
    parties = {one["role"]: one for one in here.get("parties", ())}
    for old, new in [(recorded["helsenorge"], here.get("helsenorge", {}))] + [
        (one, parties.get(one["role"], {})) for one in recorded["parties"]
    ]:
        pairs += [(old[name], new.get(name)) for name in ("her_id", "parent_her_id")]
    missing = tuple(one["id"] for one in recorded["persons"] if one["id"] not in persons)
    return {str(then): str(now) for then, now in pairs if now and str(then) != str(now)}, missing


def environment() -> Mapping[str, str]:
    """The variables of this process."""
    return dict(os.environ)
