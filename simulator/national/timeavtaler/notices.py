"""What the citizen is told of an appointment: who sees it, the notice that is given now, and the reminder to come."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from simulator.national.timeavtaler.changes import Change
from simulator.national.timeavtaler.known import ADULT, OWN_LOGIN, Known
from standards.rules.fhir_view import HN, NOTIFY, REMIND, extension_name, objects_at, word

Reader = Literal["patient", "parents"]
Event = Literal["new", "changed", "cancelled"]
SENSITIVE: Final = f"{HN}/sensitiv-avsender"
NOT_FOR_PARENTS, NOT_FOR_THE_YOUTH = "NORN_FORANS", "NORN_UNGDOM"
WHEN_AND_WHERE: Final = ("start", "end", "status", "contained.Location", "extension", "requestedPeriod", "participant")
"""What a change must touch to be told; our reading of a relevant change."""
_FIRST, _LAST = timedelta(hours=48), timedelta(hours=24)


@dataclass(frozen=True)
class Notice:
    """The SMS or e-mail that Helsenorge would send at once; `why` says why not, when none is given."""

    given: bool
    event: Event | None = None
    to: tuple[Reader, ...] = ()
    sender: str | None = None
    """Whom the message says that it is from; None when the sender is to be hidden."""
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the inbox has it."""
        return asdict(self)


@dataclass(frozen=True)
class Reminder:
    """The reminder that Helsenorge would send between two moments."""

    given: bool
    earliest: str | None = None
    latest: str | None = None
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the inbox has it."""
        return asdict(self)


def shown_to(known: Known, now: datetime) -> tuple[Reader, ...]:
    """Who sees it on Helsenorge, by age and access code."""
    if not known.patient or known.booking.status == "entered-in-error":
        return ()
    codes = {word(coding, "code") for _, coding in known.booking.access}
    age = known.age(now.date())
    patient = (age is None or age >= OWN_LOGIN) and NOT_FOR_THE_YOUTH not in codes
    parents = age is not None and age < ADULT and NOT_FOR_PARENTS not in codes
    hidden = known.booking.specialist and age is not None and age >= OWN_LOGIN
    readers: list[Reader] = ["patient"] if patient else []
    return (*readers, "parents") if parents and not hidden else tuple(readers)


def notice(known: Known, change: Change, now: datetime) -> Notice:
    """What is told now of a resource that was taken."""
    event = _event(known, change)
    readers = shown_to(known, now)
    why = _why_no_event(known, change) if event is None else _why_silent(known, readers, now)
    if event is None or why:
        return Notice(False, why=why)
    return Notice(True, event, readers, _sender(known))


def reminder(known: Known, now: datetime) -> Reminder:
    """What is told later, if nothing more comes of it."""
    why = _why_no_reminder(known, now)
    if why or known.start is None:
        return Reminder(False, why=why)
    return Reminder(True, (known.start - _FIRST).isoformat(), (known.start - _LAST).isoformat())


def _event(known: Known, change: Change) -> Event | None:
    status = known.booking.status
    if change.kind == "identical" or status not in {"booked", "cancelled"}:
        return None
    if status == "cancelled":
        return "cancelled" if change.before == "booked" else None
    if change.before != "booked":
        return "new"
    return "changed" if change.touches(*WHEN_AND_WHERE) else None


def _why_no_event(known: Known, change: Change) -> str:
    status = known.booking.status
    if change.kind == "identical":
        return "Timen er lik den Helsenorge har fra før."
    if status == "cancelled":
        return "Timen var ikke en avtale fra før, så det er ingenting å avlyse."
    if status == "booked":
        return "Endringen gjelder verken tid, sted, status eller hvem som deltar."
    return f"Det varsles ikke om status {status}."


def _why_silent(known: Known, readers: tuple[Reader, ...], now: datetime) -> str:
    if known.booking.home_visit:
        return "Hjemmebesøk vises, men varsles ikke."
    if _tagged(known, NOTIFY, "1"):
        return "Timen er merket med at det ikke skal varsles."
    if known.start is not None and known.start <= now:
        return "Timen har begynt eller er passert."
    return "" if readers else "Ingen kan se timen."


def _why_no_reminder(known: Known, now: datetime) -> str:
    if known.booking.status != "booked":
        return "Bare avtalte timer får påminnelse."
    if known.booking.home_visit:
        return "Hjemmebesøk får ikke påminnelse."
    if _tagged(known, REMIND, "1"):
        return "Timen er merket med at den ikke skal ha påminnelse."
    if known.start is None or known.start - _LAST <= now:
        return "Det er mindre enn et døgn til timen."
    return "" if shown_to(known, now) else "Ingen kan se timen."


def _tagged(known: Known, system: str, code: str) -> bool:
    return any(word(coding, "code") == code for _, coding in known.booking.tags(system))


def _sender(known: Known) -> str | None:
    """The given name of `varsling` 9, else the service; nobody when the sender is sensitive."""
    security = [one for _, one in objects_at(known.resource.get("meta", {}), "security")]
    tags = [one for _, one in known.booking.tags(SENSITIVE)]
    if any(word(one, "system") == SENSITIVE and word(one, "code") == "1" for one in (*security, *tags)):
        return None
    for _, coding in known.booking.tags(NOTIFY):
        for _, extension in objects_at(coding, "extension"):
            if extension_name(word(extension, "url")).endswith("varselorganisasjon") and word(coding, "code") == "9":
                return word(extension, "valueString") or known.service
    return known.service
