"""The parties of every simulated world. The HER-ids are our own, in a range that looks right."""

from __future__ import annotations

from simulator.journal.profile import Profile
from simulator.journal.unit import Service
from standards.codes import Ident
from standards.parties import Party, Unit

HELSENORGE = Party.service("Helsenorge (simulert)", "8200001", "Digital dialog (simulert)", "8200002")
TOWN = ("Fjordvik kommune (simulert)", "8210001")
_NAMES = {
    "helsestasjon": ("8210011", "Fjordvik helsestasjon (simulert)"),
    "skolehelsetjeneste": ("8210012", "Fjordvik skolehelsetjeneste (simulert)"),
    "jordmor": ("8210013", "Fjordvik jordmortjeneste (simulert)"),
    "ungdom": ("8210014", "Fjordvik helsestasjon for ungdom (simulert)"),
    "hjemmetjeneste": ("8210015", "Fjordvik hjemmetjeneste (simulert)"),
}


def services(profile: Profile) -> tuple[Service, ...]:
    """The services that use a product's journal, each with a party of its own."""
    return tuple(Service(role, _party(profile, role)) for role in profile.services)


def _party(profile: Profile, role: str) -> Party:
    her_id, name = _NAMES[role]
    if profile.level2 == "service":
        return Party.service(*TOWN, name, her_id)
    who = Unit(
        profile.staff_name,
        (Ident.her(her_id, person=True),),
        person=True,
        family=profile.staff_family,
        given=profile.staff_given,
    )
    return Party(Unit(TOWN[0], (Ident.her(TOWN[1]),)), who)
