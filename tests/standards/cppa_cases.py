"""Pairs for the rules of profiles and agreements."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from standards.codes import Ident
from standards.cppa import Agreement, Generation, Keys, Profile, Queues, intersect, profile_for
from standards.exchange import Role
from standards.parties import Party
from tests.standards import good
from tests.standards.rule_cases import REMARK, Case, change, edit

CODES = (
    "DIALOG_INNBYGGER_EKONTAKT",
    "DIALOG_INNBYGGER_TIMERESERVASJON",
    "DIALOG_INNBYGGER_AVTALEUTSENDING",
    "DIALOG_INNBYGGER_AVTALEAVBESTILLING",
    "DIALOG_INNBYGGER_TJENESTEOVERSIKT",
    "DIALOG_INNBYGGER_TEST",
)
START, END = (datetime.fromisoformat(f"{year}-01-01T00:00:00+00:00") for year in (2026, 2028))


def sequence(*items: bytes) -> bytes:
    """A DER sequence of short items."""
    content = b"".join(items)
    size = len(content)
    return b"\x30" + (bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")) + content


CERTIFICATE = sequence(sequence(b"\x02\x01\x05" * 60), sequence(b"\x05\x00"), b"\x03\x02\x00\x01")
"""Shaped as a certificate, and nobody's."""


def queues(party: Party) -> Queues:
    """The queues of a party."""
    return Queues(f"amqps://buss.example/{party.her_id}_async", f"amqps://buss.example/{party.her_id}_sync")


def with_number(party: Party, number: str) -> Party:
    """The party with an organisation number too."""
    return replace(party, level1=replace(party.level1, idents=(*party.level1.idents, Ident.enh(number))))


def profile(
    role: Role = Role.EPJ,
    codes: tuple[str | tuple[str, str], ...] = CODES,
    generation: Generation = Generation.NEW,
    keys: Keys | None = None,
) -> Profile:
    """The profile of the health station, or of Helsenorge."""
    party = good.STATION if role is Role.EPJ else good.HELSENORGE
    held = keys or Keys(CERTIFICATE, CERTIFICATE)
    named = with_number(party, "999999999")
    return profile_for(named, codes, role, queues(party), cpp_id=good.uid(role), generation=generation, keys=held)


def agreement(
    mine: Generation = Generation.NEW, theirs: Generation = Generation.NEW, codes: tuple[str, ...] = CODES
) -> Agreement:
    """The agreement between the two."""
    met = intersect(
        profile(Role.EPJ, codes, mine),
        profile(Role.HELSENORGE, codes, theirs),
        cpa_id=good.uid("cpa"),
        start=START,
        end=END,
    )
    assert met.agreement is not None
    return met.agreement


def cpp() -> bytes:
    """A profile that nothing is wrong with."""
    return profile().to_xml()


def cpa() -> bytes:
    """An agreement that nothing is wrong with."""
    return agreement().to_xml()


def old() -> bytes:
    """A profile of the old generation."""
    return profile(codes=CODES[:1], generation=Generation.OLD).to_xml()


def drop(make: Callable[[], bytes], start: str, end: str) -> Callable[[], bytes]:
    """A maker of the document without the first stretch from `start` to `end`."""

    def made() -> bytes:
        text = make().decode()
        first = text.index(start)
        last = text.index(end, first) + len(end)
        return (text[:first] + text[last:]).encode()

    return made


def searches() -> bytes:
    """A profile that only searches for times."""
    return profile(codes=(("DIALOG_INNBYGGER_TIMERESERVASJON", "1.2"),)).to_xml()


def on_the_wrong_channel(action: str) -> Callable[[], bytes]:
    """The profile with an action moved to the other channel."""

    def made() -> bytes:
        text = searches().decode()
        at = text.index(f'tns:action="{action}"')
        at = text.index("<tns:ChannelId>", at)
        moved = text[at:].replace("asyncAMQPChannelC1", "?", 1) if action == "ReserverAvtale" else text[at:]
        moved = moved.replace("?", "syncAMQPChannelC2", 1)
        if action != "ReserverAvtale":
            moved = moved.replace("syncAMQPChannelC2", "asyncAMQPChannelC1", 1)
        return (text[:at] + moved).encode()

    return made


def unknown_process() -> bytes:
    """A process for citizens that nobody knows."""
    return change(cpp(), "Dialog_Innbygger_Ekontakt", "Dialog_Innbygger_Brevdue", 2)


SEARCH_ANSWER = '<tns:CanSend><tns:ThisPartyActionBinding tns:id="p1a6" tns:action="SvarLedigeTimer"'
OF_HELSENORGE = 'tns:name="Innbygger"'
OF_STATION = 'tns:name="Helsepersonell"'

CASES = [
    Case("CP-01", "ukjent prosess", cpp, unknown_process, REMARK),
    Case("CP-01", "ukjent versjon", cpp, edit(cpp, 'tns:version="1.1"', 'tns:version="0.9"'), REMARK),
    Case("CP-01", "annen uuid", cpp, edit(cpp, "819B8F8F", "00000000"), REMARK),
    Case("CP-02", "samme rolle", cpa, edit(cpa, OF_HELSENORGE, OF_STATION)),
    Case(
        "CP-02",
        "bare hos den ene",
        cpa,
        edit(cpa, 'Ekontakt" tns:version="1.2"', 'Ekontakt" tns:version="1.1"'),
        REMARK,
    ),
    Case("CP-03", "ukjent handling", cpp, edit(cpp, '"Foresporsel"', '"Brevdue"'), REMARK),
    Case("CP-03", "små bokstaver", cpp, edit(cpp, '"Foresporsel"', '"foresporsel"'), REMARK),
    Case("CP-03", "sanntid på asynkron kanal", searches, on_the_wrong_channel("HentLedigeTimer")),
    Case("CP-03", "asynkron på sanntidskanal", searches, on_the_wrong_channel("ReserverAvtale"), REMARK),
    Case("CP-03", "mangler svaret", searches, drop(searches, SEARCH_ANSWER, "</tns:CanSend>"), REMARK),
    Case("CP-04", "ikke et sertifikat", cpp, edit(cpp, b64encode(CERTIFICATE).decode(), "aGVp")),
    Case("CP-05", "følger ikke skjemaet", cpp, edit(cpp, 'tns:syncReplyMode="none"', 'tns:syncReplyMode="ja"')),
    Case("CP-05", "kanal som ikke finnes", cpp, edit(cpp, "<tns:ChannelId>async", "<tns:ChannelId>finnesikke")),
    Case("CP-05", "standardkanal som ikke finnes", cpp, edit(cpp, 'ChannelId="async', 'ChannelId="x'), REMARK),
    Case("CP-06", "gammel utgave", cpp, old, REMARK),
]
