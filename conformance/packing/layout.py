"""Where things lie in a pack, and what its file is called."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from conformance.packing.manifest import FULL, MASKED

REPORTS: Final = f"{MASKED}/rapport"
REPORT_JSON: Final = f"{REPORTS}/report.json"
TABLES: Final = f"{MASKED}/tabeller"
EVIDENCE: Final = f"{MASKED}/bevis"
RELEASED: Final = f"{REPORTS}/vedlegg"
"""Where the report links them."""
ATTACHED: Final = f"{FULL}/vedlegg"
DATABASE: Final = f"{FULL}/evidence.sqlite"
VERIFIER: Final = f"{MASKED}/verifiser.html"
README: Final = f"{MASKED}/LES-MEG.txt"
SIMULATED_WORD: Final = ".SIMULERT"
"""Stands in the name of every package that was made on a simulator."""
MASKED_WORD: Final = ".maskert"
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe"})
_SENT: Final = re.compile(rf"{EVIDENCE}/([^/]+)/([0-9]+)-epj-helsenorge\.(?:xml|json)")
_MADE_ON_SIMULATOR: Final = re.compile(r"simulert", re.IGNORECASE)


def file_name(municipality: str, product: str, plan: str, day: str, *, simulated: bool, masked: bool) -> str:
    """What a package is called; `day` is ISO 8601."""
    name = "-".join(["akseptanse", *(_plain(one) or "ukjent" for one in (municipality, product, plan)), day])
    return f"{name}{MASKED_WORD if masked else ''}{SIMULATED_WORD if simulated else ''}.zip"


def packages(folder: Path) -> list[Path]:
    """Every zip below a folder, by name; whether one is a package is for whoever opens it to say."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".zip" and not path.is_dir())


def says_simulated(file: str) -> bool:
    """Whether the name of a file says that it was made on a simulator, also after a browser has put (1) in it."""
    return _MADE_ON_SIMULATOR.search(file) is not None


def sent_by_epj(path: str) -> str:
    """For a body that the EPJ sent: the path of its envelope; empty for any other file."""
    found = _SENT.fullmatch(path)
    return f"{EVIDENCE}/{found[1]}/{found[2]}.json" if found else ""


def folder_of(path: str) -> str:
    """The scenario whose evidence a file is; empty for any other file."""
    rest = path.removeprefix(f"{EVIDENCE}/")
    return rest.partition("/")[0] if rest != path else ""


def _plain(text: str) -> str:
    letters = text.casefold().translate(_LETTERS)
    return re.sub(r"[^a-z0-9_]+", "_", letters).strip("_")[:40]
