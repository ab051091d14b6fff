"""The whole of a replay: settings, calls, comparison, and an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from . import settings as settings_
from .bus import Bus
from .documents import Document
from .judging import Said, said_of
from .replay import Outcome, Replay, Staff
from .showing import ENDS, as_then, beside, findings, masked, worst
from .staff import HttpStaff, PersonAsStaff
from .stopping import Stop
from .times import Times, read
from .validating import rules_broken, write
from .values import TOKEN, Values

RECORDED, TARGET, NOW = "forloep.json", "testobjekt.json", "naa"
_STOPPED = 2


def main(folder: Path, arguments: list[str], now: datetime) -> int:
    """Play what lies in a folder; 0 the fault did not show, 1 it did, 2 nothing could be played, 3 nobody can tell.

    `now` has a zone.
    """
    show = _printer()
    try:
        recorded = json.loads((folder / RECORDED).read_text("utf-8"))
        target = json.loads((folder / TARGET).read_text("utf-8"))
        settings = settings_.read(arguments, target, settings_.environment())
        return _play(folder, recorded, target, settings, values=_values(recorded, settings, now), show=show)
    except (OSError, ValueError, KeyError) as error:
        show(f"Mappen {folder.name} er ikke hel: {type(error).__name__} {error}. Lag den på nytt med epj repro.")
        return _STOPPED
    except Stop as stop:
        show(f"Kan ikke spille av: {stop}")
        return _STOPPED


def _play(
    folder: Path,
    recorded: Mapping[str, Any],
    target: Mapping[str, Any],
    settings: settings_.Settings,
    *,
    values: Values,
    show: Callable[[str], None],
) -> int:
    scenario = recorded["scenario"]
    show(f"{scenario['id']} {scenario['name']}. Da: {scenario['verdict']}.")
    if why := _unplayable(target):
        raise Stop(f"{why} Kjør epj accept --only {scenario['id']} i stedet.")
    if settings.renew:
        moved = f" Planlagte timer er flyttet {_spoken(values)} fram." if values.times.planned else ""
        show(f"Nye id-er og tidspunkter.{moved}")
    if settings.not_swapped:
        show(f"Ikke i testobjektfilen, og brukt som de var: {', '.join(settings.not_swapped)}.")
    outcome = _exchange(folder, recorded, target, settings, values=values, show=show)
    acting = {step["number"]: step["acting"] for step in recorded["steps"] if step.get("acting") is not None}
    names = write(folder / NOW, outcome, acting)
    rules = rules_broken(folder / NOW, names) if any(one["check"] == "rule" for one in recorded["findings"]) else None
    said: list[Said] = [said_of(one, outcome, values, rules) for one in recorded["findings"]]
    for line in (*findings(recorded["findings"], said), *beside(outcome, whole=settings.whole)):
        show(line)
    code, told = ENDS[worst(said)] if said else as_then(outcome)
    show(f"\nDet som ble sendt og kom nå, ligger i {NOW}/.")
    if not settings.renew and any(pair.now is None for pair in outcome.pairs):
        show("Noe kom ikke. Har EPJ-en sett disse meldingene før, tar den dem for duplikater: prøv --nye-id.")
    show(told.format(scenario["id"]))
    return code


def _unplayable(target: Mapping[str, Any]) -> str:
    """Why plain Python cannot send it (bokmål); empty when it can."""
    if target.get("protection"):
        return "Meldingene var signert og kryptert, og avspilleren har ingen sertifikater."
    known = {"http": "", "msh": "Scenarioet gikk over Meldingstjener, som krever innlogging."}
    return known.get(target["transport"]["kind"], "Scenarioet gikk over AMQP, som avspilleren ikke kan.")


def _exchange(
    folder: Path,
    recorded: Mapping[str, Any],
    target: Mapping[str, Any],
    settings: settings_.Settings,
    *,
    values: Values,
    show: Callable[[str], None],
) -> Outcome:
    staff: Staff
    if target["staff"]["kind"] == "http":
        staff = HttpStaff(settings.staff, settings.staff_secret, settles=bool(target["staff"]["settle"]))
    else:
        staff = PersonAsStaff(show, input)
    known = [values.swapped(str(one["ident"])) for one in target["persons"]]

    def ours(document: Document) -> bool:
        text = document.raw.decode("utf-8", "replace") + json.dumps(document.envelope)
        return any(one in text for one in (*known, *values.ids.values()))

    exclusive = bool(target["transport"]["queue_exclusive"])
    bus = Bus(settings.bus, settings.her_id, settings.bus_secret, exclusive=exclusive, ours=ours)
    with_rest = any(step.get("queue") == "rest" for step in recorded["steps"])
    before = bus.open(settings.inbox if with_rest else "")
    if before:
        show(f"{before} melding(er) lå i køene fra før, og er lagt til side.")
    try:
        return Replay(folder, staff, bus, values, patience=settings.patience, show=show).play(recorded["steps"])
    finally:
        bus.close()


def _values(recorded: Mapping[str, Any], settings: settings_.Settings, now: datetime) -> Values:
    began, ended = (datetime.fromisoformat(recorded["scenario"][name]) for name in ("started_at", "finished_at"))
    times = Times.of(began, ended, now, renew=settings.renew, plans=_plans(recorded, ended), weeks=settings.weeks)
    values = Values(times, swaps=settings.swaps)
    values.own(recorded["own"])
    return values


def _plans(recorded: Mapping[str, Any], ended: datetime) -> list[datetime]:
    """The times that staff were asked to plan something at."""
    asked = json.dumps([step["params"] for step in recorded["steps"] if step["kind"] == "intent"])
    moments = (read(found[0], ended) for found in TOKEN.finditer(asked) if found["time"])
    return [moment for moment in moments if moment is not None and moment > ended]


def _spoken(values: Values) -> str:
    planned = values.times.planned
    return f"{planned.days // 7} uke(r)" if planned.days else f"{int(planned.total_seconds()) // 60} minutter"


def _printer() -> Callable[[str], None]:
    """Lines on standard out, also where it cannot show every letter, and without numbers of living people."""
    encoding = sys.stdout.encoding or "utf-8"

    def show(line: str) -> None:
        sys.stdout.write(masked(line).encode(encoding, "replace").decode(encoding) + "\n")
        sys.stdout.flush()

    return show
