"""The process catalogue as data: which codes are legal from whom, in answer to what, with which content.

Sources: HITS 1217:2018 chapter 3 and 5, Helsenorge's pages on Avtaleutsending and Avtaleavbestilling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from standards.exchange import Role

HELSENORGE, EPJ = Role.HELSENORGE, Role.EPJ

TEXT = "TekstNotatInnhold"
QUESTION = "Sporsmal"
SUBJECT = "EmneSporsmal"


@dataclass(frozen=True)
class Step:
    """One legal message of a process.

    `answers_to` holds the codes it may follow; empty means that it opens a thread. `required` and `forbidden` name
    elements of the Dialogmelding. `calendar` is "required", "optional" or "none".
    """

    sender: Role
    element: str
    code: str
    kodeverk: int
    answers_to: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    calendar: str = "none"
    attachments: bool = True
    tolerated: bool = False
    """Accepted when it comes, but the sources do not agree that it is in use."""
    patient: bool = True
    """Whether MsgInfo names the patient; where it does not, it must not."""
    synchronous: bool = False
    """Answered in real time: Ack N, and no AppRec."""

    @property
    def opens(self) -> bool:
        """Whether the message opens a thread."""
        return not self.answers_to


@dataclass(frozen=True)
class Process:
    """A process of kodeverk 8279 with the steps that are legal in it."""

    code: str
    name: str
    versions: tuple[str, ...]
    steps: tuple[Step, ...]
    clause: str
    synchronous: bool = False
    apprec: str = "1.1"
    dialog: str = "1.1"
    patient_required: bool = True
    representation: bool = True
    """Whether Helsenorge may send on behalf of another (Pasientrelasjon)."""

    def steps_of(self, sender: Role, element: str | None = None) -> tuple[Step, ...]:
        """The steps one side may send."""
        return tuple(step for step in self.steps if step.sender is sender and element in (None, step.element))

    def step(self, sender: Role, element: str, code: str) -> Step | None:
        """The step for a code, if it is legal at all."""
        return next((step for step in self.steps_of(sender, element) if step.code == code), None)

    def answers(self, code: str, sender: Role) -> tuple[Step, ...]:
        """The steps that one side may send in answer to a code."""
        return tuple(step for step in self.steps_of(sender) if code in step.answers_to)


def _request(sender: Role, code: str, **more: object) -> Step:
    return Step(sender, "Foresporsel", code, 7601, **more)  # type: ignore[arg-type]


def _note(sender: Role, code: str, answers_to: tuple[str, ...], **more: object) -> Step:
    return Step(sender, "Notat", code, 7602, answers_to, **more)  # type: ignore[arg-type]


def _refusals(answers_to: tuple[str, ...], codes: tuple[str, ...] = ("26", "30")) -> tuple[Step, ...]:
    return tuple(_note(EPJ, code, answers_to) for code in codes)


def _push(code: str, kodeverk: int = 7602) -> Step:
    return Step(
        EPJ, "Foresporsel", code, kodeverk, forbidden=(SUBJECT, QUESTION), calendar="required", attachments=False
    )


_CITIZEN = ("HE", "22")

EKONTAKT = Process(
    code="DIALOG_INNBYGGER_EKONTAKT",
    name="Dialog med innbygger - eKontakt",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.3",
    steps=(
        _request(HELSENORGE, "HE"),
        _request(EPJ, "DI", required=(SUBJECT, QUESTION)),
        _request(EPJ, "EKI", required=(SUBJECT, QUESTION)),
        _note(EPJ, "19", _CITIZEN, required=(TEXT,)),
        _note(HELSENORGE, "22", ("19", "DI", "13", "22"), required=(TEXT,)),
        *_refusals(_CITIZEN, ("26", "30", "31")),
        _note(EPJ, "13", (*_CITIZEN, "19"), tolerated=True),
        _note(EPJ, "17", _CITIZEN, tolerated=True),
        _note(EPJ, "18", _CITIZEN, tolerated=True),
        _note(HELSENORGE, "26", ("DI", "EKI", "19"), tolerated=True),
        _note(HELSENORGE, "31", ("DI", "EKI", "19"), tolerated=True),
        _request(HELSENORGE, "VUS", answers_to=("DI", "EKI", "19"), tolerated=True),
    ),
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
        _request(HELSENORGE, "ART", calendar="required"),
        _note(EPJ, "08", ("ART",), calendar="optional"),
        _note(EPJ, "09", ("ART",), calendar="optional"),
        *_refusals(("ART",)),
    ),
)

DIGITALBRUKER = Process(
    code="DIALOG_INNBYGGER_DIGITALBRUKER",
    name="Dialog med innbygger - digital bruker",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.9",
    steps=(
        _request(HELSENORGE, "SDAB", required=("KodetOpplysning",)),
        _request(EPJ, "SIDAB", patient=False),
        *(_note(HELSENORGE, code, ("SIDAB",), patient=False) for code in ("28", "29", "26", "31")),
    ),
    patient_required=False,
    representation=False,
)


def _wish_answers(change: tuple[str, ...], cancel: tuple[str, ...]) -> tuple[Step, ...]:
    wishes = ("OT", *change)
    return (
        _note(EPJ, "05", ("OT",), calendar="optional"),
        _note(EPJ, "06", wishes, calendar="optional"),
        _note(EPJ, "10", wishes, calendar="optional"),
        _note(EPJ, "07", wishes, calendar="optional"),
        _note(EPJ, "34", wishes, calendar="optional"),
        _note(EPJ, "08", cancel, calendar="optional"),
        _note(EPJ, "09", cancel, calendar="optional"),
        *_refusals((*wishes, *cancel)),
    )


_CODED = "KodetOpplysning"

TIMERESERVASJON = Process(
    code="DIALOG_INNBYGGER_TIMERESERVASJON",
    name="Dialog med innbygger - timereservasjon",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.4",
    steps=(
        _request(HELSENORGE, "HLT", required=("FraDato", "TilDato"), attachments=False, synchronous=True),
        _request(HELSENORGE, "HBT", attachments=False, synchronous=True),
        _request(HELSENORGE, "RT", required=(_CODED,), calendar="required"),
        _request(HELSENORGE, "ART", calendar="required"),
        *AVTALEUTSENDING.steps,
        _note(EPJ, "03", ("HLT",), calendar="required", attachments=False, synchronous=True),
        _note(EPJ, "04", ("HLT",), attachments=False, synchronous=True),
        _note(EPJ, "01", ("HBT",), calendar="required", attachments=False, synchronous=True),
        _note(EPJ, "02", ("HBT",), attachments=False, synchronous=True),
        _note(EPJ, "05", ("RT",), calendar="optional"),
        _note(EPJ, "06", ("RT",), calendar="optional"),
        _note(EPJ, "07", ("RT",), calendar="optional", tolerated=True),
        _note(EPJ, "34", ("RT",), calendar="optional", tolerated=True),
        _note(EPJ, "08", ("ART",), calendar="optional"),
        _note(EPJ, "09", ("ART",), calendar="optional"),
        *_refusals(("RT", "ART")),
        _note(EPJ, "26", ("HLT", "HBT"), synchronous=True),
        _note(EPJ, "30", ("HLT", "HBT"), synchronous=True),
    ),
)

TIMEONSKE = Process(
    code="DIALOG_INNBYGGER_TIMEONSKE",
    name="Dialog med innbygger - timeønske",
    versions=("1.1", "1.2"),
    clause="HITS 1217:2018, 3.5",
    steps=(
        _request(HELSENORGE, "OT", required=(_CODED,)),
        _request(HELSENORGE, "OET", required=(_CODED,), calendar="required", tolerated=True),
        _request(HELSENORGE, "OAT", required=(_CODED,), calendar="required"),
        *_wish_answers(("OET",), ("OAT",)),
    ),
)

TIMEONSKEUNGDOM = Process(
    code="DIALOG_INNBYGGER_TIMEONSKEUNGDOM",
    name="Dialog med innbygger - timeønske ungdom",
    versions=("1.0",),
    clause="Helsenorge, AMQP Timeønske ungdom (1520500737)",
    steps=(
        _request(HELSENORGE, "OT", calendar="optional"),
        _request(HELSENORGE, "OAT", calendar="optional"),
        *_wish_answers((), ("OAT",)),
    ),
    representation=False,
)

CATALOGUE: Mapping[str, Process] = MappingProxyType(
    {
        process.code: process
        for process in (
            EKONTAKT,
            AVTALEUTSENDING,
            AVTALEAVBESTILLING,
            DIGITALBRUKER,
            TIMERESERVASJON,
            TIMEONSKE,
            TIMEONSKEUNGDOM,
        )
    }
)

KNOWN_CODES: frozenset[str] = frozenset(
    {
        *CATALOGUE,
        "APPREC",
        "AMQP_SOAP_FAULT",
        "DIALOG_FORESPORSEL",
        "DIALOG_SVAR",
        "DIALOG_NOTAT",
        "DIALOG_AVVIK",
        "DIALOG_HELSEFAGLIG",
        "DIALOG_INNBYGGER_BEHANDLEROVERSIKT",
        "DIALOG_INNBYGGER_EKONSULTASJON",
        "DIALOG_INNBYGGER_HELSEPERSONELL",
        "DIALOG_INNBYGGER_JOURNAL",
        "DIALOG_INNBYGGER_KOORDINATOR",
        "DIALOG_INNBYGGER_MELDINGSFORMIDLING",
        "DIALOG_INNBYGGER_OPPGAVE",
        "DIALOG_INNBYGGER_RESEPTFORNYELSE",
        "DIALOG_INNBYGGER_SAMTYKKE",
        "DIALOG_INNBYGGER_TEST",
        "DIALOG_INNBYGGER_TIMEONSKE",
        "DIALOG_INNBYGGER_TIMEONSKEUNGDOM",
        "DIALOG_INNBYGGER_TIMER",
        "DIALOG_INNBYGGER_TIMERESERVASJON",
        "DIALOG_INNBYGGER_TJENESTEOVERSIKT",
        "NOTIFIKASJON_INNBYGGER_HELSEKONTAKT",
        "NOTIFIKASJON_INNBYGGER_TIME",
    }
)
"""Codes that the guide, the wiki or kodeverk 8279 name; processes not in the catalogue are not judged by step."""


def find(code: str) -> Process | None:
    """The process with that code, if the catalogue has its steps."""
    return CATALOGUE.get(code)


def nearest(code: str) -> str | None:
    """The known process name closest to a misspelt one."""
    return next(iter(get_close_matches(code, sorted(KNOWN_CODES), n=1, cutoff=0.6)), None)
