"""Kodeverk 7601: type forespørsel, dialog med innbygger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K7601(Kodeverk):
    """What a request asks for (TypeForesp) in dialog with the citizen."""

    number: ClassVar[int] = 7601
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.7601"
    name: ClassVar[str] = "Type forespørsel, dialog med innbygger"
    codes: ClassVar[Mapping[str, str]] = {
        "ART": "Avbestill reservert time",
        "BA": "Bestilling av attest",
        "DI": "Dialog med innbygger",
        "DVI": "Direkte varsling av innbygger",
        "EKI": "Engangskontakt med innbygger",
        "ERT": "Endre reservert time",
        "HB": "Hent behandlere",
        "HBT": "Hent bestilte timer",
        "HDAB": "Hent digitalt aktive brukere",
        "HE": "Henvendelse",
        "HLT": "Hent ledige timer",
        "HSKI": "",
        "LSKI": "",
        "MOA": "Melding om avtale",
        "MTI": "Melding til innbygger",
        "OAB": "Ønske om avslutning av behandling",
        "OAT": "Ønske om avbestilling av time",
        "OET": "Ønske om endring av time",
        "OT": "Ønske om time",
        "RF": "Reseptfornyelse, fritekst",
        "RFER": "Reseptfornyelse, eResept",
        "RT": "Reserver time",
        "SAM": "Forespørsel om samtykke",
        "SB": "Spørsmål til behandler",
        "SDAB": "Status digitalt aktiv bruker",
        "SIDAB": "Sjekk om innbygger er digitalt aktiv bruker",
        "SKIF": "",
        "SKOI": "",
        "SKOU": "",
        "VUS": "Varsel om ulest svar",
    }
