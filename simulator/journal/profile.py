"""How one EPJ product behaves where the standard leaves room; read from the vendor's profile.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

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
    level2: Literal["service"]
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

    @property
    def staff_name(self) -> str:
        """Given and family name of the member of staff."""
        return f"{self.staff_given} {self.staff_family}"
