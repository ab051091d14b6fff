"""CP: profiles and agreements of the address registry (ebXML CPP/A 2.0, and how Helsenorge uses it)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from standards.cppa.der import decoded, is_certificate
from standards.cppa.entries import ENTRIES, Entry
from standards.cppa.roles import Generation, generation_of, roles_differ
from standards.processes import CATALOGUE, KNOWN_CODES, nearest
from standards.rules.agreement_view import AGREEMENT, TEMPLATES, Part, attribute, name, parties, parts, parts_of
from standards.rules.hodemelding import schema_faults
from standards.rules.model import Level
from standards.rules.register import Fault, Judgement, Kind, Silent, rule
from standards.rules.tree import local_name, text
from standards.rules.view import Message
from standards.xml import XMLDSIG

ON = (Kind.AGREEMENT,)
IDS = {
    **{"ThisPartyActionBinding": "id", "SimplePart": "id", "Packaging": "id", "Composite": "id", "Encapsulation": "id"},
    **{"Certificate": "certId", "SecurityDetails": "securityId", "DeliveryChannel": "channelId"},
    **{"Transport": "transportId", "DocExchange": "docExchangeId"},
}
"""Element → the attribute that names it."""
TEXTS = ("ChannelId", "OtherPartyActionBinding")
"""Elements whose text is a reference."""
POINTERS = {
    name(local): local
    for local in (
        *("packageId", "channelId", "transportId", "docExchangeId", "idref", "certId", "securityId"),
        *("defaultMshChannelId", "defaultMshPackageId"),
    )
}
"""Attributes that are references, except where they name the element itself."""
NEEDED = ("ChannelId", "packageId", "transportId")
"""Without these nobody can tell how an action is sent."""


@rule(
    "CP-05",
    clause="OASIS ebXML CPP/A 2.0, skjema cpp-cpa-2_0",
    title="Profilen eller avtalen følger skjemaet, og alt den viser til, finnes",
    on=ON,
)
def valid(message: Message) -> Iterator[Judgement]:
    """A reference is typed IDREF, but our schema library does not look whether it leads anywhere."""
    yield from schema_faults(message)
    elements = [(element, local_name(element)) for element in message.root.iter(name("*"))]
    names = {attribute(element, IDS[local]) for element, local in elements if local in IDS}
    for element, local in elements:
        if local in TEXTS and (reference := text(element)) not in names:
            yield _dangling(element, local, reference)
        for whole, found in element.items():
            pointer = POINTERS.get(str(whole))
            if pointer is not None and str(found).strip() not in names and IDS.get(local) != pointer:
                yield _dangling(element, pointer, str(found).strip())


def _dangling(element: etree._Element, what: str, found: str) -> Fault:
    return Fault(
        f"Henvisningen {what} er til noe som ikke finnes i dokumentet.",
        element,
        expected="id-en til noe i samme dokument",
        found=found or "tom",
        fix="Rett id-en, eller legg til det den viser til.",
        remark=what not in NEEDED,
    )


@rule(
    "CP-01",
    clause=TEMPLATES,
    title="Prosessen er kjent, med versjon og uuid som i malene",
    level=Level.BOER,
    on=ON,
)
def known_process(message: Message) -> Iterator[Judgement]:
    """New processes and versions come, so what is unknown is only remarked; what is not for citizens is not judged."""
    for part in parts(message.root):
        at = part.process if part.process is not None else part.element
        rows = ENTRIES.get(part.code, ())
        if rows:
            yield from _version(part, at, rows)
        elif part.code in KNOWN_CODES:
            continue
        elif "INNBYGGER" in part.code or nearest(part.code):
            yield Fault(
                "Prosessen er ikke kjent.",
                at,
                expected=nearest(part.code) or "en prosess i kodeverk 8279",
                found=attribute(at, "name") or "ikke noe navn",
                fix="Rett navnet, eller se bort fra dette om prosessen er ny.",
            )
        else:
            yield Silent("Prosesser som ikke gjelder innbyggere, er ikke vurdert.")


def _version(part: Part, at: etree._Element, rows: tuple[Entry, ...]) -> Iterator[Judgement]:
    versions = [version for row in rows for version in row.versions]
    if part.code in CATALOGUE:
        versions += CATALOGUE[part.code].versions
    if part.version not in versions:
        yield Fault(
            "Versjonen av prosessen er ikke kjent.",
            at,
            expected=" eller ".join(sorted(set(versions))),
            found=part.version or "ingen versjon",
            fix="Rett versjonen, eller se bort fra dette om den er ny.",
        )
    uuid, found = rows[0].uuid, attribute(at, "uuid")
    if uuid and found.lower().removeprefix("urn:uuid:").strip("{}") != uuid.lower():
        yield Fault(
            "Prosessen har en annen uuid enn i malen.",
            at,
            expected=uuid,
            found=found or "ingen uuid",
            fix="Bruk uuid-en fra malen; den er den samme for alle versjoner.",
        )


@rule(
    "CP-02",
    clause="Helsenorge.Messaging, Documentation/CPPA.md",
    title="I en avtale har partene hver sin rolle i hver prosess",
    on=ON,
)
def different_roles(message: Message) -> Iterator[Judgement]:
    """An agreement is what both can, in different roles; a profile is of one party, and says nothing here."""
    if message.root.tag != AGREEMENT:
        return
    infos = parties(message.root)
    if len(infos) != 2:
        yield Silent("Avtalen er ikke mellom to parter.")
        return
    found = [_by_process(parts_of(info)) for info in infos]
    for number, mine in enumerate(found):
        for process, held in mine.items():
            facing = found[1 - number].get(process, [])
            part = held[0]
            if not facing:
                yield _alone(part)
            elif number == 0 and not _roles_differ(held, facing):
                yield Fault(
                    "Begge partene har den samme rollen i prosessen.",
                    part.role_element,
                    expected="Innbygger hos den ene og Helsepersonell hos den andre",
                    found=" og ".join((part.role, facing[0].role)),
                    fix="Rett rollen hos den ene parten.",
                )


def _by_process(held: Iterable[Part]) -> dict[tuple[str, str], list[Part]]:
    found: dict[tuple[str, str], list[Part]] = {}
    for part in held:
        found.setdefault((part.code, part.version), []).append(part)
    return found


def _roles_differ(mine: Iterable[Part], theirs: Iterable[Part]) -> bool:
    names = {part.role for part in theirs}
    return any(roles_differ(role, other) for role in {part.role for part in mine} for other in names)


def _alone(part: Part) -> Fault:
    return Fault(
        "Bare den ene parten har denne versjonen av prosessen.",
        part.process if part.process is not None else part.element,
        expected="samme prosess og versjon hos begge",
        found=f"{part.code} {part.version} hos {attribute(part.party, 'partyName') or 'den ene'}",
        fix="Fjern prosessen fra avtalen, eller legg den til i profilen til den andre.",
        remark=True,
    )


@rule(
    "CP-04",
    clause="W3C XML Signature, 4.4.4; RFC 5280, 4.1",
    title="Parten har sertifikater, og hvert av dem er et X.509-sertifikat i base64",
    on=ON,
)
def certificates(message: Message) -> Iterator[Judgement]:
    """Only the form; whether to trust them is not for a file check to say."""
    for party in parties(message.root):
        held = list(party.iterchildren(name("Certificate")))
        if not held:
            yield Fault(
                "Parten har ingen sertifikater, så ingen kan kryptere til den eller kontrollere signaturen.",
                party,
                expected="et sertifikat for signering og et for kryptering",
                found="ingen Certificate",
                fix="Legg inn virksomhetssertifikatene.",
                remark=True,
            )
        for certificate in held:
            yield from _certificate(certificate)


def _certificate(certificate: etree._Element) -> Iterator[Judgement]:
    found = list(certificate.iter(f"{{{XMLDSIG}}}X509Certificate"))
    if not found:
        yield Fault(
            "Sertifikatet er bare omtalt, ikke lagt ved.",
            certificate,
            expected="X509Certificate i KeyInfo",
            found="ingen X509Certificate",
            fix="Legg inn sertifikatet som base64.",
            remark=True,
        )
    for element in found:
        data = decoded(text(element))
        if data is None or not is_certificate(data):
            yield Fault(
                "Innholdet er ikke et X.509-sertifikat.",
                element,
                expected="et sertifikat som DER i base64",
                found="noe som ikke er base64" if data is None else f"{len(data)} byte av noe annet",
                fix="Legg inn sertifikatet som DER i base64, uten linjene som begynner med -----.",
            )


@rule(
    "CP-06",
    clause=TEMPLATES,
    title="Prosessene står med rollene Innbygger og Helsepersonell",
    level=Level.KAN,
    on=ON,
)
def generations(message: Message) -> Iterator[Judgement]:
    """Both ways of writing are accepted, and meet in an agreement; the reader is told which one it is."""
    for party in parties(message.root):
        held = parts_of(party)
        old = [part for part in held if generation_of(part.role) is Generation.OLD]
        if old:
            yield Fault(
                f"Prosesser er skrevet på den gamle måten, med én handling for alt: {len(old)} av {len(held)}.",
                old[0].role_element,
                expected="rollene Innbygger og Helsepersonell, og en handling for hver funksjon",
                found=", ".join(dict.fromkeys(part.role for part in old)),
                fix="Dette er lov. Bytt til den nye malen neste gang profilen endres.",
            )
