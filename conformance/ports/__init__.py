"""What a scenario may ask of the world: the citizen's side, staff, and the journal."""

from __future__ import annotations

from conformance.mail.mailbox import Sent
from conformance.ports.citizen import CitizenPort
from conformance.ports.journal import Claim, JournalPort
from conformance.ports.link import Link
from conformance.ports.puts import PutsPort
from conformance.ports.staff import StaffPort
from conformance.staff.adapter import IntentResult

__all__ = ["CitizenPort", "Claim", "IntentResult", "JournalPort", "Link", "PutsPort", "Sent", "StaffPort"]
