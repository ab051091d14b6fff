"""What a profile (CPP) and an agreement (CPA) hold, as plain data (ebXML CPP/A 2.0 as the address registry uses it)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from standards.cppa.roles import Generation, generation_of, side_of
from standards.exchange import Role

IDS: Final = {"id": True}
"""Marks a field that is an id of the document or points at one."""


class Mode(StrEnum):
    """How a channel answers: with a message later, or in real time."""

    ASYNC = "async"
    SYNC = "sync"


@dataclass(frozen=True)
class PartyId:
    """One identifier of a party; the type is HER, ENH or orgnummer."""

    value: str
    type: str = ""


@dataclass(frozen=True)
class Service:
    """The name of the service, with its type where it has one."""

    name: str
    type: str = ""


@dataclass(frozen=True)
class Characteristics:
    """BusinessTransactionCharacteristics as written; an empty text is an attribute that is not there."""

    is_non_repudiation_required: str = ""
    is_non_repudiation_receipt_required: str = ""
    is_confidential: str = ""
    is_authenticated: str = ""
    is_tamper_proof: str = ""
    is_authorization_required: str = ""
    is_intelligible_check_required: str = ""
    time_to_acknowledge_receipt: str = ""
    time_to_acknowledge_acceptance: str = ""
    time_to_perform: str = ""
    retry_count: str = ""


@dataclass(frozen=True)
class Binding:
    """One action that a party can send or receive; `replies` are those of the opposite direction inside it."""

    id: str = field(metadata=IDS)
    action: str
    package_id: str = field(metadata=IDS)
    channels: tuple[str, ...] = field(metadata=IDS)
    characteristics: Characteristics = Characteristics()
    other: str = field(default="", metadata=IDS)
    """The id of the binding of the other party, where the document has it."""
    replies: tuple[Binding, ...] = ()


@dataclass(frozen=True)
class CollaborationRole:
    """What a party does in one version of a process."""

    process: str
    version: str
    role: str
    service: Service
    can_send: tuple[Binding, ...] = ()
    can_receive: tuple[Binding, ...] = ()
    uuid: str = ""
    process_href: str = ""
    role_href: str = ""
    certificates: tuple[str, ...] = field(default=(), metadata=IDS)

    @property
    def code(self) -> str:
        """The process as kodeverk 8279 spells it; the sources differ in upper and lower case."""
        return self.process.upper()

    @property
    def generation(self) -> Generation:
        """Old when the role is named sender or receiver of the process."""
        return generation_of(self.role)

    @property
    def side(self) -> Role | None:
        """Helsenorge or the EPJ; None for the old role names, which do not tell."""
        return side_of(self.role)

    @property
    def sends(self) -> tuple[Binding, ...]:
        """Everything that it can send, answers too."""
        return (*self.can_send, *(reply for binding in self.can_receive for reply in binding.replies))

    @property
    def receives(self) -> tuple[Binding, ...]:
        """Everything that it can receive, answers too."""
        return (*self.can_receive, *(reply for binding in self.can_send for reply in binding.replies))


@dataclass(frozen=True)
class Certificate:
    """A certificate as base64 text, or only a name when KeyInfo holds no X.509."""

    id: str = field(metadata=IDS)
    x509: str = ""
    name: str = ""


@dataclass(frozen=True)
class SecurityDetails:
    """The certificates that a party trusts."""

    id: str = field(metadata=IDS)
    anchors: tuple[str, ...] = field(default=(), metadata=IDS)


@dataclass(frozen=True)
class DeliveryChannel:
    """One way to a party: a transport and how documents are secured on it."""

    id: str = field(metadata=IDS)
    transport_id: str = field(metadata=IDS)
    doc_exchange_id: str = field(metadata=IDS)
    sync_reply_mode: str = ""
    ack_requested: str = ""
    ack_signature_requested: str = ""
    duplicate_elimination: str = ""
    actor: str = ""

    @property
    def mode(self) -> Mode:
        """Real time when anything comes back at once; a mode not written is `none`."""
        return Mode.ASYNC if self.sync_reply_mode in ("", "none") else Mode.SYNC


@dataclass(frozen=True)
class Endpoint:
    """An address (a queue), and what it is for; a use not written is `allPurpose`."""

    uri: str
    type: str = ""


@dataclass(frozen=True)
class Protocol:
    """A protocol or algorithm by name, with version where it has one."""

    name: str
    version: str = ""


@dataclass(frozen=True)
class Transport:
    """How to send from and to a party; None for a direction that is not written."""

    id: str = field(metadata=IDS)
    sending: Protocol | None = None
    receiving: Protocol | None = None
    endpoints: tuple[Endpoint, ...] = ()


@dataclass(frozen=True)
class Signing:
    """How a party signs, and with which certificate."""

    certificate: str = field(metadata=IDS)
    protocol: Protocol
    hash: str
    algorithms: tuple[str, ...]


@dataclass(frozen=True)
class Encryption:
    """How to encrypt for a party, and with which certificate."""

    certificate: str = field(metadata=IDS)
    protocol: Protocol
    algorithms: tuple[str, ...]


@dataclass(frozen=True)
class DocExchange:
    """How documents are secured; the versions are of the messaging service, empty when the side is not written."""

    id: str = field(metadata=IDS)
    sending: str = ""
    receiving: str = ""
    signing: Signing | None = None
    encryption: Encryption | None = None


@dataclass(frozen=True)
class Party:
    """PartyInfo: who it is, what it can, and how it is reached."""

    name: str
    ids: tuple[PartyId, ...]
    default_channel: str = field(metadata=IDS)
    default_package: str = field(metadata=IDS)
    roles: tuple[CollaborationRole, ...]
    channels: tuple[DeliveryChannel, ...]
    transports: tuple[Transport, ...]
    doc_exchanges: tuple[DocExchange, ...]
    refs: tuple[str, ...] = ("#",)
    certificates: tuple[Certificate, ...] = ()
    security: tuple[SecurityDetails, ...] = ()

    @property
    def her_id(self) -> str:
        """The HER-id, or an empty text."""
        return next((one.value for one in self.ids if one.type.upper() == "HER"), "")

    @property
    def signing_certificate(self) -> Certificate | None:
        """What it signs with."""
        used = [item.signing.certificate for item in self.doc_exchanges if item.signing is not None]
        return next((item for item in self.certificates if item.id in used), None)

    @property
    def encryption_certificate(self) -> Certificate | None:
        """What others encrypt with for it."""
        used = [item.encryption.certificate for item in self.doc_exchanges if item.encryption is not None]
        return next((item for item in self.certificates if item.id in used), None)

    def is_(self, identifier: str) -> bool:
        """Whether this is the party with that HER-id or other identifier."""
        return any(one.value == identifier for one in self.ids)

    def modes(self, binding: Binding) -> frozenset[Mode]:
        """The modes of the channels that an action is bound to."""
        return frozenset(channel.mode for channel in self.channels if channel.id in binding.channels)

    def queue(self, mode: Mode) -> str:
        """The address of the first channel of a mode, or an empty text."""
        return next(iter(self._queues(mode)), "")

    def roles_in(self, code: str) -> tuple[CollaborationRole, ...]:
        """What it does in a process, by the code of kodeverk 8279."""
        return tuple(role for role in self.roles if role.code == code.upper())

    def _queues(self, mode: Mode) -> Iterator[str]:
        for channel in self.channels:
            for transport in self.transports:
                if channel.mode is mode and transport.id == channel.transport_id:
                    yield from (endpoint.uri for endpoint in transport.endpoints)


@dataclass(frozen=True)
class Namespace:
    """A namespace that a part is written in."""

    uri: str
    location: str = ""
    version: str = ""


@dataclass(frozen=True)
class SimplePart:
    """One part that a message may have."""

    id: str = field(metadata=IDS)
    mimetype: str
    namespaces: tuple[Namespace, ...] = ()
    parameters: str = ""
    role: str = ""


@dataclass(frozen=True)
class Constituent:
    """A part in a package; an empty text is a limit that is not written."""

    part: str = field(metadata=IDS)
    least: str = ""
    most: str = ""


@dataclass(frozen=True)
class Composite:
    """Parts put together; `encapsulation` when one is wrapped."""

    id: str = field(metadata=IDS)
    mimetype: str
    parts: tuple[Constituent, ...]
    parameters: str = ""
    encapsulation: bool = False


@dataclass(frozen=True)
class Packaging:
    """What a message of an action is made of."""

    id: str = field(metadata=IDS)
    composites: tuple[Composite, ...]
    parse: bool = True
    generate: bool = True
