"""DM-14: KodetOpplysning — whether one is active, or accepts another practitioner (HITS 1217:2018, 3.4, 3.5, 3.9)."""

from __future__ import annotations

from collections.abc import Iterator

from standards.codes import oid
from standards.kodeverk.k1101 import K1101
from standards.rules.register import Fault, Judgement, rule
from standards.rules.view import Message

CODES = ("SDAB", "RT", "ART", "OT", "OET", "OAT")


@rule(
    "DM-14",
    clause="HITS 1217:2018, 3.4.3, 3.5 og 3.9",
    title="KodetOpplysning er 1 (ja) eller 2 (nei) fra kodeverk 1101",
    by_step=True,
)
def yes_or_no(message: Message) -> Iterator[Judgement]:
    """Whether it must be there at all is DM-04."""
    element = message.fields.get("KodetOpplysning")
    if element is None or message.step is None or message.code not in CODES:
        return
    code, list_oid = (element.get("V") or ""), (element.get("S") or "")
    if not code or (K1101.knows(code) and list_oid == K1101.oid):
        return  # an empty one is DM-04
    yield Fault(
        "KodetOpplysning er ikke et ja eller nei fra kodeverk 1101.",
        element,
        expected=f'V="1" eller V="2", S="{oid(1101)}"',
        found=f'V="{code}" S="{list_oid}"',
        fix="Skriv 1 for ja og 2 for nei.",
    )
