"""What two profiles give together: the newest version both have, in different roles, action by action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from standards.cppa.actions import carries, is_receipt
from standards.cppa.documents import Agreement, Profile
from standards.cppa.entries import version_key
from standards.cppa.model import Binding, CollaborationRole, Packaging, Party
from standards.cppa.renaming import ids_in, renamed
from standards.cppa.roles import roles_differ
from standards.errors import StandardsError

_Pair = tuple[CollaborationRole, CollaborationRole]


@dataclass(frozen=True)
class Reason:
    """Why something of a profile is not in the agreement (bokmål); version and action are empty for the whole."""

    code: str
    text: str
    version: str = ""
    action: str = ""


@dataclass(frozen=True)
class Intersection:
    """The agreement, None when nothing is common, and what fell out."""

    agreement: Agreement | None
    reasons: tuple[Reason, ...]


def intersect(
    a: Profile, b: Profile, *, cpa_id: str, start: datetime, end: datetime, status: str = "agreed"
) -> Intersection:
    """The agreement between the parties of two profiles."""
    if a.party.her_id and a.party.is_(b.party.her_id):
        raise StandardsError(
            "En part kan ikke ha en avtale med seg selv.",
            expected="to profiler med hver sin HER-id",
            found=a.party.her_id,
            fix="Oppgi profilene til to ulike parter.",
        )
    b = _without_collisions(a, b)
    meeting = _Meeting(a.party, b.party)
    for code in dict.fromkeys(role.code for role in (*a.party.roles, *b.party.roles)):
        meeting.process(code)
    reasons = tuple(meeting.reasons)
    if not meeting.pairs:
        return Intersection(None, reasons)
    mine, theirs = zip(*meeting.pairs, strict=True)
    parties = (replace(a.party, roles=tuple(mine)), replace(b.party, roles=tuple(theirs)))
    parts = tuple(dict.fromkeys((*a.parts, *b.parts)))
    packages = tuple(dict.fromkeys((*a.packages, *b.packages)))
    return Intersection(Agreement(cpa_id, status, start, end, parties, parts, packages), reasons)


@dataclass
class _Meeting:
    a: Party
    b: Party
    pairs: list[_Pair] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    def process(self, code: str) -> None:
        """Find the version of one process, and what of it is common."""
        mine, theirs = self.a.roles_in(code), self.b.roles_in(code)
        if not mine or not theirs:
            without = self.b if mine else self.a
            self._out(code, f"{without.name} har ikke prosessen i profilen sin.")
            return
        common = {role.version for role in mine} & {role.version for role in theirs}
        if not common:
            versions = f"{self.a.name} har {_versions(mine)}, {self.b.name} har {_versions(theirs)}"
            self._out(code, f"Partene har ingen versjon av prosessen felles: {versions}.")
            return
        # The roles are part of what a party supports: a newer version in which both are the same is none they share.
        for version in sorted(common, key=version_key, reverse=True):
            if self._version(code, version, mine, theirs):
                return

    def _version(
        self, code: str, version: str, mine: Iterable[CollaborationRole], theirs: Iterable[CollaborationRole]
    ) -> bool:
        left = [role for role in mine if role.version == version]
        right = [role for role in theirs if role.version == version]
        pairs = _opposites(left, right)
        if not pairs:
            names = " og ".join(dict.fromkeys(role.role for role in (*left, *right)))
            self._out(code, f"Partene har ikke hver sin rolle i versjon {version}: {names}.", version)
            return False
        crossed = [pair for one, other in pairs if (pair := self._cross(one, other)) is not None]
        self.pairs += crossed
        return bool(crossed)

    def _cross(self, one: CollaborationRole, other: CollaborationRole) -> _Pair | None:
        left = self._kept(one, self.a, other, self.b)
        right = self._kept(other, self.b, one, self.a)
        actions = [*left.sends, *right.sends]
        if all(is_receipt(binding.action) for binding in actions):
            text = f"Ingen handling i versjon {one.version} kan sendes av den ene parten og mottas av den andre."
            self._out(one.code, text, one.version)
            return None
        if one.uuid and other.uuid and one.uuid.upper() != other.uuid.upper():
            # No source says that the registry compares it, so it does not stop anything.
            text = f"Partene har ulik uuid på prosessen: {one.uuid} og {other.uuid}. Den er likevel tatt med."
            self._out(one.code, text, one.version)
        return left, right

    def _kept(
        self, role: CollaborationRole, party: Party, other: CollaborationRole, facing: Party
    ) -> CollaborationRole:
        out = _Direction(party, facing, role, other, self.reasons)
        sends, receives = out.kept(role.can_send, True), out.kept(role.can_receive, False)
        return replace(role, can_send=(*sends, *out.freed[True]), can_receive=(*receives, *out.freed[False]))

    def _out(self, code: str, text: str, version: str = "", action: str = "") -> None:
        self.reasons.append(Reason(code, text, version, action))


@dataclass
class _Direction:
    """One party's actions against what the other can."""

    party: Party
    facing: Party
    role: CollaborationRole
    other: CollaborationRole
    reasons: list[Reason]
    freed: dict[bool, list[Binding]] = field(default_factory=lambda: {True: [], False: []})
    """Answers that stay though what they stood inside fell out, by whether they are sent."""

    def kept(self, bindings: Iterable[Binding], sending: bool) -> tuple[Binding, ...]:
        """What the other party can take, or give, on a channel of the same mode."""
        return tuple(self._keep(bindings, sending))

    def _keep(self, bindings: Iterable[Binding], sending: bool) -> Iterator[Binding]:
        for binding in bindings:
            matching = [one for one in self._opposite(sending) if self._same(binding, one)]
            meant = [one for one in matching if self._modes(binding, one)]
            if not meant:
                self._fell_out(binding, sending, bool(matching))
                self.freed[not sending] += self.kept(binding.replies, not sending)
                continue
            modes = frozenset().union(*(self._modes(binding, one) for one in meant))
            channels = tuple(one.id for one in self.party.channels if one.mode in modes and one.id in binding.channels)
            replies = self.kept(binding.replies, not sending)
            yield replace(binding, channels=channels, other=meant[0].id, replies=replies)

    def _opposite(self, sending: bool) -> tuple[Binding, ...]:
        return self.other.receives if sending else self.other.sends

    def _modes(self, mine: Binding, theirs: Binding) -> frozenset[object]:
        return frozenset(self.party.modes(mine) & self.facing.modes(theirs))

    def _same(self, mine: Binding, theirs: Binding) -> bool:
        code = self.role.code
        return carries(code, theirs.action, mine.action) or carries(code, mine.action, theirs.action)

    def _fell_out(self, binding: Binding, sending: bool, other_mode: bool) -> None:
        can, name = ("motta" if sending else "sende"), self.facing.name
        if other_mode:
            text = f"{name} kan bare {can} {binding.action} på en annen kanal (async eller sync)."
        else:
            text = f"{name} kan ikke {can} {binding.action}."
        self.reasons.append(Reason(self.role.code, text, self.role.version, binding.action))


