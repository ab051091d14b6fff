"""The processes that keep the services in step: who is active, who treats, which services there are, a line test."""

from __future__ import annotations

from standards.exchange import Role
from standards.processes.model import EPJ, HELSENORGE, Process, Step, action, note, request
from standards.processes.sources import WIKI

DIGITALBRUKER = Process(
    code="DIALOG_INNBYGGER_DIGITALBRUKER",
    name="Dialog med innbygger - digital bruker",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.9",
    steps=(
        *action("StatusEndring", request(HELSENORGE, "SDAB", required=("KodetOpplysning",))),
        *action("SjekkStatus", request(EPJ, "SIDAB", documents=("Personer",), patient=False)),
        *action(
            "StatusSvar",
            note(HELSENORGE, "28", ("SIDAB",), documents=("Personer",), patient=False),
            note(HELSENORGE, "29", ("SIDAB",), patient=False, absent=("Personer",)),
            *(note(HELSENORGE, code, ("SIDAB",), patient=False) for code in ("26", "31")),
        ),
    ),
    representation=False,
)


def _line_test(sender: Role) -> tuple[Step, ...]:
    # The official examples name a patient, the sample of the common library does not.
    more = {"patient": None, "attachments": False, "synchronous": True}
    return (
        Step(sender, "Foresporsel", "KT", 7603, action="Foresporsel", **more),  # type: ignore[arg-type]
        Step(sender, "Notat", "RKT", 7603, ("KT",), action="Svar", **more),  # type: ignore[arg-type]
    )


TEST = Process(
    code="DIALOG_INNBYGGER_TEST",
    name="Dialog med innbygger - test",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.10",
    steps=(*_line_test(HELSENORGE), *_line_test(EPJ)),
    synchronous=True,
    representation=False,
)

_ASKED, _LIST = ("HB",), "HelsepersonelListe"

BEHANDLEROVERSIKT = Process(
    code="DIALOG_INNBYGGER_BEHANDLEROVERSIKT",
    name="Dialog med innbygger - behandleroversikt",
    versions=("1.0", "1.1"),
    clause="HITS 1217:2018, 3.11",
    steps=(
        *action("Hent", request(HELSENORGE, "HB", attachments=False, synchronous=True)),
        note(EPJ, "20", _ASKED, documents=(_LIST,), attachments=False, synchronous=True),
        note(EPJ, "21", _ASKED, absent=(_LIST,), attachments=False, synchronous=True),
        *(note(EPJ, code, _ASKED, attachments=False, synchronous=True) for code in ("30", "31")),
        # The chapter of the process has 30 and 31; the general one (2.4.3) has 26 for every process.
        note(EPJ, "26", _ASKED, attachments=False, synchronous=True, tolerated=True),
    ),
    synchronous=True,
)

TJENESTEOVERSIKT = Process(
    code="DIALOG_INNBYGGER_TJENESTEOVERSIKT",
    name="Dialog med innbygger - tjenesteoversikt",
    versions=("1.0",),
    clause="HITS 1218:2018",
    steps=(Step(EPJ, "", "", 0, documents=("TjenesteOversikt",), attachments=False, action="Oversikt"),),
    dialogs=(),
    representation=False,
)

# The page of this process is known by hearsay only, so it fails no one; the name of its function is ours.
HELSEKONTAKT = Process(
    code="NOTIFIKASJON_INNBYGGER_HELSEKONTAKT",
    name="Notifikasjon til innbygger - helsekontakt",
    versions=("1.0",),
    clause="Helsenorge, Opprette helsekontakt (1975418911)",
    steps=(Step(EPJ, "", "", 0, patient=None, attachments=False, action="Helsekontakt"),),
    dialogs=(),
    representation=False,
    binding=False,
    source=WIKI,
)
