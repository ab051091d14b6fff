"""How one EPJ product behaves where the standard leaves room; read from the vendor's profile.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from standards.processes import EKONTAKT

SenderMismatch = Literal["error_queue", "apprec"]
RelatedTo = Literal["own_id", "same_as_uid", "none"]


@dataclass(frozen=True)
class Profile:
    """One product. Every choice has a row in the vendor's fidelity ledger."""

    product: str
    """Id such as `visma_hspro`."""
    vendor: str
    name: str
    """Shown to users; says that it is a simulation."""
    software_name: str
    software_version: str
    prodid: str
    """Product id in xCal."""
    processes: Mapping[str, str]
    """Process code → the version in the agreement."""
    level2: Literal["service", "person"]
    """Whether the communication party is the service or a member of its staff."""
    cancel_approval: bool
    """Whether staff must approve a cancellation when the journal is new."""
    cancel_approval_can_change: bool
    sender_mismatch: SenderMismatch
    """What a HER-id that differs between envelope and message is answered with."""
    related_to: RelatedTo
    """What stands in related-to beside the stable uid."""
    staff_family: str
    staff_given: str
    """Who is shown as author of what staff writes."""
    services: tuple[str, ...] = ("helsestasjon",)
    """The units that use the journal, each a party of its own; the first is the default."""
    cpp_generation: Literal["new", "old"] = "new"
    """Whether its profile names roles and actions, or has the process code as its one action."""
    apprec_timing: Literal["at_once", "manual"] = "at_once"
    """Whether a receipt is sent when the message is stored, or when staff have looked at it."""
    text_form: Literal["plain", "xhtml"] = "plain"
    """How texts to the citizen are written."""
    dialog: str = EKONTAKT.code
    """The process that staff write to citizens in."""
    confirmation: Literal["newer", "older"] = "newer"
    """Which id is uid where a slot becomes an appointment: newer: the appointment's; older: the slot's."""
    push: Literal["amqp", "fhir"] = "amqp"
    """How appointments reach Helsenorge: as messages, or by PUT of a FHIR resource."""
    wishes: bool = False
    """Whether citizens may wish for a time (TIMEONSKE, TIMEONSKEUNGDOM)."""
    home_care: bool = False
    """Whether it plans home visits and tells them when Helsenorge asks (HBT)."""
    free_slots: bool = False
    """Whether citizens may search for free slots and book one (HLT, RT)."""
    accent: str = "#1f5f8b"
    """Colour of its pages."""
    plan: str = "full-test"
    """The test plan that its target file names."""

    @property
    def staff_name(self) -> str:
        """Given and family name of the member of staff."""
        return f"{self.staff_given} {self.staff_family}"
