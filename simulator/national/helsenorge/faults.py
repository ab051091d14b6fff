"""What Helsenorge's parts may be made to do wrong."""

from __future__ import annotations

from typing import Final

from simulator.serving.faults import Fault

TOMORROW: Final = "activity_tomorrow"
UNORDERED: Final = "changes_out_of_order"
TWICE: Final = "notice_twice"
DEAD: Final = "reminder_about_dead"
CONTENT: Final = "notice_with_health_content"
NAMED: Final = "sensitive_sender_named"
CANCELLED: Final = "reminder_after_cancel"
PARENTS: Final = "hidden_shown_to_parents"
SLOW: Final = "slow"
CATALOGUE: Final = (
    Fault(
        TOMORROW,
        "Endret samtykke virker i aktivsjekken først etter nattens synkronisering.",
        ("journalen spør på nytt neste dag, og gir ikke opp en innbygger som er ukjent i dag",),
    ),
    Fault(
        UNORDERED,
        "Endringene i aktiv status kommer i omvendt rekkefølge.",
        ("klienten ordner etter sekvensnummer før den lagrer hvor langt den er kommet",),
    ),
    Fault(TWICE, "Hvert varsel går ut to ganger.", ("utboksen har ett varsel for hver hendelse og mottaker",)),
    Fault(
        DEAD,
        "Pårørende får påminnelse om timen til en som er død.",
        ("utboksen har ikke noe om en død etter dødsdatoen",),
    ),
    Fault(
        CONTENT,
        "Varselet sier hva timen gjelder.",
        ("teksten i utboksen har ikke helseopplysninger",),
    ),
    Fault(
        NAMED,
        "Varselet sier hvem avsenderen er, også når avsenderen er merket som sensitiv.",
        ("teksten i utboksen nevner ikke en sensitiv avsender",),
    ),
    Fault(
        CANCELLED,
        "Påminnelsen blir stående når timen avlyses.",
        ("utboksen har ingen påminnelse om en avlyst time",),
    ),
    Fault(
        PARENTS,
        "Foreldrene varsles om timer som er skjult for dem.",
        ("bare ungdommen varsles om en time med NORN_FORANS",),
    ),
    Fault(SLOW, "Svaret lar vente på seg.", ("klienten har en tidsgrense",), seconds=5.0),
)
