"""The processes where the citizen and the service write to each other (HITS 1217:2018, 3.2, 3.3 and 3.12 to 3.14)."""

from __future__ import annotations

from standards.processes.model import (
    EPJ,
    HELSENORGE,
    QUESTION,
    ROLES,
    SUBJECT,
    TEXT,
    Process,
    Step,
    action,
    note,
    refusals,
    request,
)

_CITIZEN = ("HE", "22")
_PATIENT = ("SB", "22")
_STARTED = ("DI", "EKI")

EKONTAKT = Process(
    code="DIALOG_INNBYGGER_EKONTAKT",
    name="Dialog med innbygger - eKontakt",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.3",
    steps=(
        request(HELSENORGE, "HE", forbidden=(ROLES,)),
        request(EPJ, "DI", required=(SUBJECT, QUESTION), forbidden=(ROLES,)),
        request(EPJ, "EKI", required=(SUBJECT, QUESTION), forbidden=(ROLES,)),
        note(EPJ, "19", _CITIZEN, required=(TEXT,)),
        note(HELSENORGE, "22", ("19", "DI", "13", "22"), required=(TEXT,), forbidden=(ROLES,)),
        *refusals(_CITIZEN, ("26", "30", "31")),
        note(EPJ, "13", (*_CITIZEN, "19"), tolerated=True),
        note(EPJ, "17", _CITIZEN, tolerated=True),
        note(EPJ, "18", _CITIZEN, tolerated=True),
        *(note(HELSENORGE, code, ("DI", "EKI", "19")) for code in ("26", "31")),
        request(HELSENORGE, "VUS", answers_to=("DI", "EKI", "19"), tolerated=True),
    ),
)


def _with_practitioner(closing: bool, dialog: str = "") -> tuple[Step, ...]:
    """Dialog with a practitioner; 12 answers, and 13 also closes the dialog where the process has it."""
    answers = ("12", "13") if closing else ("12",)
    return (
        request(HELSENORGE, "SB", required=(SUBJECT, QUESTION), dialog=dialog),
        note(EPJ, "12", _PATIENT, required=(TEXT,), dialog=dialog),
        *((note(EPJ, "13", (*_PATIENT, "DI", "12"), dialog=dialog),) if closing else ()),
        *(request(EPJ, code, required=(SUBJECT, QUESTION), dialog=dialog) for code in _STARTED),
        note(HELSENORGE, "22", (*answers, "DI", "22"), required=(TEXT,), dialog=dialog),
        *(note(EPJ, code, _PATIENT, dialog=dialog) for code in ("26", "30", "31")),
        *(note(HELSENORGE, code, (*_STARTED, *answers), dialog=dialog) for code in ("26", "31")),
        request(HELSENORGE, "VUS", answers_to=(*_STARTED, *answers), tolerated=True, dialog=dialog),
    )


EKONSULTASJON = Process(
    code="DIALOG_INNBYGGER_EKONSULTASJON",
    name="Dialog med innbygger - e-konsultasjon",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.2",
    steps=_with_practitioner(closing=True),
)

HELSEPERSONELL = Process(
    code="DIALOG_INNBYGGER_HELSEPERSONELL",
    name="Dialog med innbygger - helsepersonell",
    versions=("1.0", "1.1"),
    clause="HITS 1217:2018, 3.13",
    steps=(
        *_with_practitioner(closing=False, dialog="1.1"),
        request(HELSENORGE, "HE", dialog="1.0", role="21"),
        *(note(EPJ, code, ("HE",), dialog="1.0", advised=("Foresporsel",), role="21") for code in ("19", "13")),
        *(note(EPJ, code, ("HE",), dialog="1.0") for code in ("26", "30", "31")),
        # The agreements let the citizen answer here too, but no source names the code.
        note(HELSENORGE, "22", ("19", "13"), dialog="1.0", role="21", tolerated=True),
    ),
    dialogs=("1.1", "1.0"),
)

KOORDINATOR = Process(
    code="DIALOG_INNBYGGER_KOORDINATOR",
    name="Dialog med innbygger - koordinator",
    versions=("1.0",),
    clause="HITS 1217:2018, 3.14",
    steps=(
        *action(
            "Henvendelse",
            request(HELSENORGE, "HE", attachments=False, advised=(ROLES,), role="17"),
            note(HELSENORGE, "22", ("19",), attachments=False, role="17", tolerated=True),
            also=("Foresporsel", "Svar"),
        ),
        *action(
            "SvarHenvendelse",
            note(EPJ, "19", ("HE",), required=("Foresporsel",), attachments=False, advised=(ROLES,), role="17"),
            *(note(EPJ, code, ("HE",), attachments=False) for code in ("26", "30")),
            # The general chapter does not list 31 for this process; the tables have it for all in writing.
            note(EPJ, "31", ("HE",), attachments=False, tolerated=True),
            also=("Svar",),
        ),
    ),
    apprec="1.0",
    dialogs=("1.0",),
    representation=False,
)

# Under development in 2019, and no source says that it went live: it fails no one.
JOURNAL = Process(
    code="DIALOG_INNBYGGER_JOURNAL",
    name="Dialog med innbygger - journal",
    versions=("1.0",),
    clause="HITS 1217:2018, 3.12",
    steps=(
        request(HELSENORGE, "SB", required=(SUBJECT, QUESTION), forbidden=(ROLES,), attachments=False),
        request(EPJ, "EKI", forbidden=(SUBJECT, QUESTION), needs_attachment=True),
        note(EPJ, "12", ("SB",), forbidden=(TEXT,), needs_attachment=True),
        *refusals(("SB",), ("26", "30", "31")),
    ),
    binding=False,
)
