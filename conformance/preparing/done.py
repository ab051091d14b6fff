"""That somebody has done what the list asks for: kept beside the target file, and valid for that list alone."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conformance.preparing.listing import Preparation


@dataclass(frozen=True)
class Done:
    """Who said so, when, and the fingerprint of the list."""

    by: str
    at: datetime
    fingerprint: str

    @classmethod
    def read(cls, target_file: Path) -> Done | None:
        """What is kept beside a target file; None when there is nothing that can be read."""
        try:
            values = tomllib.loads(place_of(target_file).read_text("utf-8"))
            return cls(str(values["by"]), datetime.fromisoformat(str(values["at"])), str(values["fingerprint"]))
        except (OSError, ValueError, KeyError):
            return None

    def in_words(self) -> str:
        """When and by whom."""
        return f"{self.at:%d.%m.%Y kl. %H.%M} av {self.by}"

    def write(self, target_file: Path) -> Path:
        """Keep it; gives where. Raises `OSError`."""
        lines = (
            "# Skrevet av «epj prepare --done»: hvem som har gjort det klargjøringslisten ber om, og når.",
            f"by = {json.dumps(self.by, ensure_ascii=False)}",
            f'at = "{self.at.isoformat(timespec="seconds")}"',
            f'fingerprint = "{self.fingerprint}"',
        )
        place = place_of(target_file)
        place.write_text("\n".join(lines) + "\n", "utf-8")
        return place


def place_of(target_file: Path) -> Path:
    """Where it is kept."""
    return target_file.with_name(f"{target_file.stem}.klargjort.toml")


def said_so(preparation: Preparation, target_file: Path) -> str:
    """When and by whom this very list was done (bokmål); empty when nobody has said so."""
    done = Done.read(target_file)
    return done.in_words() if done and done.fingerprint == preparation.fingerprint else ""


def notice(preparation: Preparation, target_file: Path, plan: str = "") -> str:
    """What to tell before scenario 1 when people are asked (bokmål); `plan` is what was asked for by id."""
    where = f"epj prepare --target {target_file}{f' --plan {plan}' if plan else ''}"
    how = f"{where} viser alt som skal gjøres klart, og --html FIL lager en side å skrive ut"
    done = Done.read(target_file)
    if done is None:
        return f"Klargjøring: {how}."
    if done.fingerprint == preparation.fingerprint:
        return f"Klargjøring: gjort {done.in_words()}."
    return f"Klargjøring: en annen liste ble gjort {done.in_words()}. Siden er noe endret. {how}."
