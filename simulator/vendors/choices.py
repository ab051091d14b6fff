"""What stands in the ledger for each choice that a profile can make: what it means, and what allows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

Basis = Literal["documented", "allowed", "guess"]


@dataclass(frozen=True)
class Choice:
    """One value of one key: what it means to those who use the journal, and where the leave to choose it comes from."""

    about: str
    source: str
    basis: Basis = "allowed"


_UNKNOWN = "Ingen offentlig kilde sier hva produktet gjør"
_PARTY = "HITS 1217:2018, 2.3.4"
_RELATED = "Veilederens to tekster er uenige"
_REJECTING = "HITS 1216:2018, 2.2.3 og HITS 1217:2018, 2.13 sier hver sitt, og begge godtas"
_HOME = "KS om Digihelse, og HITS 1217:2018, 3.4.4"

CHOICES: Mapping[tuple[str, Any], Choice] = MappingProxyType(
    {
        ("addressing.level2", "service"): Choice("Kommunikasjonsparten på nivå 2 er en tjeneste", _PARTY),
        ("addressing.level2", "person"): Choice("Kommunikasjonsparten på nivå 2 er en person", _PARTY),
        ("addressing.sender_mismatch", "error_queue"): Choice(
            "Ulik HER-id for avsender i transport og melding gir abuse:spoofing-attack på feilkøen", _REJECTING
        ),
        ("addressing.sender_mismatch", "apprec"): Choice(
            "Ulik HER-id for avsender i transport og melding gir negativ kvittering E10", _REJECTING
        ),
        ("addressing.cpp_generation", "new"): Choice(
            "Profilen (CPP) har rollene Innbygger og Helsepersonell, og en handling for hver melding",
            "Malene for CPP til HITS 1217:2018",
        ),
        ("addressing.cpp_generation", "old"): Choice(
            "Profilen (CPP) har prosesskoden som eneste handling", "Malene for CPP har begge generasjonene"
        ),
        ("receipts.timing", "at_once"): Choice(
            "Kvitteringen sendes straks meldingen er lagret", "HITS 1216:2018, 2.2.1"
        ),
        ("receipts.timing", "manual"): Choice(
            "Kvitteringen sendes når en ansatt har sett på meldingen",
            "HIS 80415:2012 skiller ikke på hvem som kontrollerer",
        ),
        ("text.form", "plain"): Choice("Tekst til innbyggeren er ren tekst", "HITS 1217:2018, 2.4"),
        ("text.form", "xhtml"): Choice("Tekst til innbyggeren er en div i XHTML", "HITS 1217:2018, 2.4"),
        ("calendar.related_to", "own_id"): Choice(
            "uid følger timen; related-to er en egen id som heller ikke endres", _RELATED
        ),
        ("calendar.related_to", "same_as_uid"): Choice("related-to er den samme som uid", _RELATED),
        ("calendar.related_to", "none"): Choice("related-to sendes ikke", _RELATED),
        ("calendar.confirmation", "newer"): Choice("En bestilt time får timens egen id som uid", _RELATED),
        ("calendar.confirmation", "older"): Choice("En bestilt time beholder den ledige tidens id som uid", _RELATED),
        ("calendar.push", "amqp"): Choice("Timer sendes som AVTALEUTSENDING over AMQP", "HITS 1217:2018, 3.4.1"),
        ("calendar.push", "fhir"): Choice("Timer sendes med PUT av Appointment", "Helsenorge, REST Timenotifikasjon"),
        ("cancellation.approval", "ja"): Choice(
            "En ansatt må godkjenne at innbyggeren avbestiller", "HITS 1217:2018, 3.7"
        ),
        ("cancellation.approval", "nei"): Choice(
            "En avbestilling godtas uten at en ansatt ser på den", "HITS 1217:2018, 3.7"
        ),
        ("cancellation.can_change", True): Choice(
            "Kommunen kan slå godkjenning av avbestillinger av og på", "KS, DigiHelsestasjon – innføringshåndbok"
        ),
        ("cancellation.can_change", False): Choice(
            "Godkjenning av avbestillinger kan ikke slås av eller på",
            "HITS 1217:2018, 3.7 sier ikke at den må kunne det",
        ),
        ("offers.wishes", True): Choice("Innbyggeren kan ønske seg en time", "HITS 1217:2018, 3.5"),
        ("offers.home_care", True): Choice("Hjemmebesøk fortelles når Helsenorge spør (HBT)", _HOME, "documented"),
        ("offers.free_slots", True): Choice("Innbyggeren kan søke i ledige tider og bestille", "HITS 1217:2018, 3.4.2"),
    }
)
"""Key and value → what the ledger says of it, unless a product has a row of its own."""

GUESSED = _UNKNOWN
"""The source of a choice that is ours alone."""
