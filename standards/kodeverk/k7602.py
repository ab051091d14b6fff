"""Kodeverk 7602: tema, dialog med innbygger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K7602(Kodeverk):
    """The outcome that an answer tells (TemaKodet) in dialog with the citizen."""

    number: ClassVar[int] = 7602
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.7602"
    name: ClassVar[str] = "Tema, dialog med innbygger"
    codes: ClassVar[Mapping[str, str]] = {
        "01": "Bestilte timer",
        "02": "Ingen bestilte timer",
        "03": "Ledige timer",
        "04": "Ingen ledige timer",
        "05": "Timereservasjon bekreftet",
        "06": "Time ikke tilgjengelig",
        "07": "Endring av time bekreftet",
        "08": "Avbestilling av time bekreftet",
        "09": "Time kunne ikke avbestilles",
        "10": "Timereservasjon hos annen behandler bekreftet",
        "11": "Pasient ikke møtt",
        "12": "Svar fra behandler",
        "13": "Dialog avsluttet",
        "14": "Resept fornyet",
        "15": "Resept ikke fornyet",
        "16": "Attest registrert",
        "17": "Utført",
        "18": "Kan ikke utføres",
        "19": "Svar på henvendelse",
        "20": "Behandlere",
        "21": "Behandlere ikke funnet",
        "22": "Svar fra innbygger",
        "23": "Innbygger ikke aktiv digital bruker",
        "26": "Forespørsel avvist",
        "27": "Attest vedlagt, dialog avsluttet",
        "28": "Digitale aktive brukere",
        "29": "Ingen digitale brukere",
        "30": "Ikke tilgang",
        "31": "Generell feil",
        "32": "Resept delvis fornyet",
        "33": "Tjeneste tilbys ikke",
        "34": "Time kunne ikke endres",
        "35": "Behandling avsluttet",
        "36": "Behandling kunne ikke avsluttes",
        "37": "Skjema lagret",
        "38": "Skjema kunne ikke lagres",
        "LRP": "Leveringsrapport",
        "SKIV": "Skjema vedlagt",
    }
