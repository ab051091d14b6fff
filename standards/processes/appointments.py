"""The processes of appointments (HITS 1217:2018, 3.4, 3.5 and 3.7, and Helsenorge's own pages)."""

from __future__ import annotations

from standards.processes.model import EPJ, HELSENORGE, QUESTION, SUBJECT, Process, Step, action, note, refusals, request
from standards.processes.sources import WIKI


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


def _search_answers(action_name: str, asked: str, found: str, none: str) -> tuple[Step, ...]:
    """What a search in real time is answered with: a table of times, none, or a refusal."""
    return action(
        action_name,
        note(EPJ, found, (asked,), calendar="required", attachments=False, synchronous=True),
        note(EPJ, none, (asked,), attachments=False, synchronous=True),
        *(note(EPJ, code, (asked,), synchronous=True) for code in ("26", "30")),
    )


_CODED = "KodetOpplysning"
_RESERVATION_ANSWERS = (
    note(EPJ, "05", ("RT",), calendar="optional"),
    note(EPJ, "06", ("RT",), calendar="optional"),
    note(EPJ, "07", ("RT",), calendar="optional", tolerated=True),
    note(EPJ, "34", ("RT",), calendar="optional", tolerated=True),
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
        *action("HentPlanlagteTimer", request(HELSENORGE, "HBT", attachments=False, synchronous=True)),
        *action(
            "ReserverAvtale",
            request(HELSENORGE, "RT", required=(_CODED,), calendar="required"),
            earlier="ReserverTime",
        ),
        *_CANCEL,
        *AVTALEUTSENDING.steps,
        *_search_answers("SvarLedigeTimer", "HLT", "03", "04"),
        *_search_answers("SvarPlanlagteTimer", "HBT", "01", "02"),
        *action("SvarTimeReservasjon", *_RESERVATION_ANSWERS, also=("SvarAvtaleReservasjon",)),
    ),
)


def _wish_answers(change: tuple[str, ...], cancel: tuple[str, ...]) -> tuple[Step, ...]:
    wishes = ("OT", *change)
    return action(
        "SvarOnske",
        note(EPJ, "05", ("OT",), calendar="optional"),
        note(EPJ, "06", wishes, calendar="optional"),
        note(EPJ, "10", wishes, calendar="optional"),
        note(EPJ, "07", wishes, calendar="optional"),
        note(EPJ, "34", wishes, calendar="optional"),
        note(EPJ, "08", cancel, calendar="optional"),
        note(EPJ, "09", cancel, calendar="optional"),
        *refusals((*wishes, *cancel)),
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
        *_wish_answers(("OET",), ("OAT",)),
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
        *_wish_answers((), ("OAT",)),
    ),
    representation=False,
    source=WIKI,
)
