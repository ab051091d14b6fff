"""The two documents: the profile of one party, and the agreement of two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from standards.cppa.actions import carries
from standards.cppa.model import CollaborationRole, Packaging, Party, SimplePart
from standards.cppa.writing import agreement_element, profile_element
from standards.errors import StandardsError
from standards.xml import serialize


@dataclass(frozen=True)
class Profile:
    """CPP: what a party can."""

    id: str
    parties: tuple[Party, ...]
    parts: tuple[SimplePart, ...]
    packages: tuple[Packaging, ...]
    version: str = "2_0"

    @property
    def party(self) -> Party:
        """The party that the profile is of."""
        return self.parties[0]

    def to_xml(self) -> bytes:
        """The whole document."""
        return serialize(profile_element(self))


@dataclass(frozen=True)
class Agreement:
    """CPA: what two parties can together, and from when to when."""

    id: str
    status: str
    start: datetime
    end: datetime
    parties: tuple[Party, Party]
    parts: tuple[SimplePart, ...]
    packages: tuple[Packaging, ...]
    version: str = "2_0"

    def to_xml(self) -> bytes:
        """The whole document."""
        return serialize(agreement_element(self))

    def party(self, her_id: str) -> Party:
        """The party with that HER-id; raises `StandardsError` when it is none of the two."""
        return next((party for party in self.parties if party.is_(her_id)), None) or self._stranger(her_id)

    def other(self, her_id: str) -> Party:
        """The party that does not have that HER-id: the side that one reads in an agreement of one's own."""
        mine = self.party(her_id)
        return next(party for party in self.parties if party is not mine)

    def role(self, code: str, her_id: str, version: str | None = None) -> CollaborationRole | None:
        """What a party does in a process."""
        roles = self.party(her_id).roles_in(code)
        return next((role for role in roles if version in (None, role.version)), None)

    def supports(self, code: str, version: str | None, action: str, sender: str) -> bool:
        """Whether `sender` (a HER-id) may send the action; any version when None."""
        mine, theirs = self.party(sender), self.other(sender)
        return any(
            any(carries(code, binding.action, action) for binding in sending.sends)
            and any(carries(code, binding.action, action) for binding in receiving.receives)
            for sending in mine.roles_in(code)
            for receiving in theirs.roles_in(code)
            if sending.version == receiving.version and version in (None, sending.version)
        )

    def valid_at(self, now: datetime) -> bool:
        """Whether the agreement is in force."""
        return _zoned(self.start) <= _zoned(now) < _zoned(self.end)

    def _stranger(self, her_id: str) -> Party:
        raise StandardsError(
            "Avtalen gjelder ikke denne parten.",
            expected=" eller ".join(party.her_id or party.name for party in self.parties),
            found=her_id,
            fix="Hent avtalen mellom de to HER-id-ene.",
        )


def _zoned(moment: datetime) -> datetime:
    """A time without zone is read as UTC: the registry does not say, and an agreement lasts for months."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