def _opposites(left: Iterable[CollaborationRole], right: Iterable[CollaborationRole]) -> list[_Pair]:
    """Pairs of different roles, each role once; those of one generation first."""
    pairs = [(one, other) for one in left for other in right if roles_differ(one.role, other.role)]
    pairs.sort(key=lambda pair: pair[0].generation is not pair[1].generation)
    chosen: list[_Pair] = []
    for one, other in pairs:
        if all(one is not used and other is not taken for used, taken in chosen):
            chosen.append((one, other))
    return chosen


def _versions(roles: Iterable[CollaborationRole]) -> str:
    return ", ".join(sorted({role.version for role in roles}, key=version_key))


def _without_collisions(a: Profile, b: Profile) -> Profile:
    """The second profile with ids of its own: an id stands once in a document, and the templates give all the same."""
    taken = set(ids_in(a.parties)) | set(ids_in(a.parts)) | set(ids_in(a.packages))
    used = set(ids_in(b.parties)) | set(ids_in(b.parts)) | set(ids_in(b.packages))
    names: dict[str, str] = {}
    for name in sorted((taken & used) - _shared(a, b)):
        number = 2
        while f"{name}-{number}" in taken | used:
            number += 1
        names[name] = f"{name}-{number}"
    return renamed(b, names)


def _shared(a: Profile, b: Profile) -> set[str]:
    """Ids of parts and packages that are equal in both, and so need to stand only once."""
    parts = {part.id for part in a.parts if part in b.parts}
    shared = set(parts)
    for package in a.packages:
        if package in b.packages and _uses(package) <= parts | set(_own(package)):
            shared |= set(ids_in(package))
    return shared


def _own(package: Packaging) -> Iterator[str]:
    return (composite.id for composite in package.composites)


def _uses(package: Packaging) -> set[str]:
    return {part.part for composite in package.composites for part in composite.parts}
