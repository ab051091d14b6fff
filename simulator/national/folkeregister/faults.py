"""What the register may be made to do wrong."""

from __future__ import annotations

from typing import Final

from simulator.serving.faults import Fault

OUT_OF_ORDER: Final = "feed_out_of_order"
TWICE: Final = "feed_twice"
LINGERS: Final = "lost_responsibility_lingers"
SHOWN: Final = "protected_address_shown"
SLOW: Final = "slow"
CATALOGUE: Final = (
    Fault(
        OUT_OF_ORDER,
        "Hendelseslisten kommer i omvendt rekkefølge.",
        ("klienten ordner etter sekvensnummer før den lagrer hvor langt den er kommet",),
    ),
    Fault(TWICE, "Hver hendelse i listen kommer to ganger.", ("klienten tåler samme sekvensnummer to ganger",)),
    Fault(
        LINGERS,
        "Foreldreansvar som har opphørt, står fortsatt som gjeldende.",
        ("en som har mistet foreldreansvaret, ser ikke lenger barnets timer",),
    ),
    Fault(
        SHOWN,
        "Adressen til en med fortrolig eller strengt fortrolig adresse er med i svaret.",
        ("journalen viser ikke adressen til en med adressebeskyttelse",),
    ),
    Fault(SLOW, "Svaret lar vente på seg.", ("klienten har en tidsgrense",), seconds=5.0),
)
