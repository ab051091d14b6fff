"""What has changed beside the target file since the run that is about to be packed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from conformance.targets.deviations import path_beside, read_beside
from conformance.targets.file import TargetError

_ASK = "Oppgi filen med --deviations når dere spør epj gate, eller kjør testen på nytt og pakk den kjøringen."


def deviations_since(info: Mapping[str, Any]) -> str:
    """What to say where accepted deviations are others now than when the run read them (bokmål); else empty."""
    file, target = str(info.get("target_file", "")), info.get("target")
    if not file or not isinstance(target, Mapping) or not Path(file).is_file():
        return ""
    place = path_beside(Path(file))
    head = f"{_near(place)} er endret siden kjøringen."
    beside = _beside(Path(file))
    if beside is None:
        return f"{head} Den kan ikke brukes slik den er nå; epj check sier hvorfor. Pakken har avvikene slik de var."
    known, now = _rows(target.get("deviations", ())), _rows(beside)
    if known == now:
        return ""
    added = ["Avvik som er kommet til, er ikke med i pakken."] if now - known else []
    removed = ["Avvik som er fjernet, er fortsatt med i pakken."] if known - now else []
    return " ".join([head, *added, *removed, _ASK])


def _beside(target: Path) -> list[dict[str, Any]] | None:
    """What lies beside the target file now; None where it cannot be read, or has days that do not exist."""
    try:
        return [dict(vars(one)) for one in read_beside(target)]
    except TargetError:
        return None


def _rows(deviations: Sequence[Mapping[str, Any]]) -> set[tuple[tuple[str, str], ...]]:
    """Deviations in a form that is the same for a file and for evidence, where days are text."""
    return {tuple(sorted((key, str(value)) for key, value in one.items())) for one in deviations}


def _near(path: Path) -> Path:
    """A path from where one stands, when it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
