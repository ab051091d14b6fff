"""What the registry of agreements may be made to do wrong."""

from __future__ import annotations

from typing import Final

from simulator.serving.faults import Fault

CATALOGUE: Final = (
    Fault(
        "wrong_process_spelling",
        "Prosessene er skrevet med andre store og små bokstaver enn i malen.",
        ("en klient som skiller store og små bokstaver i prosessnavn",),
    ),
    Fault(
        "action_case",
        "Handlingene er skrevet med små bokstaver.",
        ("en klient som leter etter handlingen slik malen skriver den",),
    ),
    Fault(
        "old_agreement",
        "Avtalen er den som gjaldt før siste endring av en profil.",
        ("en klient som stoler på at avtalen er ny",),
    ),
    Fault("no_agreement", "Ingen avtale finnes (404).", ("en klient som ikke faller tilbake på profilen",)),
    Fault("no_profile", "Ingen profil finnes (404).", ("en klient som ikke faller tilbake på adresseregisteret",)),
    Fault("slow", "Svaret kommer sent.", ("en klient uten tidsgrense",), seconds=5.0),
)
