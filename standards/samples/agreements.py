"""The profiles and agreements of the address registry (CPP and CPA), in both ways of writing the functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from standards.cppa import Generation, Keys, Profile, Queues, intersect, profile_for
from standards.errors import StandardsError
from standards.exchange import Role
from standards.processes import EPJ, HELSENORGE
from standards.samples.calendars import HOME_CARE
from standards.samples.model import Cast, Kind, Sample

CPP, CPA, VERSION = "CPP", "CPA", "2.0"
FUNCTIONS: Mapping[str, Generation] = {"Handlinger": Generation.NEW, "Prosesser": Generation.OLD}
"""Action of the sample → whether the profile names each function or only the process."""
_TITLES = {EPJ: "Hva tjenesten i kommunen kan", HELSENORGE: "Hva Helsenorge kan"}
_KEYS = Keys(*[bytes.fromhex("300d 3003020101 3003060129 0301 00")] * 2)
"""Shaped as certificates, and nobody's."""
_EVERYWHERE = (
    *("DIALOG_INNBYGGER_EKONTAKT", "DIALOG_INNBYGGER_AVTALEUTSENDING", "DIALOG_INNBYGGER_AVTALEAVBESTILLING"),
    *("DIALOG_INNBYGGER_DIGITALBRUKER", "DIALOG_INNBYGGER_TEST"),
)
_AT_HOME = ("DIALOG_INNBYGGER_TIMERESERVASJON", "DIALOG_INNBYGGER_TJENESTEOVERSIKT")


def samples() -> Iterator[Sample]:
    """The profile of each side, and the agreement that the two give."""
    for process, action, sender, title in (
        *((CPP, action, sender, _TITLES[sender]) for action in FUNCTIONS for sender in (EPJ, HELSENORGE)),
        *((CPA, action, EPJ, "Hva de to kan sammen") for action in FUNCTIONS),
    ):
        old = FUNCTIONS[action] is Generation.OLD
        yield Sample(Kind.AGREEMENT, process, VERSION, action, "", sender, title, tolerated=old)


def write(sample: Sample, cast: Cast) -> bytes:
    """The document."""
    generation = FUNCTIONS[sample.action]
    if sample.process == CPP:
        return _profile(sample.sender, generation, cast).to_xml()
    ours, theirs = (_profile(side, generation, cast) for side in (HELSENORGE, EPJ))
    start = cast.now.replace(hour=0, minute=0, second=0, microsecond=0)
    found = intersect(ours, theirs, cpa_id=cast.new_id(), start=start, end=start + timedelta(days=3 * 365))
    if found.agreement is None:
        raise StandardsError("Profilene har ingen prosess felles.", fix="Legg til en prosess begge har.")
    return found.agreement.to_xml()


def _profile(side: Role, generation: Generation, cast: Cast) -> Profile:
    party = cast.epj if side is EPJ else cast.helsenorge
    processes = (*_EVERYWHERE, *(_AT_HOME if cast.service == HOME_CARE else ()))
    queues = Queues(f"{party.her_id}_async", f"{party.her_id}_sync")
    return profile_for(party, processes, side, queues, cpp_id=cast.new_id(), generation=generation, keys=_KEYS)
