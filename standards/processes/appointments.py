"""The processes of appointments (HITS 1217:2018, 3.4, 3.5 and 3.7, and Helsenorge's own pages)."""

from __future__ import annotations

from standards.processes.model import (
    EPJ,
    HELSENORGE,
    QUESTION,
    ROLES,
    SUBJECT,
    Process,
    Step,
    action,
    note,
    refusals,
    request,
)
from standards.processes.sources import WIKI

_CODED, _LIST = "KodetOpplysning", "HelsepersonelListe"


def _push(code: str, kodeverk: int = 7602) -> Step:
    return Step(
        EPJ, "Foresporsel", code, kodeverk, forbidden=(SUBJECT, QUESTION), calendar="required", attachments=False
    )


_CANCEL = action("AvbestillAvtale", request(HELSENORGE, "ART", calendar="required"), earlier="AvbestillTime")
_CANCELLED = tuple(note(EPJ, code, ("ART",), calendar="optional") for code in ("08", "09"))

AVTALEUTSENDING = Process(
    code="DIALOG_INNBYGGER_AVTALEUTSENDING",
    name="Dialog med innbygger - avtaleutsending",
    versions=("1.0",),
    clause="HITS 1217:2018, 3.4.1",
    steps=action("Avtale", _push("05"), _push("07"), _push("08"), _push("11"), _push("MOA", 7601)),
    representation=False,
    live=WIKI,
)

AVTALEAVBESTILLING = Process(
    code="DIALOG_INNBYGGER_AVTALEAVBESTILLING",
    name="Dialog med innbygger - avtaleavbestilling",
    versions=("1.0",),
    clause="HITS 1217:2018, 3.7",
    steps=(
        *action("AvbestillAvtale", *_CANCEL, also=("Foresporsel",), earlier="AvbestillTime"),
        *action("SvarAvbestilling", *_CANCELLED, *refusals(("ART",)), also=("Svar",)),
    ),
    live=WIKI,
)


def _search_answers(name: str, asked: str, found: Step, none: str, version: str = "") -> tuple[Step, ...]:
    """What a search in real time is answered with: a table of times, none, or a refusal."""
    return action(
        name,
        found,
        note(EPJ, none, (asked,), forbidden=found.forbidden, attachments=False, synchronous=True, version=version),
        *(note(EPJ, code, (asked,), synchronous=True, version=version) for code in ("26", "30")),
    )


_FREE = note(
    EPJ,
    "03",
    ("HLT",),
    forbidden=(ROLES,),
    calendar="required",
    attachments=False,
    may_have=(_LIST,),
    synchronous=True,
)
_PLANNED = note(EPJ, "01", ("HBT",), calendar="required", attachments=False, synchronous=True, version="1.2")


_RESERVATION_ANSWERS = (
    *(note(EPJ, code, ("RT",), calendar="optional", may_have=(_LIST,)) for code in ("05", "06")),
    *(note(EPJ, code, ("RT",), calendar="optional", may_have=(_LIST,), tolerated=True) for code in ("07", "34")),
    *_CANCELLED,
    *refusals(("RT", "ART")),
)

TIMERESERVASJON = Process(
    code="DIALOG_INNBYGGER_TIMERESERVASJON",
    name="Dialog med innbygger - timereservasjon",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.4",
    steps=(
        *action(
            "HentLedigeTimer",
            request(HELSENORGE, "HLT", required=("FraDato", "TilDato"), attachments=False, synchronous=True),
        ),
        *action("HentPlanlagteTimer", request(HELSENORGE, "HBT", attachments=False, synchronous=True, version="1.2")),
        *action(
            "ReserverAvtale",
            request(HELSENORGE, "RT", required=(_CODED,), calendar="required"),
            earlier="ReserverTime",
        ),
        *_CANCEL,
        *AVTALEUTSENDING.steps,
        *_search_answers("SvarLedigeTimer", "HLT", _FREE, "04"),
        *_search_answers("SvarPlanlagteTimer", "HBT", _PLANNED, "02", "1.2"),
        *action("SvarTimeReservasjon", *_RESERVATION_ANSWERS, also=("SvarAvtaleReservasjon",)),
    ),
)


def _wish_answers(*changed: Step, other: Step) -> tuple[Step, ...]:
    """Which answer each wish may get; `other` says that another practitioner has it, `changed` that a time moved."""
    wishes = other.answers_to
    return action(
        "SvarOnske",
        note(EPJ, "05", ("OT",), calendar="optional", may_have=(_LIST,)),
        note(EPJ, "06", wishes, calendar="optional"),
        other,
        *changed,
        *(note(EPJ, code, ("OAT",), calendar="optional") for code in ("08", "09")),
        *refusals((*wishes, "OAT")),
        also=("SvarØnske",),
    )


def _wish(name: str, step: Step) -> tuple[Step, ...]:
    return action(f"Onske{name}", step, also=(f"Ønske{name}",))


TIMEONSKE = Process(
    code="DIALOG_INNBYGGER_TIMEONSKE",
    name="Dialog med innbygger - timeønske",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.5",
    steps=(
        *_wish("Reserver", request(HELSENORGE, "OT", required=(_CODED,))),
        *_wish(
            "Endring", request(HELSENORGE, "OET", required=(_CODED,), calendar="required", dropped=WIKI, tolerated=True)
        ),
        *_wish("Avbestill", request(HELSENORGE, "OAT", required=(_CODED,), calendar="required")),
        *_wish_answers(
            *(
                note(EPJ, code, ("OET",), calendar="optional", may_have=(_LIST,), tolerated=True)
                for code in ("07", "34")
            ),
            other=note(EPJ, "10", ("OT", "OET"), calendar="optional", documents=(_LIST,)),
        ),
    ),
)

TIMEONSKEUNGDOM = Process(
    code="DIALOG_INNBYGGER_TIMEONSKEUNGDOM",
    name="Dialog med innbygger - timeønske ungdom",
    versions=("1.0",),
    clause="Helsenorge, AMQP Timeønske ungdom (1520500737)",
    steps=(
        *_wish("Reserver", request(HELSENORGE, "OT", calendar="optional")),
        *_wish("Avbestill", request(HELSENORGE, "OAT", calendar="optional")),
        # Which of the codes of the grown-up process it has, no source says; without OET nothing is changed.
        *_wish_answers(
            *(note(EPJ, code, ("OT",), calendar="optional", tolerated=True) for code in ("07", "34")),
            other=note(EPJ, "10", ("OT",), calendar="optional", may_have=(_LIST,)),
        ),
    ),
    representation=False,
    listed=False,
    source=WIKI,
)
