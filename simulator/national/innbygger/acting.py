"""Whom the one who is logged in acts for, what they may see and do there, and which services there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from simulator.national.innbygger import appointments
from simulator.national.innbygger.filing import WISHES
from simulator.national.innbygger.neighbours import ASK, CANCEL, READ, SEE, WRITE, Standing
from simulator.national.innbygger.rooms import Room
from simulator.national.innbygger.signing_in import Login
from simulator.national.innbygger.writing import Person
from simulator.serving.refusals import Refusal
from standards.identifiers import is_synthetic
from standards.parties import Party
from standards.processes import (
    AVTALEAVBESTILLING,
    AVTALEUTSENDING,
    CATALOGUE,
    TIMEONSKE,
    TIMEONSKEUNGDOM,
    TIMERESERVASJON,
)

SERVICES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "helsestasjon": "Helsestasjonen",
        "skolehelsetjeneste": "Skolehelsetjenesten",
        "jordmor": "Jordmor",
        "ungdom": "Helsestasjon for ungdom",
        "hjemmetjeneste": "Hjemmetjenesten",
    }
)
_FOR_AGES: Final[Mapping[str, range]] = MappingProxyType(
    {
        "helsestasjon": range(7),
        "skolehelsetjeneste": range(5, 24),
        "jordmor": range(16, 200),
        "ungdom": range(16, 31),
        "hjemmetjeneste": range(200),
    }
)
"""Who has a contact at each (LIN); which day of the year a child changes is not looked at here."""
_YOUTH: Final = range(13, 24)
_PARENT: Final = "FO"
_GUARDIAN: Final = "VE"
_WITH_CONSENT: Final = range(13, 16)
LOW_LEVEL: Final = "Du er logget inn på betydelig nivå (MinID). Da kan du bare be om time for deg selv."


class NotAllowed(Refusal):
    """Who is logged in may not do that for this person."""

    status = 403


@dataclass(frozen=True)
class Acting:
    """Somebody at the page of a person: themselves, a child, or one who has given power of attorney."""

    room: Room
    login: Login
    standing: Standing
    age: int

    @property
    def rights(self) -> frozenset[str]:
        """What the two and the level of the log-in allow together."""
        if self.login.high:
            return self.standing.rights
        return self.standing.rights & {ASK} if self.standing.own else frozenset()

    @property
    def why_not(self) -> str:
        """What to say when there is something that is not allowed."""
        return self.standing.why if self.login.high else LOW_LEVEL

    @property
    def patient(self) -> Person:
        """Whom messages are about."""
        return Person(self.standing.patient, self.standing.patient_name)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The number of whom it is about, and a D-number that it has come instead of."""
        known = "SELECT patient FROM {} WHERE patient >= '4' AND patient < '8' AND patient <> ?"
        sql = " UNION ".join(known.format(table) for table in ("message", "appointment"))
        ident = self.standing.patient
        before = [row["patient"] for row in self.room.portal.rows(sql, ident, ident) if is_synthetic(row["patient"])]
        return ident, *(self.room.beside.numbers_of(self.standing.patient_id, before) if before else ())

    @property
    def actor(self) -> Person | None:
        """Who acts, when it is another than the patient."""
        if self.standing.own:
            return None
        return Person(self.standing.actor, self.standing.actor_name, self.standing.bond)

    @property
    def sees_hidden(self) -> bool:
        """Whether what a youth keeps to herself is shown: never to those who act as parents."""
        return self.standing.bond not in (_PARENT, _GUARDIAN)

    def require(self, right: str) -> None:
        """Raise `NotAllowed` unless it may be done."""
        if right not in self.rights:
            raise NotAllowed(f"Du kan ikke {right} for {self.standing.patient_name}.", fix=self.why_not)

    def appointments(self) -> list[dict[str, Any]]:
        """Those that may be seen, the next first and the past last."""
        self.require(SEE)
        now = self.room.portal.now()
        rows = self.room.portal.rows(
            f"SELECT * FROM appointment WHERE patient IN ({_marks(self.numbers)}) AND (hidden = 0 OR ?) ORDER BY start",  # noqa: S608
            *self.numbers,
            self.sees_hidden,
        )
        return [self._shown(row, past=appointments.is_past(row, now)) for row in rows]

    def appointment(self, id: str) -> dict[str, Any] | None:
        """The one of that id, if it may be seen."""
        return next((one for one in self.appointments() if one["id"] == id), None)

    def wishes(self) -> list[dict[str, Any]]:
        """The person's own wishes, newest first, each with its answer and the time that came of it."""
        own = _marks(self.numbers)
        rows = self.room.portal.rows(
            f"SELECT * FROM message WHERE direction = 'ut' AND code = 'OT' AND author IN ({own})"  # noqa: S608 - marks
            f" AND patient IN ({own}) AND process IN ({_marks(WISHES)}) ORDER BY number DESC",
            *self.numbers,
            *self.numbers,
            *sorted(WISHES),
        )
        return [self._wish(dict(row)) for row in rows]

    def threads(self) -> list[dict[str, Any]]:
        """The conversations that may be read, the one with the newest message first."""
        self.require(READ)
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self._messages():
            found.setdefault(row["thread"], []).append(row)
        shown = [one for one in found.values() if self._may_read(one)]
        told = [
            {"thread": one[0]["thread"], "subject": one[0]["subject"] or "Melding", "last": one[-1], "count": len(one)}
            for one in shown
        ]
        return sorted(told, key=lambda one: -one["last"]["number"])

    def thread(self, thread: str) -> list[dict[str, Any]]:
        """The messages of a conversation, oldest first; none when it may not be read."""
        self.require(READ)
        found = [row for row in self._messages() if row["thread"] == thread]
        return found if self._may_read(found) else []

    def parties(self) -> list[tuple[str, Party]]:
        """The services that a person of that age may write to; all of them where none fits."""
        known = list(self.room.seat.services)
        return [(role, party) for role, party in known if self.age in _FOR_AGES.get(role, range(200))] or known

    def party(self, her_id: str) -> Party | None:
        """The service with that HER-id."""
        return next((party for _, party in self.room.seat.services if party.her_id == her_id), None)

    def service(self, her_id: str) -> str:
        """What a service is called on the pages."""
        role = next((role for role, party in self.room.seat.services if party.her_id == her_id), "")
        return SERVICES.get(role, "Tjenesten")

    def wish_process(self) -> str:
        """The process that a wish goes in, or an empty text where the journal takes none."""
        own = (TIMEONSKEUNGDOM.code, TIMEONSKE.code) if self.age in _YOUTH else (TIMEONSKE.code,)
        return next((code for code in own if code in self.room.seat.processes), "")

    def wish_party(self) -> Party:
        """Whom a wish is to: the youth's own school health, since there is no booking at the youth clinic (KSU)."""
        for role, party in self.room.seat.services:
            if self.age in _YOUTH and role == "skolehelsetjeneste":
                return party
        return self.parties()[0][1]

    def cancel_process(self) -> str:
        """The process that a request to cancel goes in, or an empty text where the journal takes none."""
        ways = (AVTALEAVBESTILLING.code, TIMERESERVASJON.code)
        return next((code for code in ways if code in self.room.seat.processes), "")

    def home_care(self) -> Party | None:
        """The service that tells of planned home visits when it is asked."""
        if self.room.seat.processes.get(TIMERESERVASJON.code, "") < "1.2":
            return None
        return next((party for role, party in self.room.seat.services if role == "hjemmetjeneste"), None)

    @property
    def untold(self) -> bool:
        """Whether the journal sends no message when an appointment is made: it tells of them by REST (FHIR)."""
        return AVTALEUTSENDING.code not in self.room.seat.processes

    def _shown(self, row: Any, *, past: bool) -> dict[str, Any]:
        is_open = row["status"] in (appointments.BOOKED, appointments.PLANNED) and not past
        return {
            **dict(row),
            "past": past,
            "service": self.service(row["party"]),
            "open": is_open,
            "may_cancel": is_open and row["answer"] != appointments.WAITING and CANCEL in self.rights,
        }

    def _wish(self, row: dict[str, Any]) -> dict[str, Any]:
        answer = self.room.portal.row(
            "SELECT * FROM message WHERE direction = 'inn' AND kind = 'melding' AND parent = ? ORDER BY number DESC",
            row["msg_id"],
        )
        time = self.room.portal.row(
            "SELECT * FROM appointment WHERE patient = ? AND source = ? AND issued = ?",
            row["patient"],
            appointments.WISHED,
            answer["issued"] if answer else "",
        )
        past = time is not None and appointments.is_past(time, self.room.portal.now())
        shown = self._shown(time, past=past) if time is not None else None
        return {**row, "reply": dict(answer) if answer else None, "appointment": shown}

    def _messages(self) -> list[dict[str, Any]]:
        rows = self.room.portal.rows(
            "SELECT number, direction, msg_id, process, code, party, thread, time, subject, text, author, status,"  # noqa: S608
            f" reason FROM message WHERE patient IN ({_marks(self.numbers)}) AND kind = 'melding' ORDER BY number",
            *self.numbers,
        )
        return [dict(row) for row in rows if row["process"] in _DIALOGS]

    def _may_read(self, messages: list[dict[str, Any]]) -> bool:
        """Not by a youth what a parent has written or got for her (helsenorge.no, foreldresamtykke)."""
        if not self.standing.own or self.age not in _WITH_CONSENT:
            return bool(messages)
        return bool(messages) and all(one["author"] in ("", *self.numbers) for one in messages)

    def writers(self) -> dict[str, str]:
        """Who has written for the citizen, by their numbers, as the pages name them."""
        names = self.room.beside.names(self.standing.patient)
        you = self.numbers if self.standing.own else ()
        return {**names, **dict.fromkeys((self.login.pid, self.standing.actor, *you), "deg")}


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" for _ in values)


_DIALOGS: Final = frozenset(
    code
    for code, process in CATALOGUE.items()
    if any(step.code in ("HE", "SB", "DI") for step in process.steps) and code not in WISHES
)
__all__ = ["ASK", "CANCEL", "LOW_LEVEL", "READ", "SEE", "SERVICES", "WRITE", "Acting", "NotAllowed"]
