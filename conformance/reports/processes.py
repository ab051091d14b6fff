"""The processes of a scenario by name and version, and what to say where a target declares another than is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conformance.dialogs import DIALOG, declared
from standards.processes import BETWEEN_ACTORS, find

_PREFIX = "DIALOG_INNBYGGER_"
_FULL = ("DIALOG_", "NOTIFIKASJON_")


@dataclass(frozen=True)
class Spoken:
    """One process; `version` is what the target declares, empty where it declares none."""

    code: str
    name: str
    version: str
    known: tuple[str, ...]
    """The versions that the test bench knows; empty for a process without any."""

    @property
    def is_unknown(self) -> bool:
        """Whether the target declares a version that the test bench does not know."""
        return bool(self.version and self.known) and self.version not in self.known

    @property
    def in_words(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}".strip()


def of_scenario(named: object, versions: Mapping[str, str]) -> tuple[Spoken, ...]:
    """The processes that a scenario is tagged with; `versions` is what the target declares."""
    codes: list[str] = []
    for name in named if isinstance(named, (list, tuple)) else ():
        codes += _codes(str(name), versions)
    return tuple(spoken(code, versions.get(code, "")) for code in dict.fromkeys(codes))


def _codes(name: str, versions: Mapping[str, str]) -> list[str]:
    if name == DIALOG:
        return [process.code for process in declared(versions)[:1]]
    return [name if name.startswith(_FULL) else f"{_PREFIX}{name}"]


def spoken(code: str, version: str) -> Spoken:
    """One process as the catalogue names it."""
    if known := find(code):
        return Spoken(code, known.name.rpartition(" - ")[2], version, known.versions)
    if between := BETWEEN_ACTORS.get(code):
        return Spoken(code, between.name, version, between.dialogs)
    return Spoken(code, code, version, ())


def remarks(versions: Mapping[str, str]) -> Iterator[str]:
    """One for each version that the test bench does not know (bokmål)."""
    for code, version in versions.items():
        one = spoken(code, version)
        if one.is_unknown:
            knows = " og ".join(one.known)
            yield (
                f"Testobjektet oppgir versjon {version} av {one.name} ({code}), men testbenken kjenner {knows}."
                " Prøvene bygger på dem, og sier ikke noe om det som er nytt."
            )
