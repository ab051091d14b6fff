"""Who plays in the examples: persons and parties of our own or of a target file, the time and the ids."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from conformance.clock import SystemClock
from epj.building.people import HOME_CARE, People, as_acting, as_person
from epj.options import WrongUse
from standards.parties import Party
from standards.samples import Cast, Sample

if TYPE_CHECKING:
    from conformance.targets.model import Target

OSLO = ZoneInfo("Europe/Oslo")
YEARS = range(2000, 2100)
HELSENORGE = Party.service("Helsenorge", "8200001", "Digital dialog", "8200002")
CLINICS = {
    "helsestasjon": Party.service("Fjordvik kommune", "8210001", "Fjordvik helsestasjon", "8210011"),
    HOME_CARE: Party.service("Fjordvik kommune", "8210001", "Fjordvik hjemmetjeneste", "8210021"),
}


@dataclass(frozen=True)
class Scene:
    """Everything an example depends on besides which message it is; every example gets ids of its own."""

    people: People
    helsenorge: Party
    epj: Party
    service: str
    now: datetime
    seed: int | None
    persona: str | None
    acting: str | None
    attachment: bool

    def cast(self, sample: Sample, *, acting: bool = True) -> Cast:
        """The cast of one example."""
        patient = self.people.patient(self.persona, sample, self.service)
        other = self.people.find(self.acting, "--acting") if self.acting and acting else None
        return Cast(
            as_person(patient),
            self.helsenorge,
            self.epj,
            self.now,
            _ids(None if self.seed is None else f"{self.seed} {sample.process} {sample.version} {sample.file}"),
            as_acting(other, patient) if other is not None else None,
            self.service,
            self.attachment,
        )


def scene_for(
    target: Path | None,
    clinic: str,
    seed: int | None,
    moment: str | None,
    *,
    persona: str | None,
    acting: str | None,
    attachment: bool,
) -> Scene:
    now = _moment(moment)
    if target is None:
        from simulator.people import named_families  # noqa: PLC0415  slow to load for `--help`

        everyone = [person for family in named_families(now.date()) for person in family.members]
        return Scene(People(everyone), HELSENORGE, CLINICS[clinic], clinic, now, seed, persona, acting, attachment)
    from conformance.writing.helsenorge import party_of  # noqa: PLC0415

    known = _target(target)
    us = known.helsenorge
    helsenorge = Party.service(us.parent_name, us.parent_her_id, us.name, us.her_id)
    party = party_of(next((one for one in known.parties if one.role == clinic), known.parties[0]))
    return Scene(People(known.persons), helsenorge, party, clinic, now, seed, persona, acting, attachment)


def _target(path: Path) -> Target:
    from conformance.targets.file import TargetError  # noqa: PLC0415
    from conformance.targets.loading import load  # noqa: PLC0415

    try:
        return load(path)
    except TargetError as error:
        raise WrongUse(str(error)) from error


def _moment(written: str | None) -> datetime:
    """The time asked for, in Norwegian time where no zone is said; else now."""
    if written is None:
        return SystemClock().now().astimezone(OSLO).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise WrongUse(f"--time {written} er ikke et tidspunkt. Skriv det som 2026-12-01T10:15:00+01:00.") from error
    if moment.year not in YEARS:
        raise WrongUse(f"--time {written} må være i et av årene {YEARS[0]} til {YEARS[-1]}.")
    return moment.astimezone(OSLO) if moment.tzinfo is not None else moment.replace(tzinfo=OSLO)


def _ids(seed: str | None) -> Callable[[], str]:
    """New ids: the same ones for the same seed, else none that has been seen before."""
    if seed is None:
        return lambda: str(uuid.uuid4())
    source = random.Random(seed)  # noqa: S311  ids that must be alike, not secrets
    return lambda: str(uuid.UUID(int=source.getrandbits(128), version=4))
