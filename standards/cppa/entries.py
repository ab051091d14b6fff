"""How each process stands in the address registry: the templates for CPP, by the code of kodeverk 8279."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from standards.cppa.actions import same_function
from standards.cppa.model import Mode
from standards.cppa.roles import Generation
from standards.exchange import Role
from standards.processes import CATALOGUE

ASYNC, SYNC = Mode.ASYNC, Mode.SYNC
_HN, _EPJ = Role.HELSENORGE, Role.EPJ


@dataclass(frozen=True)
class Function:
    """One action of the new generation: who sends it, and on which channel."""

    action: str
    sender: Role
    mode: Mode = ASYNC
    expected: bool = True
    """Whether a profile that lacks it is remarked; False where real agreements leave it out."""


@dataclass(frozen=True)
class Entry:
    """One row of the templates; versions that differ in anything have rows of their own."""

    name: str
    versions: tuple[str, ...]
    uuid: str = ""
    """Empty where no source gives it."""
    service: str = ""
    """The service of the templates, or that of the old generation where there are two."""
    new_service: str = ""
    modes: tuple[Mode, ...] = (ASYNC,)
    """The channels of the single action of the old generation."""
    apprec: str = "1.1"
    """The version of AppRec; empty when everything is in real time."""
    own: tuple[Function, ...] = ()
    """The functions, where the templates spell them otherwise than the process table, or it lacks them."""
    generations: tuple[Generation, ...] = (Generation.OLD, Generation.NEW)
    """The ways that sources write it."""
    roles: tuple[str, str] = ("Innbygger", "Helsepersonell")
    """What Helsenorge and the EPJ are called."""

    @property
    def code(self) -> str:
        """The code of kodeverk 8279."""
        return self.name.upper()

    @property
    def functions(self) -> tuple[Function, ...]:
        """The actions of the new generation, without the receipt."""
        return self.own or _from_table(self.code)

    def function(self, action: str) -> Function | None:
        """The function that an action name is, whatever source spelled it."""
        return next((one for one in self.functions if same_function(self.code, one.action, action)), None)

    def role_of(self, side: Role, generation: Generation) -> str:
        """The role name of one side."""
        if generation is Generation.NEW:
            return self.roles[0] if side is _HN else self.roles[1]
        # No source says which side the old names mean; each party only has to hold its own of the two.
        return f"{self.code}{'receiver' if side is _HN else 'sender'}"


@lru_cache(maxsize=64)
def _from_table(code: str) -> tuple[Function, ...]:
    process = CATALOGUE.get(code)
    found: dict[tuple[str, Role], Function] = {}
    for step in process.steps if process is not None else ():
        real_time = step.synchronous or (process is not None and process.synchronous)
        # Agreements in use leave out Avtale and the search for booked times, and newer pages have dropped some.
        loose = bool(step.dropped) or step.action in _OFTEN_LEFT_OUT
        function = Function(step.action, step.sender, SYNC if real_time else ASYNC, not loose)
        found.setdefault((step.action, step.sender), function)
    return tuple(found.values())


_OFTEN_LEFT_OUT: Final = {"Avtale", "HentPlanlagteTimer", "SvarPlanlagteTimer"}
_NEW_ONLY: Final = (Generation.NEW,)
_TWO = ("1.1", "1.2")
_ONE = ("1.0",)


def _talk(*, mode: Mode = ASYNC, epj_asks: bool = True) -> tuple[Function, ...]:
    """Foresporsel and Svar, from both sides or from the citizen's alone."""
    citizen = (Function("Foresporsel", _HN, mode), Function("Svar", _EPJ, mode))
    return (*citizen, Function("Foresporsel", _EPJ, mode), Function("Svar", _HN, mode)) if epj_asks else citizen


