"""The same key gets the same answer, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.checking.light import Light, green, grey
from conformance.checking.staff.desk import Desk, Reply, new_key

_CLAUSE: Final = "The same key, the same answer"
_SUMMARY: Final = "Prøve av ansatt-adapteren"


def hold(desk: Desk) -> Iterator[Light]:
    """Tried on an appointment that is called off again, or else on a setting that is put back."""
    start = desk.day(60, "09:00:00")
    params = {
        "patient": desk.person.ident,
        "start": start,
        "end": desk.day(60, "09:30:00"),
        "summary": _SUMMARY,
        "location": "Rom 1",
    }
    key = new_key()
    first = desk.ask("create_appointment", params, key=key)
    if desk.learn(first) and first.outcome != "refused":
        yield from _appointment(desk, first, desk.ask("create_appointment", params, key=key), start)
        return
    yield from _setting(desk)


def _appointment(desk: Desk, first: Reply, second: Reply, start: str) -> Iterator[Light]:
    if breach := desk.breach_of_form(first):
        yield desk.breach(f"oppdraget create_appointment: {breach}.", "The intents")
        return
    booked = _booked(desk, start)
    wrong = []
    if second.content != first.content:
        wrong.append(
            f"oppdraget create_appointment to ganger med samme nøkkel ga to svar: {first.shown()} og {second.shown()}."
        )
    if len(booked) > 1:
        wrong.append(f"oppdraget create_appointment to ganger med samme nøkkel ga {len(booked)} timer.")
    for appointment in {str(reply.data.get("appointment")) for reply in (first, second) if reply.outcome == "done"}:
        desk.ask("cancel_appointment", {"appointment": appointment}, key=new_key())
    yield from (desk.breach(one, _CLAUSE) for one in wrong)
    if not wrong:
        yield green("samme oppdrag to ganger ga samme svar og én time; timen er avlyst igjen.")


def _booked(desk: Desk, start: str) -> list[object]:
    """The appointments that stand there at that time; none where the adapter cannot read."""
    reply = desk.ask("read_appointments", {"patient": desk.person.ident})
    listed = reply.data.get("appointments", ())
    return [
        one
        for one in listed
        if isinstance(one, dict)
        and str(one.get("start", ""))[:16] == start[:16]
        and one.get("status") == "planned"
        and one.get("summary") in (_SUMMARY, None)
    ]


def _setting(desk: Desk) -> Iterator[Light]:
    """Yes with a key, no with another, and the first key again: it must change nothing."""
    key = new_key()
    first = _change(desk, "ja", key)
    if not desk.learn(first) or first.outcome != "done":
        yield grey("ikke prøvd: adapteren kan verken sette opp en time eller bytte en innstilling.")
        return
    _change(desk, "nei", new_key())
    again = _change(desk, "ja", key)
    back = _change(desk, str(first.data.get("previous") or "nei"), new_key())
    if again.content != first.content:
        yield desk.breach(
            f"oppdraget change_setting to ganger med samme nøkkel ga to svar: {first.shown()} og {again.shown()}.",
            _CLAUSE,
        )
    elif back.data.get("previous") != "nei":
        yield desk.breach(
            "oppdraget change_setting med en nøkkel som var brukt, byttet innstillingen en gang til.", _CLAUSE
        )
    else:
        yield green("samme oppdrag to ganger ga samme svar, og ble gjort én gang.")


def _change(desk: Desk, value: str, key: str) -> Reply:
    return desk.ask("change_setting", {"setting": "cancel_approval", "value": value}, key=key)
