"""The parties of a simulated world as the national services know them, with numbers that nobody has.

Level 1 (the enterprise) is not listed by itself: it is `party.level1` of those below it, with `organisation_number`.
The organisation numbers have right check digits and begin with 3, where no real one does.
"""

from __future__ import annotations

from typing import Final

from simulator.journal.profile import Profile
from simulator.journal.unit import Service
from simulator.landscape.parties import HELSENORGE, TOWN, services
from simulator.serving.service import Registered
from standards.codes import Ident
from standards.cppa import ENTRIES
from standards.parties import Party, Unit

_HELSENORGE: Final = ("310820016", "310820024", "4")
TOWN_NUMBER: Final = "310820032"
"""The municipality's organisation number."""
_SERVICES: Final = {
    "helsestasjon": ("310820040", "KF01"),
    "skolehelsetjeneste": ("310820059", "KF01"),
    "jordmor": ("310820067", "KF0104"),
    "ungdom": ("310820075", "KF0103"),
    "hjemmetjeneste": ("310820083", "KP02"),
}
"""What a service of the municipality is → its own organisation number, and its code of 8663 or 8666."""
_SURGERY: Final = ("Lia legekontor (simulert)", "8220001")
_SURGERY_NUMBER: Final = "310820091"
SURGERY: Final = Registered(
    Party.service(*_SURGERY, "Fastlege, Lia legekontor (simulert)", "8220011"), _SURGERY_NUMBER, "310820113", "KA01"
)
"""The doctor's office that writes to the services of the municipality."""
_HOSPITAL: Final = ("Nordvåg sykehus (simulert)", "8230001")
_HOSPITAL_NUMBER: Final = "310820105"


def parties_of(profile: Profile) -> tuple[Registered, ...]:
    """Helsenorge, each service that uses the product's journal, and others that health actors write to."""
    return (_helsenorge(), *(_service(profile, service) for service in services(profile)), *_others())


def _helsenorge() -> Registered:
    number, below, code = _HELSENORGE
    return Registered(HELSENORGE, number, below, code, "helsenorge", tuple(ENTRIES))


def _service(profile: Profile, service: Service) -> Registered:
    below, code = _SERVICES[service.role]
    return Registered(
        service.party,
        TOWN_NUMBER,
        below,
        code,
        "epj",
        tuple(profile.processes),
        profile.cpp_generation,
        tuple(profile.processes.values()),
    )


def _others() -> tuple[Registered, ...]:
    """A GP practice and a doctor there, a ward, one without queues of its own, and one that is closed."""
    ward = Party.service(*_HOSPITAL, "Barneavdelingen, Nordvåg sykehus (simulert)", "8230011")
    shared = Party.service(*TOWN, "Fjordvik kommuneoverlege (simulert)", "8210021")
    closed = Party.service(*TOWN, "Fjordvik gamle helsestasjon (simulert)", "8210019")
    return (
        SURGERY,
        Registered(_doctor(), _SURGERY_NUMBER),
        Registered(ward, _HOSPITAL_NUMBER, "310820121"),
        Registered(shared, TOWN_NUMBER, "310820148", "KA03", own_queue=False),
        Registered(closed, TOWN_NUMBER, "310820156", "KF01", ended=True),
    )


def _doctor() -> Party:
    who = Unit("Tuva Testlege", (Ident.her("8220012", person=True),), person=True, family="Testlege", given="Tuva")
    return Party(Unit(_SURGERY[0], (Ident.her(_SURGERY[1]),)), who)
