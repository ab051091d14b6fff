"""What a rule sees of a profile or an agreement: the raw tree, party by party and process by process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from standards.cppa.entries import Entry, find
from standards.cppa.model import Mode
from standards.cppa.roles import side_of
from standards.exchange import Role
from standards.rules.tree import local_name, text
from standards.xml import CPPA

_AT_ONCE = ("mshSignalsOnly", "signalsOnly", "responseOnly", "signalsAndResponse")
_MODES = {"": Mode.ASYNC, "none": Mode.ASYNC, **dict.fromkeys(_AT_ONCE, Mode.SYNC)}
TEMPLATES = "CPP-malene for digital dialog (2019)"
AGREEMENT = f"{{{CPPA}}}CollaborationProtocolAgreement"


def name(local: str) -> str:
    """The whole name of an element or attribute."""
    return f"{{{CPPA}}}{local}"


def attribute(element: etree._Element | None, local: str) -> str:
    """An attribute, trimmed; empty when it is not there."""
    return "" if element is None else (element.get(name(local)) or "").strip()


@dataclass(frozen=True)
class Bound:
    """One action that a party can send or receive."""

    element: etree._Element
    action: str
    modes: frozenset[Mode]
    sends: bool


@dataclass(frozen=True)
class Part:
    """What one party does in one process."""

    party: etree._Element
    element: etree._Element
    modes: Mapping[str, Mode]
    """The channels of the party."""

    @cached_property
    def process(self) -> etree._Element | None:
        """ProcessSpecification."""
        return self.element.find(name("ProcessSpecification"))

    @cached_property
    def code(self) -> str:
        """The process as kodeverk 8279 spells it."""
        return attribute(self.process, "name").upper()

    @property
    def version(self) -> str:
        """The version of the process."""
        return attribute(self.process, "version")

    @property
    def role_element(self) -> etree._Element:
        """Role, or what it should stand in."""
        found = self.element.find(name("Role"))
        return self.element if found is None else found

    @property
    def role(self) -> str:
        """The role name."""
        return attribute(self.role_element, "name")

    @property
    def side(self) -> Role | None:
        """Which side the role name is."""
        return side_of(self.role)

    @cached_property
    def entry(self) -> Entry | None:
        """What the templates say of the process; the newest row for a version that they lack."""
        return find(self.code, self.version) or find(self.code)

    def bound(self) -> list[Bound]:
        """Every action, answers too."""
        return [_bound(binding, self.modes) for binding in self.element.iter(name("ThisPartyActionBinding"))]


def parts(root: etree._Element) -> Iterator[Part]:
    """Every process of every party."""
    for party in parties(root):
        yield from parts_of(party)


def parts_of(party: etree._Element) -> list[Part]:
    """The processes of a party."""
    modes = channel_modes(party)
    return [Part(party, role, modes) for role in party.iterchildren(name("CollaborationRole"))]


def parties(root: etree._Element) -> list[etree._Element]:
    """The parties."""
    return list(root.iterchildren(name("PartyInfo")))


def channel_modes(party: etree._Element) -> dict[str, Mode]:
    """Channel → whether it answers in real time; a channel that says neither is left out."""
    found = {}
    for channel in party.iterchildren(name("DeliveryChannel")):
        mode = attribute(channel.find(name("MessagingCharacteristics")), "syncReplyMode")
        if mode in _MODES:
            found[attribute(channel, "channelId")] = _MODES[mode]
    return found


def _bound(binding: etree._Element, modes: Mapping[str, Mode]) -> Bound:
    parent = binding.getparent()
    channels = [text(channel) for channel in binding.iterchildren(name("ChannelId"))]
    return Bound(
        binding,
        attribute(binding, "action"),
        frozenset(modes[channel] for channel in channels if channel in modes),
        parent is not None and local_name(parent) == "CanSend",
    )
