"""The processes of appointments (HITS 1217:2018, 3.4, 3.5 and 3.7, and Helsenorge's own pages)."""

from __future__ import annotations

from standards.processes.model import EPJ, HELSENORGE, QUESTION, SUBJECT, Process, Step, note, refusals, request


def _push(code: str, kodeverk: int = 7602) -> Step:
    return Step(
        EPJ, "Foresporsel", code, kodeverk, forbidden=(SUBJECT, QUESTION), calendar="required", attachments=False
    )


AVTALEUTSENDING = Process(
    code="DIALOG_INNBYGGER_AVTALEUTSENDING",
    name="Dialog med innbygger - avtaleutsending",
    versions=("1.0",),
    clause="HITS 1217:2018, 3.4.1",
    steps=(_push("05"), _push("07"), _push("08"), _push("11"), _push("MOA", 7601)),
    representation=False,
)

AVTALEAVBESTILLING = Process(
    code="DIALOG_INNBYGGER_AVTALEAVBESTILLING",
    name="Dialog med innbygger - avtaleavbestilling",
    versions=("1.0",),
    clause="HITS 1217:2018, 3.7",
    steps=(
        request(HELSENORGE, "ART", calendar="required"),
        note(EPJ, "08", ("ART",), calendar="optional"),
        note(EPJ, "09", ("ART",), calendar="optional"),
        *refusals(("ART",)),
    ),
)


def _wish_answers(change: tuple[str, ...], cancel: tuple[str, ...]) -> tuple[Step, ...]:
    wishes = ("OT", *change)
    return (
        note(EPJ, "05", ("OT",), calendar="optional"),
        note(EPJ, "06", wishes, calendar="optional"),
        note(EPJ, "10", wishes, calendar="optional"),
        note(EPJ, "07", wishes, calendar="optional"),
        note(EPJ, "34", wishes, calendar="optional"),
        note(EPJ, "08", cancel, calendar="optional"),
        note(EPJ, "09", cancel, calendar="optional"),
        *refusals((*wishes, *cancel)),
    )


_CODED = "KodetOpplysning"

TIMERESERVASJON = Process(
    code="DIALOG_INNBYGGER_TIMERESERVASJON",
    name="Dialog med innbygger - timereservasjon",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.4",
    steps=(
        request(HELSENORGE, "HLT", required=("FraDato", "TilDato"), attachments=False, synchronous=True),
        request(HELSENORGE, "HBT", attachments=False, synchronous=True),
        request(HELSENORGE, "RT", required=(_CODED,), calendar="required"),
        request(HELSENORGE, "ART", calendar="required"),
        *AVTALEUTSENDING.steps,
        note(EPJ, "03", ("HLT",), calendar="required", attachments=False, synchronous=True),
        note(EPJ, "04", ("HLT",), attachments=False, synchronous=True),
        note(EPJ, "01", ("HBT",), calendar="required", attachments=False, synchronous=True),
        note(EPJ, "02", ("HBT",), attachments=False, synchronous=True),
        note(EPJ, "05", ("RT",), calendar="optional"),
        note(EPJ, "06", ("RT",), calendar="optional"),
        note(EPJ, "07", ("RT",), calendar="optional", tolerated=True),
        note(EPJ, "34", ("RT",), calendar="optional", tolerated=True),
        note(EPJ, "08", ("ART",), calendar="optional"),
        note(EPJ, "09", ("ART",), calendar="optional"),
        *refusals(("RT", "ART")),
        note(EPJ, "26", ("HLT", "HBT"), synchronous=True),
        note(EPJ, "30", ("HLT", "HBT"), synchronous=True),
    ),
)

TIMEONSKE = Process(
    code="DIALOG_INNBYGGER_TIMEONSKE",
    name="Dialog med innbygger - timeønske",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.5",
    steps=(
        request(HELSENORGE, "OT", required=(_CODED,)),
        request(HELSENORGE, "OET", required=(_CODED,), calendar="required", tolerated=True),
        request(HELSENORGE, "OAT", required=(_CODED,), calendar="required"),
        *_wish_answers(("OET",), ("OAT",)),
    ),
)

TIMEONSKEUNGDOM = Process(
    code="DIALOG_INNBYGGER_TIMEONSKEUNGDOM",
    name="Dialog med innbygger - timeønske ungdom",
    versions=("1.0",),
    clause="Helsenorge, AMQP Timeønske ungdom (1520500737)",
    steps=(
        request(HELSENORGE, "OT", calendar="optional"),
        request(HELSENORGE, "OAT", calendar="optional"),
        *_wish_answers((), ("OAT",)),
    ),
    representation=False,
)
