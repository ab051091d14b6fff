"""The parties of a simulated world as the national services know them."""

from __future__ import annotations

from simulator.journal.profile import Profile
from simulator.landscape.parties import HELSENORGE, services
from simulator.serving.service import Registered


def parties_of(profile: Profile) -> tuple[Registered, ...]:
    """Helsenorge, and each service that uses the product's journal."""
    ours = tuple(Registered(service.party, "", role="epj") for service in services(profile))
    return (Registered(HELSENORGE, "", role="helsenorge"), *ours)
