"""What the registry may be made to do wrong."""

from __future__ import annotations

from typing import Final

from simulator.serving.faults import Fault

CATALOGUE: Final = (
    Fault(
        "unknown_address_type",
        "Alle fysiske adresser har en type som ikke finnes i kodeverk 3401.",
        ("en klient som stopper på ukjente adressetyper",),
    ),
    Fault(
        "missing_address_type",
        "Fysiske adresser mangler type.",
        ("en klient som stopper på adresser uten type",),
    ),
    Fault(
        "one_key_usage",
        "Krypteringssertifikatet har bare keyEncipherment, ikke dataEncipherment.",
        ("en klient som krever begge bitene",),
    ),
    Fault(
        "expired_certificate",
        "Et utløpt sertifikat gis som det gjeldende.",
        ("en klient som ikke sjekker gyldighetstiden",),
    ),
    Fault(
        "stale_events",
        "Hendelsesstrømmen står stille: nye endringer kommer ikke med.",
        ("et lokalt lager som bare oppdateres av hendelser",),
    ),
    Fault(
        "only_in_rest",
        "Parten finnes i REST, men ikke i SOAP.",
        ("en klient som blander de to grensesnittene",),
    ),
    Fault("slow", "Svaret kommer sent.", ("en klient uten tidsgrense",), seconds=5.0),
)
