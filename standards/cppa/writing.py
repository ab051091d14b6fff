"""Writes profiles and agreements: every name and every attribute in the namespace, in the order of the schema."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING

from lxml import etree

from standards.cppa import model
from standards.xml import CPPA, XLINK, XMLDSIG

if TYPE_CHECKING:
    from standards.cppa.documents import Agreement, Profile

_NSMAP = {"tns": CPPA, "xlink": XLINK, "ds": XMLDSIG}


def attribute_name(field_name: str) -> str:
    """The attribute of a field: words joined by capitals."""
    first, *rest = field_name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def profile_element(profile: Profile) -> etree._Element:
    """The CPP."""
    root = etree.Element(_name("CollaborationProtocolProfile"), nsmap=_NSMAP)
    _set(root, cppid=profile.id, version=profile.version)
    for party in profile.parties:
        _party(root, party)
    _closing(root, profile.parts, profile.packages)
    return root


def agreement_element(agreement: Agreement) -> etree._Element:
    """The CPA."""
    root = etree.Element(_name("CollaborationProtocolAgreement"), nsmap=_NSMAP)
    _set(root, cpaid=agreement.id, version=agreement.version)
    _add(root, "Status", value=agreement.status)
    _add(root, "Start").text = agreement.start.isoformat()
    _add(root, "End").text = agreement.end.isoformat()
    for party in agreement.parties:
        _party(root, party)
    _closing(root, agreement.parts, agreement.packages)
    return root


def _name(local: str) -> str:
    return f"{{{CPPA}}}{local}"


def _set(element: etree._Element, **attributes: str) -> None:
    for name, value in attributes.items():
        if value:
            element.set(_name(name), value)


def _add(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _name(tag))
    element.text = text
    _set(element, **attributes)
    return element


def _link(element: etree._Element, href: str) -> None:
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", href)


def _party(root: etree._Element, party: model.Party) -> None:
    info = _add(root, "PartyInfo", partyName=party.name)
    _set(info, defaultMshChannelId=party.default_channel, defaultMshPackageId=party.default_package)
    for identifier in party.ids:
        _add(info, "PartyId", identifier.value, type=identifier.type)
    for ref in party.refs:
        _link(_add(info, "PartyRef"), ref)
    for role in party.roles:
        _role(info, role)
    for certificate in party.certificates:
        _certificate(info, certificate)
    for security in party.security:
        _security(info, security)
    for channel in party.channels:
        _channel(info, channel)
    for transport in party.transports:
        _transport(info, transport)
    for exchange in party.doc_exchanges:
        _doc_exchange(info, exchange)


def _role(info: etree._Element, role: model.CollaborationRole) -> None:
    element = _add(info, "CollaborationRole")
    process = _add(element, "ProcessSpecification", name=role.process, version=role.version, uuid=role.uuid)
    _link(process, role.process_href)
    _link(_add(element, "Role", name=role.role), role.role_href)
    for certificate in role.certificates:
        _add(element, "ApplicationCertificateRef", certId=certificate)
    binding = _add(element, "ServiceBinding")
    _add(binding, "Service", role.service.name, type=role.service.type)
    _bindings(binding, "CanSend", role.can_send)
    _bindings(binding, "CanReceive", role.can_receive)


def _bindings(parent: etree._Element, name: str, bindings: Iterable[model.Binding]) -> None:
    for binding in bindings:
        can = _add(parent, name)
        this = _add(can, "ThisPartyActionBinding", id=binding.id, action=binding.action, packageId=binding.package_id)
        _add(this, "BusinessTransactionCharacteristics", **_traits(binding.characteristics))
        for channel in binding.channels:
            _add(this, "ChannelId", channel)
        if binding.other:
            _add(can, "OtherPartyActionBinding", binding.other)
        _bindings(can, "CanReceive" if name == "CanSend" else "CanSend", binding.replies)


def _traits(characteristics: model.Characteristics) -> dict[str, str]:
    return {attribute_name(one.name): getattr(characteristics, one.name) for one in fields(model.Characteristics)}


def _certificate(info: etree._Element, certificate: model.Certificate) -> None:
    key = etree.SubElement(_add(info, "Certificate", certId=certificate.id), f"{{{XMLDSIG}}}KeyInfo")
    if certificate.name or not certificate.x509:
        etree.SubElement(key, f"{{{XMLDSIG}}}KeyName").text = certificate.name
    if certificate.x509:
        data = etree.SubElement(key, f"{{{XMLDSIG}}}X509Data")
        etree.SubElement(data, f"{{{XMLDSIG}}}X509Certificate").text = certificate.x509


def _security(info: etree._Element, security: model.SecurityDetails) -> None:
    element = _add(info, "SecurityDetails", securityId=security.id)
    anchors = _add(element, "TrustAnchors") if security.anchors else element
    for anchor in security.anchors:
        _add(anchors, "AnchorCertificateRef", certId=anchor)


def _channel(info: etree._Element, channel: model.DeliveryChannel) -> None:
    element = _add(info, "DeliveryChannel", channelId=channel.id, transportId=channel.transport_id)
    _set(element, docExchangeId=channel.doc_exchange_id)
    traits = _add(element, "MessagingCharacteristics", syncReplyMode=channel.sync_reply_mode)
    _set(traits, ackRequested=channel.ack_requested, ackSignatureRequested=channel.ack_signature_requested)
    _set(traits, duplicateElimination=channel.duplicate_elimination, actor=channel.actor)


def _protocol(parent: etree._Element, name: str, protocol: model.Protocol) -> None:
    _add(parent, name, protocol.name, version=protocol.version)


def _transport(info: etree._Element, transport: model.Transport) -> None:
    element = _add(info, "Transport", transportId=transport.id)
    if transport.sending is not None:
        _protocol(_add(element, "TransportSender"), "TransportProtocol", transport.sending)
    if transport.receiving is not None:
        receiver = _add(element, "TransportReceiver")
        _protocol(receiver, "TransportProtocol", transport.receiving)
        for endpoint in transport.endpoints:
            one = _add(receiver, "Endpoint", type=endpoint.type)
            one.set(_name("uri"), endpoint.uri)


def _doc_exchange(info: etree._Element, exchange: model.DocExchange) -> None:
    element = _add(info, "DocExchange", docExchangeId=exchange.id)
    if exchange.sending:
        sender = _add(element, "ebXMLSenderBinding", version=exchange.sending)
        if exchange.signing is not None:
            _signing(_add(sender, "SenderNonRepudiation"), exchange.signing)
    if exchange.receiving:
        receiver = _add(element, "ebXMLReceiverBinding", version=exchange.receiving)
        if exchange.encryption is not None:
            _encryption(_add(receiver, "ReceiverDigitalEnvelope"), exchange.encryption)


def _signing(element: etree._Element, signing: model.Signing) -> None:
    _protocol(element, "NonRepudiationProtocol", signing.protocol)
    _add(element, "HashFunction", signing.hash)
    for algorithm in signing.algorithms:
        _add(element, "SignatureAlgorithm", algorithm)
    _add(element, "SigningCertificateRef", certId=signing.certificate)


def _encryption(element: etree._Element, encryption: model.Encryption) -> None:
    _protocol(element, "DigitalEnvelopeProtocol", encryption.protocol)
    for algorithm in encryption.algorithms:
        _add(element, "EncryptionAlgorithm", algorithm)
    _add(element, "EncryptionCertificateRef", certId=encryption.certificate)


def _closing(root: etree._Element, parts: Iterable[model.SimplePart], packages: Iterable[model.Packaging]) -> None:
    for part in parts:
        element = _add(root, "SimplePart", id=part.id, mimetype=part.mimetype, mimeparameters=part.parameters)
        if part.role:
            element.set(f"{{{XLINK}}}role", part.role)
        for namespace in part.namespaces:
            supported = _add(element, "NamespaceSupported", namespace.uri, version=namespace.version)
            supported.set(_name("location"), namespace.location)
    for package in packages:
        _package(_add(root, "Packaging", id=package.id), package)


def _package(element: etree._Element, package: model.Packaging) -> None:
    _add(element, "ProcessingCapabilities", parse=_boolean(package.parse), generate=_boolean(package.generate))
    composites = _add(element, "CompositeList")
    for composite in package.composites:
        one = _add(composites, "Encapsulation" if composite.encapsulation else "Composite", id=composite.id)
        _set(one, mimetype=composite.mimetype, mimeparameters=composite.parameters)
        for part in composite.parts:
            _add(one, "Constituent", idref=part.part, minOccurs=part.least, maxOccurs=part.most)


def _boolean(value: bool) -> str:
    return "true" if value else "false"