_TABLE: Final = (
    Entry(
        "Dialog_Innbygger_Timereservasjon",
        _TWO,
        "7B68B3C8-ADCF-495D-98E1-F2BB1151516E",
        "S-DIALOG_INNBYGGER_TIMERESERVASJON",
        new_service="Timereservasjon",
        modes=(ASYNC, SYNC),
    ),
    Entry(
        "Dialog_Innbygger_Timeonske",
        _TWO,
        "19D6208C-A348-44EE-9A08-270D083C1186",
        "S-DIALOG_INNBYGGER_TIMEONSKE",
        new_service="Timeonske",
    ),
    Entry("Dialog_Innbygger_Timeonskeungdom", _ONE, generations=_NEW_ONLY, modes=()),
    Entry(
        "Dialog_Innbygger_Timer",
        _TWO,
        "00D94DA5-D03F-447A-941A-AF2CB1B98ECE",
        "S-DIALOG_INNBYGGER_TIMER",
        modes=(ASYNC, SYNC),
        apprec="1.0",
        own=(
            *(Function(name, _HN, expected=False) for name in ("BekreftTime", "Henvendelse", "EndreTime")),
            *(Function(name, _HN, expected=False) for name in ("AvslutteTime", "Foresporsel", "Svar")),
            *(Function(name, _EPJ, expected=False) for name in ("SvarHenvendelse", "SvarEndring", "SvarAvslutte")),
            *(Function(name, _EPJ, expected=False) for name in ("Foresporsel", "Svar")),
        ),
    ),
    Entry(
        "Dialog_Innbygger_Ekontakt",
        _TWO,
        "819B8F8F-54C0-4A67-929D-9EFD0FA32EEA",
        "S-DIALOG_INNBYGGER_EKONTAKT",
    ),
    Entry("Dialog_Innbygger_Ekonsultasjon", _TWO, generations=_NEW_ONLY, modes=()),
    Entry(
        "Dialog_Innbygger_Reseptfornyelse",
        _TWO,
        modes=(),
        own=_talk(epj_asks=False),
        generations=_NEW_ONLY,
    ),
    Entry(
        "Dialog_Innbygger_Helsepersonell",
        _ONE,
        "9F58ED9F-A0BF-4FDB-85EA-B7B30262DD02",
        "S-DIALOG_INNBYGGER_HELSEPERSONELL",
        apprec="1.0",
        own=(*_talk(epj_asks=False), Function("Svar", _HN, expected=False)),
    ),
    Entry(
        "Dialog_Innbygger_Helsepersonell",
        ("1.1",),
        "9F58ED9F-A0BF-4FDB-85EA-B7B30262DD02",
        "DIALOG_HELSEPERSONELL",
        modes=(),
        own=_talk(),
        generations=_NEW_ONLY,
    ),
    Entry(
        "Dialog_Innbygger_Journal",
        _ONE,
        "f56c5a70-1f8d-4890-a64d-a0a3dc380218",
        "Journal",
        modes=(),
        own=(*_talk(epj_asks=False), Function("Foresporsel", _EPJ, expected=False)),
        generations=_NEW_ONLY,
    ),
    Entry(
        "Dialog_Innbygger_Avtaleutsending",
        _ONE,
        "bdaee618-2cee-4108-a72a-bb4b309761a5",
        "AvtaleUtsending",
        modes=(),
        own=(Function("Avtale", _EPJ),),
        generations=_NEW_ONLY,
    ),
    Entry(
        "Dialog_Innbygger_AvtaleAvbestilling",
        _ONE,
        "b713e6c7-2c5d-40fe-9c61-4f6117bf6f0c",
        "AvtaleAvbestilling",
        modes=(),
        own=_talk(epj_asks=False),
        generations=_NEW_ONLY,
    ),
    Entry(
        "Dialog_Innbygger_Digitalbruker",
        _TWO,
        "2075C7E3-A2E1-40F7-9CC1-52E2AADF4E93",
        "S-DIALOG_INNBYGGER_DIGITALBRUKER",
    ),
    Entry(
        "Dialog_Innbygger_TjenesteOversikt",
        _ONE,
        "d5953faa-6a33-4941-9ecf-cff8987f51e8",
        "S-DIALOG_INNBYGGER_TJENESTEOVERSIKT",
        own=(Function("DIALOG_INNBYGGER_TJENESTEOVERSIKT", _EPJ),),
        generations=_NEW_ONLY,
        roles=("Innbyggerportal", "Tjenestetilbyder"),
    ),
    Entry(
        "Dialog_Innbygger_BehandlerOversikt",
        _ONE,
        "b86b0d41-21fd-4ab7-86f3-af633ea7b27a",
        "BehandlerOversikt",
        modes=(),
        apprec="",
        generations=_NEW_ONLY,
    ),
    Entry(
        "Dialog_Innbygger_Koordinator",
        _ONE,
        "09F91D2E-2515-4381-85D7-51D51C2FED9A",
        "S-DIALOG_INNBYGGER_KOORDINATOR",
        modes=(ASYNC, SYNC),
        apprec="1.0",
    ),
    Entry(
        "Notifikasjon_Innbygger_time",
        _ONE,
        "F060E219-B4DF-44F7-9AB4-3D1781CE64A1",
        "S-NOTIFIKASJON_INNBYGGER_TIME",
        # The templates say 1.0, a newer agreement 1.1.
        apprec="1.0",
        own=(Function("Time", _EPJ),),
    ),
    Entry("Notifikasjon_Innbygger_Helsekontakt", _ONE, modes=(), generations=_NEW_ONLY),
    Entry(
        "Dialog_Innbygger_Test",
        _TWO,
        "A28BCD40-CCA5-48F0-92CD-C95EA6A70EDE",
        "S-DIALOG_INNBYGGER_TEST",
        modes=(SYNC,),
        apprec="",
    ),
)


def _by_code() -> Iterator[tuple[str, tuple[Entry, ...]]]:
    for code in dict.fromkeys(entry.code for entry in _TABLE):
        yield code, tuple(entry for entry in _TABLE if entry.code == code)


ENTRIES: Final[Mapping[str, tuple[Entry, ...]]] = MappingProxyType(dict(_by_code()))
"""Code of kodeverk 8279 → the rows for it."""


def find(code: str, version: str | None = None) -> Entry | None:
    """The row for a process and version; the newest when no version is asked for."""
    rows = ENTRIES.get(code.upper(), ())
    if version is None:
        return max(rows, key=lambda row: version_key(row.versions[-1]), default=None)
    return next((row for row in rows if version in row.versions), None)


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """Orders versions by their numbers, so that 1.10 is newer than 1.9."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in version.split("."))
