"""Makes the profile of a party from the templates."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from standards import xml
from standards.cppa import model
from standards.cppa.documents import Profile
from standards.cppa.entries import ENTRIES, Entry, find
from standards.cppa.model import Mode
from standards.cppa.roles import Generation
from standards.errors import StandardsError
from standards.exchange import Role
from standards.parties import Party

_AMQP = model.Protocol("AMQP", "1.0")
_MSH = "2.0"
_CHANNEL = {Mode.ASYNC: "asyncAMQPChannelC1", Mode.SYNC: "syncAMQPChannelC2"}
_REPLY = {Mode.ASYNC: "none", Mode.SYNC: "mshSignalsOnly"}
_TRAITS = model.Characteristics(
    is_non_repudiation_required="true",
    is_non_repudiation_receipt_required="false",
    is_confidential="persistent",
    is_authenticated="persistent",
    is_tamper_proof="persistent",
    is_authorization_required="true",
    is_intelligible_check_required="false",
    time_to_perform="P180M",
)
_SIGNING = ("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
_PARTS = (
    ("MsgHead", xml.MSGHEAD),
    ("Dialogmelding1.0", xml.DIALOG_10),
    ("Dialogmelding1.1", xml.DIALOG_11),
    ("Kalender", xml.XCAL),
    ("Pasientrelasjon", xml.PASIENTRELASJON),
    ("Helsepersonell", xml.HELSEPERSONELL),
    ("Personer", xml.PERSON),
    ("TjenesteOversikt", xml.TJENESTEOVERSIKT),
    ("AppRec1.0", xml.APPREC_10),
    ("AppRec1.1", xml.APPREC_11),
)
_MESSAGE = "meldingspakke"


@dataclass(frozen=True)
class Queues:
    """The queues of a party on the bus, one for each channel."""

    asynchronous: str
    synchronous: str


@dataclass(frozen=True)
class Keys:
    """The certificates of a party as DER."""

    signing: bytes
    encryption: bytes


def profile_for(
    party: Party,
    processes: Iterable[str | tuple[str, str]],
    role: Role,
    queues: Queues,
    *,
    cpp_id: str,
    generation: Generation = Generation.NEW,
    keys: Keys | None = None,
) -> Profile:
    """The profile of a party; a process is a code of 8279 (every version) or a code and a version.

    A process that the sources write in one generation only is written so whatever is asked for.
    """
    entries = list(dict.fromkeys(row for process in processes for row in _rows(process)))
    if not entries:
        raise StandardsError("Profilen har ingen prosesser.", expected="minst én prosess", fix="Oppgi en prosess.")
    info = model.Party(
        name=(party.level2 or party.level1).name or party.her_id,
        ids=tuple(_ids(party)),
        default_channel=_CHANNEL[Mode.ASYNC],
        default_package=_MESSAGE,
        roles=tuple(_role(number, *row, role, generation) for number, row in enumerate(entries, start=1)),
        certificates=_certificates(keys),
        channels=tuple(_channel(mode) for mode in Mode),
        transports=(_transport(Mode.ASYNC, queues.asynchronous), _transport(Mode.SYNC, queues.synchronous)),
        doc_exchanges=(_doc_exchange(keys),),
    )
    return Profile(cpp_id, (info,), _parts(), _packages())


def _rows(process: str | tuple[str, str]) -> Iterator[tuple[Entry, str]]:
    code, wanted = process if isinstance(process, tuple) else (process, None)
    newest = find(code, wanted)
    if newest is None:
        raise StandardsError(
            "Prosessen er ikke kjent, så den kan ikke settes i en profil.",
            expected="en prosess i kodeverk 8279, i en versjon som finnes",
            found=f"{code} {wanted or ''}".strip(),
            fix="Rett koden eller versjonen.",
        )
    if wanted is not None:
        yield newest, wanted
        return
    for row in ENTRIES[code.upper()]:
        yield from ((row, version) for version in row.versions)


def _ids(party: Party) -> Iterator[model.PartyId]:
    if not party.her_id:
        raise StandardsError(
            "Parten har ingen HER-id på nivå 2.",
            expected="en tjeneste eller person med HER-id",
            found=party.level1.name or "ingenting",
            fix="Oppgi parten som kommuniserer, med HER-id.",
        )
    yield model.PartyId(party.her_id, "HER")
    for ident in party.level1.idents:
        if ident.type.v == "ENH":
            yield model.PartyId(ident.id, "ENH")
            yield model.PartyId(ident.id, "orgnummer")


def _role(number: int, entry: Entry, version: str, side: Role, wanted: Generation) -> model.CollaborationRole:
    generation = wanted if wanted in entry.generations else entry.generations[0]
    bindings = tuple(_bindings(f"p{number}", entry, generation))
    service = entry.new_service if generation is Generation.NEW and entry.new_service else entry.service
    return model.CollaborationRole(
        process=entry.name,
        version=version,
        uuid=entry.uuid,
        process_href="#",
        role=entry.role_of(side, generation),
        role_href="#",
        service=model.Service(service or entry.name.rsplit("_", 1)[-1], "string"),
        can_send=tuple(binding for sender, binding in bindings if sender in (None, side)),
        can_receive=tuple(_received(binding) for sender, binding in bindings if sender in (None, side.other)),
    )


def _received(binding: model.Binding) -> model.Binding:
    return model.Binding(
        f"{binding.id}m", binding.action, binding.package_id, binding.channels, binding.characteristics
    )


def _bindings(prefix: str, entry: Entry, generation: Generation) -> Iterator[tuple[Role | None, model.Binding]]:
    """Each action with who sends it; None for what both sides send."""
    if generation is Generation.OLD:
        channels = tuple(_CHANNEL[mode] for mode in entry.modes)
        yield None, model.Binding(f"{prefix}a", entry.code, _MESSAGE, channels, _TRAITS)
    else:
        for number, function in enumerate(entry.functions, start=1):
            binding = model.Binding(
                f"{prefix}a{number}", function.action, _MESSAGE, (_CHANNEL[function.mode],), _TRAITS
            )
            yield function.sender, binding
    if entry.apprec:
        package = f"kvitteringspakke{entry.apprec}"
        yield None, model.Binding(f"{prefix}k", "APPREC", package, (_CHANNEL[Mode.ASYNC],), _TRAITS)


def _certificates(keys: Keys | None) -> tuple[model.Certificate, ...]:
    if keys is None:
        return ()
    named = (("signering", keys.signing), ("kryptering", keys.encryption))
    return tuple(model.Certificate(name, b64encode(data).decode("ascii")) for name, data in named)


def _channel(mode: Mode) -> model.DeliveryChannel:
    return model.DeliveryChannel(
        _CHANNEL[mode],
        f"transport-{mode.value}",
        "sikring",
        sync_reply_mode=_REPLY[mode],
        ack_requested="never",
        ack_signature_requested="never",
        duplicate_elimination="never",
    )


def _transport(mode: Mode, queue: str) -> model.Transport:
    return model.Transport(f"transport-{mode.value}", _AMQP, _AMQP, (model.Endpoint(queue, "allPurpose"),))


def _doc_exchange(keys: Keys | None) -> model.DocExchange:
    if keys is None:
        return model.DocExchange("sikring", _MSH, _MSH)
    signing = model.Signing("signering", model.Protocol("S/MIME"), _SIGNING[0], (_SIGNING[1],))
    encryption = model.Encryption("kryptering", model.Protocol("S/MIME"), ("AES256",))
    return model.DocExchange("sikring", _MSH, _MSH, signing, encryption)


def _parts() -> tuple[model.SimplePart, ...]:
    return tuple(model.SimplePart(name, "text/xml", (model.Namespace(uri, uri, "1"),)) for name, uri in _PARTS)


def _packages() -> tuple[model.Packaging, ...]:
    """One package for messages, where all but the head is optional, and one for each version of the receipt."""
    head, *rest = [name for name, _ in _PARTS if not name.startswith("AppRec")]
    parts = (model.Constituent(head), *(model.Constituent(name, "0") for name in rest))
    return (
        _package(_MESSAGE, parts),
        _package("kvitteringspakke1.0", (model.Constituent("AppRec1.0"),)),
        _package("kvitteringspakke1.1", (model.Constituent("AppRec1.1"),)),
    )


def _package(name: str, parts: tuple[model.Constituent, ...]) -> model.Packaging:
    return model.Packaging(name, (model.Composite(f"{name}-deler", "multipart/related", parts),))
