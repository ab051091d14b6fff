"""A35 and A36: what kind of time it is, and how a reservation and its confirmation name it (HITS 1217:2018, 2.8)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.rules.appointments import RELATED, event_property
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Level, Scope
from standards.rules.profiles import CATEGORIES, WIKI, in_force, not_in
from standards.rules.register import Fault, Judgement, Silent, rule
from standards.rules.view import Message, near, node, nodes, text

SERVICE = "tjenesteid:"
CALL_FIRST = "mustcall"
FREE = "03"
_KNOWN = {name.casefold(): name for name in CATEGORIES}


@rule(
    "A35",
    clause="HITS 1217:2018, 2.8.2",
    title="Kategorien er en type time (7617) eller TjenesteId, og det som bare gjelder ledige timer, står bare på dem",
    level=Level.BOER,
    about=("event",),
)
def categories(message: Message) -> Iterator[Judgement]:
    """The lists of the sources differ, so an unknown category is only remarked."""
    for event in message.events:
        listed = [(found, text(found)) for found in nodes(event, "x:properties/x:categories/x:text")]
        for element, name in listed:
            yield from _category(element, name, message.profile)
        yield from _only_free(message, event, [name for _, name in listed])


def _plain(name: str) -> str:
    return name.replace("-", "").casefold()


def _category(element: etree._Element, name: str, profile: str) -> Iterator[Judgement]:
    known = _KNOWN.get(name.casefold())
    if known is not None:
        if not in_force(profile, since=CATEGORIES[known]):
            yield Silent(not_in(profile, f"Kategorien {known}"))
    elif _plain(name) != CALL_FIRST and not (name.casefold().startswith(SERVICE) and name[len(SERVICE) :].strip()):
        yield Fault(
            f"Kategorien {name or '(tom)'} er ikke kjent, så Helsenorge viser den trolig ikke.",
            element,
            expected="en type time fra kodeverk 7617, MustCall eller TjenesteId:<id>",
            found=name or "tom",
            fix="Bruk en kjent kategori, eller utelat den for en vanlig time.",
        )


def _only_free(message: Message, event: etree._Element, names: list[str]) -> Iterator[Judgement]:
    later = node(event, "x:properties/x:x-available-at")
    call_first = CALL_FIRST in map(_plain, names)
    if message.code != FREE and (call_first or later is not None):
        yield Fault(
            "Timen er ikke en ledig time, men sier hvordan den kan bestilles.",
            near(event, "x:properties/x:categories") if call_first else later,
            expected="MustCall og x-available-at bare på ledige timer (03)",
            found="MustCall" if call_first else "x-available-at",
            fix="Fjern det fra timer som er bestilt.",
        )
    elif call_first and later is not None:
        yield Fault(
            "Timen kan bare bestilles på telefon, og har likevel et tidspunkt den kan bestilles fra.",
            later,
            expected="enten MustCall eller x-available-at",
            found="begge",
            fix="Fjern x-available-at; Helsenorge overser det når timen har MustCall.",
        )


@rule(
    "A36",
    clause="HITS 1217:2018, 2.8 og 3.4.3.1; Helsenorge, iCalendar (1348174473)",
    title="Reserveringen gjelder en time som er tilbudt, og bekreftelsen viser til den",
    scope=Scope.EXCHANGE,
    level=Level.BOER,
)
def reservation_is_traced(conversation: Conversation) -> Iterator[Judgement]:
    """By the newer text uid is the appointment and related-to the slot, by the older one the other way round."""
    for entry in conversation.messages:
        if not entry.judged or not entry.message.events:
            continue
        if entry.message.code == "RT":
            yield from _offered(conversation, entry)
        elif entry.message.code == "05" and entry.message.element == "Notat":
            asked = conversation.by_msg_id(entry.message.parent, entry.sender.other)
            if asked is not None and asked.message.code == "RT" and asked.message.events:
                yield from _confirmed(entry, event_property(asked.message.events[0], "uid"), conversation.profile)


def _offered(conversation: Conversation, asked: Entry) -> Iterator[Judgement]:
    lists = [other for other in conversation.messages if other.index < asked.index and other.message.code == FREE]
    slots = {event_property(event, "uid") for other in lists for event in other.message.events}
    wanted = event_property(asked.message.events[0], "uid")
    if not slots:
        yield Silent("Søket etter ledige timer er ikke med i samtalen.")
    elif wanted not in slots:
        yield Fault(
            "Reserveringen gjelder en time som ikke er tilbudt i samtalen.",
            near(asked.message.events[0], "x:properties/x:uid"),
            expected="uid fra en ledig time (03)",
            found=wanted or "ingen uid",
            fix="Bruk uid fra svaret på HLT slik den sto.",
            item=asked.index,
            by=asked.sender,
        )


def _confirmed(entry: Entry, slot: str, profile: str) -> Iterator[Judgement]:
    event = entry.message.events[0]
    uid, related = event_property(event, "uid"), text(node(event, RELATED))
    newer = in_force(profile, since=WIKI)
    if slot and slot == related:
        if not newer:
            yield Silent(not_in(profile, "Skikken med den ledige timen i related-to"))
        return
    older = bool(slot) and slot == uid
    if older and not newer:
        return
    yield Fault(
        "Bekreftelsen følger den eldre teksten: uid er den ledige timen, og related-to er avtalen."
        if older
        else "Bekreftelsen viser verken i uid eller related-to til timen som ble reservert.",
        near(event, "x:properties/x:related-to"),
        expected=f"related-to {slot}, og uid for avtalen",
        found=f"uid {uid or 'ikke til stede'}, related-to {related or 'ikke til stede'}",
        fix="Gi avtalen sin egen uid, og sett related-to til uid fra reserveringen.",
        item=entry.index,
        by=entry.sender,
    )
