"""Reads profiles and agreements: strict on what must be known, silent on the rest."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from lxml import etree

from standards import xml
from standards.build import parse_time
from standards.cppa import model
from standards.cppa.documents import Agreement, Profile
from standards.cppa.node import Node
from standards.cppa.writing import attribute_name
from standards.errors import NotThisMessage, StandardsError
from standards.xml import CPPA, XLINK, XMLDSIG, line_of, name_of

_STATES = ("proposed", "agreed", "signed")


def read(raw: bytes) -> Profile | Agreement:
    """Read a CPP or CPA; raises `NotWellFormed`, `ForbiddenXml`, `NotThisMessage` or `StandardsError`."""
    return read_element(xml.parse(raw))


def read_element(root: etree._Element) -> Profile | Agreement:
    """Read the root element of a CPP or CPA."""
    if root.tag == f"{{{CPPA}}}CollaborationProtocolProfile":
        return _profile(Node(root))
    if root.tag == f"{{{CPPA}}}CollaborationProtocolAgreement":
        return _agreement(Node(root))
    raise NotThisMessage(
        "Dette er ikke en kommunikasjonsprofil (CPP) eller en kommunikasjonsavtale (CPA).",
        expected=f"CollaborationProtocolProfile eller CollaborationProtocolAgreement i {CPPA}",
        found=str(root.tag),
        fix="Send dokumentet slik adresseregisteret gir det.",
        line=line_of(root),
    )


def _profile(root: Node) -> Profile:
    return Profile(
        id=root.must("cppid"),
        version=root.get("version"),
        parties=tuple(_party(info) for info in root.some("PartyInfo")),
        parts=tuple(_part(part) for part in root.all("SimplePart")),
        packages=tuple(_package(package) for package in root.all("Packaging")),
    )


def _agreement(root: Node) -> Agreement:
    parties = tuple(_party(info) for info in root.all("PartyInfo"))
    if len(parties) != 2:
        raise StandardsError(
            "Avtalen er ikke mellom to parter.",
            expected="to PartyInfo",
            found=str(len(parties)),
            fix="Hent avtalen på nytt fra adresseregisteret.",
            line=line_of(root.element),
        )
    return Agreement(
        id=root.must("cpaid"),
        version=root.get("version"),
        status=_status(root.one("Status")),
        start=_time(root.one("Start")),
        end=_time(root.one("End")),
        parties=parties,
        parts=tuple(_part(part) for part in root.all("SimplePart")),
        packages=tuple(_package(package) for package in root.all("Packaging")),
    )


def _status(node: Node) -> str:
    value = node.must("value")
    if value not in _STATES:
        raise StandardsError(
            "Avtalen har en ukjent status.",
            expected=" eller ".join(_STATES),
            found=value,
            fix="Sett Status til agreed når avtalen gjelder.",
            line=line_of(node.element),
        )
    return value


def _time(node: Node) -> datetime:
    moment = parse_time(node.content)
    if moment is None:
        raise StandardsError(
            f"{name_of(node.element)} er ikke et tidspunkt.",
            expected="dato og klokkeslett, som 2026-12-01T10:15:00Z",
            found=node.content or "tomt",
            fix="Skriv tidspunktet med dato og klokkeslett.",
            line=line_of(node.element),
        )
    return moment


def _party(info: Node) -> model.Party:
    party = model.Party(
        name=info.must("partyName"),
        ids=tuple(model.PartyId(one.filled(), one.get("type")) for one in info.some("PartyId")),
        default_channel=info.get("defaultMshChannelId"),
        default_package=info.get("defaultMshPackageId"),
        refs=tuple(ref.href() for ref in info.all("PartyRef")),
        roles=tuple(_role(role) for role in info.some("CollaborationRole")),
        certificates=tuple(_certificate(one) for one in info.all("Certificate")),
        security=tuple(_security(one) for one in info.all("SecurityDetails")),
        channels=tuple(_channel(one) for one in info.some("DeliveryChannel")),
        transports=tuple(_transport(one) for one in info.some("Transport")),
        doc_exchanges=tuple(_doc_exchange(one) for one in info.all("DocExchange")),
    )
    _check_channels(info, party)
    return party


def _check_channels(info: Node, party: model.Party) -> None:
    """An action on a channel that is not there is neither in real time nor not, so nothing could be told of it."""
    known = {channel.id for channel in party.channels}
    for element in info.element.iterdescendants(f"{{{CPPA}}}ChannelId"):
        channel = Node(element).content
        if channel not in known:
            raise StandardsError(
                "En handling er bundet til en kanal som ikke finnes.",
                expected="en DeliveryChannel hos samme part: " + ", ".join(sorted(known)),
                found=channel or "tom ChannelId",
                fix="Rett ChannelId, eller legg til kanalen.",
                line=line_of(element),
            )


def _role(node: Node) -> model.CollaborationRole:
    process, role, service = node.one("ProcessSpecification"), node.one("Role"), node.one("ServiceBinding")
    name = service.one("Service")
    return model.CollaborationRole(
        process=process.must("name"),
        version=process.must("version"),
        uuid=process.get("uuid"),
        process_href=process.href(),
        role=role.must("name"),
        role_href=role.href(),
        certificates=node.references("ApplicationCertificateRef", "certId"),
        service=model.Service(name.filled(), name.get("type")),
        can_send=_bindings(service, "CanSend", "CanReceive"),
        can_receive=_bindings(service, "CanReceive", "CanSend"),
    )


def _bindings(parent: Node, name: str, opposite: str) -> tuple[model.Binding, ...]:
    return tuple(_binding(can, name, opposite) for can in parent.all(name))


def _binding(can: Node, name: str, opposite: str) -> model.Binding:
    this, other = can.one("ThisPartyActionBinding"), can.first("OtherPartyActionBinding")
    traits = this.first("BusinessTransactionCharacteristics")
    return model.Binding(
        id=this.must("id"),
        action=this.must("action"),
        package_id=this.must("packageId"),
        channels=tuple(channel.content for channel in this.some("ChannelId")),
        characteristics=model.Characteristics() if traits is None else _characteristics(traits),
        other="" if other is None else other.content,
        replies=_bindings(can, opposite, name),
    )


def _characteristics(node: Node) -> model.Characteristics:
    return model.Characteristics(**{f.name: node.get(attribute_name(f.name)) for f in fields(model.Characteristics)})


def _certificate(node: Node) -> model.Certificate:
    x509 = next(node.element.iterdescendants(f"{{{XMLDSIG}}}X509Certificate"), None)
    name = next(node.element.iterdescendants(f"{{{XMLDSIG}}}KeyName"), None)
    return model.Certificate(
        id=node.must("certId"),
        x509="" if x509 is None else "".join(Node(x509).content.split()),
        name="" if name is None else Node(name).content,
    )


def _security(node: Node) -> model.SecurityDetails:
    anchors = node.first("TrustAnchors")
    names = () if anchors is None else anchors.references("AnchorCertificateRef", "certId")
    return model.SecurityDetails(node.must("securityId"), names)


def _channel(node: Node) -> model.DeliveryChannel:
    traits = node.one("MessagingCharacteristics")
    return model.DeliveryChannel(
        id=node.must("channelId"),
        transport_id=node.must("transportId"),
        doc_exchange_id=node.get("docExchangeId"),
        sync_reply_mode=traits.get("syncReplyMode"),
        ack_requested=traits.get("ackRequested"),
        ack_signature_requested=traits.get("ackSignatureRequested"),
        duplicate_elimination=traits.get("duplicateElimination"),
        actor=traits.get("actor"),
    )


def _protocol(node: Node, name: str) -> model.Protocol:
    one = node.one(name)
    return model.Protocol(one.filled(), one.get("version"))


def _transport(node: Node) -> model.Transport:
    sender, receiver = node.first("TransportSender"), node.first("TransportReceiver")
    found = receiver.all("Endpoint") if receiver is not None else ()
    return model.Transport(
        id=node.must("transportId"),
        sending=None if sender is None else _protocol(sender, "TransportProtocol"),
        receiving=None if receiver is None else _protocol(receiver, "TransportProtocol"),
        endpoints=tuple(model.Endpoint(one.get("uri"), one.get("type")) for one in found),
    )


def _doc_exchange(node: Node) -> model.DocExchange:
    sender, receiver = node.first("ebXMLSenderBinding"), node.first("ebXMLReceiverBinding")
    signing = None if sender is None else sender.first("SenderNonRepudiation")
    encryption = None if receiver is None else receiver.first("ReceiverDigitalEnvelope")
    return model.DocExchange(
        id=node.must("docExchangeId"),
        sending="" if sender is None else sender.must("version"),
        receiving="" if receiver is None else receiver.must("version"),
        signing=None if signing is None else _signing(signing),
        encryption=None if encryption is None else _encryption(encryption),
    )


def _signing(node: Node) -> model.Signing:
    return model.Signing(
        certificate=node.one("SigningCertificateRef").must("certId"),
        protocol=_protocol(node, "NonRepudiationProtocol"),
        hash=node.one("HashFunction").content,
        algorithms=tuple(one.content for one in node.all("SignatureAlgorithm")),
    )


def _encryption(node: Node) -> model.Encryption:
    return model.Encryption(
        certificate=node.one("EncryptionCertificateRef").must("certId"),
        protocol=_protocol(node, "DigitalEnvelopeProtocol"),
        algorithms=tuple(one.content for one in node.all("EncryptionAlgorithm")),
    )


def _part(node: Node) -> model.SimplePart:
    return model.SimplePart(
        id=node.must("id"),
        mimetype=node.get("mimetype"),
        parameters=node.get("mimeparameters"),
        role=(node.element.get(f"{{{XLINK}}}role") or "").strip(),
        namespaces=tuple(
            model.Namespace(one.content, one.get("location"), one.get("version"))
            for one in node.all("NamespaceSupported")
        ),
    )


def _package(node: Node) -> model.Packaging:
    can = node.one("ProcessingCapabilities")
    return model.Packaging(
        id=node.must("id"),
        parse=can.flag("parse"),
        generate=can.flag("generate"),
        composites=tuple(
            _composite(one) for group in node.all("CompositeList") for one in group.all("Composite", "Encapsulation")
        ),
    )


def _composite(node: Node) -> model.Composite:
    return model.Composite(
        id=node.must("id"),
        mimetype=node.get("mimetype"),
        parameters=node.get("mimeparameters"),
        encapsulation=node.element.tag == f"{{{CPPA}}}Encapsulation",
        parts=tuple(
            model.Constituent(one.must("idref"), one.get("minOccurs"), one.get("maxOccurs"))
            for one in node.all("Constituent")
        ),
    )
