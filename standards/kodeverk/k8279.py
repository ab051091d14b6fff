"""Kodeverk 8279: meldingens funksjon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K8279(Kodeverk):
    """What a message is for (MsgInfo/Type and the AMQP subject); new processes come, so it stays open."""

    number: ClassVar[int] = 8279
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.8279"
    name: ClassVar[str] = "Meldingens funksjon"
    codes: ClassVar[Mapping[str, str]] = {
        "APPREC": "Applikasjonskvittering",
        "AMQP_SOAP_FAULT": "SOAP-feil over AMQP",
        "DIALOG_FORESPORSEL": "Forespørsel",
        "DIALOG_SVAR": "Svar på forespørsel",
        "DIALOG_NOTAT": "Notat",
        "DIALOG_AVVIK": "Tilbakemelding om feil i mottatt melding",
        "DIALOG_HELSEFAGLIG": "Helsefaglig dialog",
        "DIALOG_INNBYGGER_AVTALEAVBESTILLING": "Dialog med innbygger - avtaleavbestilling",
        "DIALOG_INNBYGGER_AVTALEUTSENDING": "Dialog med innbygger - avtaleutsending",
        "DIALOG_INNBYGGER_BEHANDLEROVERSIKT": "Dialog med innbygger - behandleroversikt",
        "DIALOG_INNBYGGER_DIGITALBRUKER": "Dialog med innbygger - digital bruker",
        "DIALOG_INNBYGGER_EKONSULTASJON": "Dialog med innbygger - e-konsultasjon",
        "DIALOG_INNBYGGER_EKONTAKT": "Dialog med innbygger - e-kontakt",
        "DIALOG_INNBYGGER_HELSEPERSONELL": "Dialog med innbygger - helsepersonell",
        "DIALOG_INNBYGGER_JOURNAL": "Dialog med innbygger - journal",
        "DIALOG_INNBYGGER_KOORDINATOR": "Dialog med innbygger - koordinator",
        "DIALOG_INNBYGGER_MELDINGSFORMIDLING": "Dialog med innbygger - meldingsformidling",
        "DIALOG_INNBYGGER_OPPGAVE": "Dialog med innbygger - oppgave",
        "DIALOG_INNBYGGER_RESEPTFORNYELSE": "Dialog med innbygger - reseptfornyelse",
        "DIALOG_INNBYGGER_SAMTYKKE": "Dialog med innbygger - samtykke",
        "DIALOG_INNBYGGER_TEST": "Dialog med innbygger - test",
        "DIALOG_INNBYGGER_TIMEONSKE": "Dialog med innbygger - timeønske",
        "DIALOG_INNBYGGER_TIMEONSKEUNGDOM": "Dialog med innbygger - timeønske ungdom",
        "DIALOG_INNBYGGER_TIMER": "Dialog med innbygger - timer",
        "DIALOG_INNBYGGER_TIMERESERVASJON": "Dialog med innbygger - timereservasjon",
        "DIALOG_INNBYGGER_TJENESTEOVERSIKT": "Dialog med innbygger - tjenesteoversikt",
        "NOTIFIKASJON_INNBYGGER_HELSEKONTAKT": "Notifikasjon til innbygger - helsekontakt",
        "NOTIFIKASJON_INNBYGGER_TIME": "Notifikasjon til innbygger - time",
    }
