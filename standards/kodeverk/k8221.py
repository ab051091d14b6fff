"""Kodeverk 8221: feilkode i applikasjonskvittering."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K8221(Kodeverk):
    """Why a message is refused (Error in a receipt)."""

    number: ClassVar[int] = 8221
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.8221"
    name: ClassVar[str] = "Feilkode i applikasjonskvittering"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "T01": "Ikke XML eller ikke velformet",
        "T02": "XML validerer ikke",
        "T10": "Støtter ikke meldingsformatet",
        "T99": "Annen formatfeil",
        "S01": "Ugyldig signatur",
        "S02": "Ugyldig sertifikat",
        "S03": "Tilbakekalt sertifikat",
        "S99": "Annen feil med signatur eller sertifikat",
        "E10": "Ugyldig meldingsidentifikator",
        "E20": "Lege finnes ikke",
        "E21": "Mottaker finnes ikke",
        "E30": "Pasientens fødselsnummer mangler",
        "E31": "Pasientens fødselsnummer er feil",
        "E32": "Pasientens navn mangler",
        "E33": "Pasientens etternavn mangler",
        "E34": "Pasientens fornavn mangler",
        "E35": "Pasienten finnes ikke i mottakersystemet",
        "E36": "Pasientopplysningene er utilstrekkelige",
        "E53": "Pasientens fødselsnummer finnes ikke i Folkeregisteret",
        "E54": "Pasientens fødselsnummer finnes ikke i mottakersystemet",
        "X99": "Annen feil",
    }
