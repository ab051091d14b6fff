"""What the commands at the bus do, once it is known what was asked for."""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, ParamSpec

import click

from conformance.clock import SystemClock
from conformance.packing.scanning import Scanner
from epj.busing.following import Following
from epj.busing.looking import locked
from epj.busing.reaching import KINDS, Reached, Where, reached
from epj.busing.requeueing import Result, is_wanted, put_back
from epj.busing.sending import Desk, Letter, wrong_with
from epj.busing.showing import Shown, secrets_of
from epj.options import WrongUse
from standards.masking import mask
from wire.bus import BusMessage, Limit, Received

P = ParamSpec("P")
DONE, NOT_ALL, FAILED = 0, 1, 2
_HELD: Final = "Meldingene blir liggende på bussen, men er låst for andre til du stopper. Stopp med Ctrl-C."


def _until_closed(command: Callable[P, int]) -> Callable[P, int]:
    """A reader that has seen enough ends the command, and all is well."""

    @functools.wraps(command)
    def called(*given: P.args, **named: P.kwargs) -> int:
        try:
            return command(*given, **named)
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115,PTH123  open until the end
            return DONE

    return called


@contextmanager
def _stopped_once() -> Iterator[None]:
    """Ctrl-C, or somebody who ends the process, stops it; a second one does not keep it from giving back."""
    numbers = (signal.SIGINT, signal.SIGTERM)

    def stop(*_: object) -> None:
        for number in numbers:
            signal.signal(number, lambda *_: None)
        raise KeyboardInterrupt

    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


class _Speaker:
    """Says what is seen in the form that was asked for."""

    def __init__(self, bus: Reached, where: Where, *, whole: bool = False) -> None:
        self._scanner = Scanner(secrets_of(bus.target))
        self._whole = whole
        self._client = bus.client
        self.as_json = where.as_json

    def show(self, queue: str, received: Received) -> None:
        """A message on a queue."""
        counted = Limit.DELIVERY_COUNT not in self._client.limits
        shown = Shown(queue, received, self._scanner, self._whole, counted)
        click.echo(shown.json() if self.as_json else "\n".join(shown.lines()))

    def done(self, words: str, facts: dict[str, object]) -> None:
        """What has been done."""
        click.echo(mask(json.dumps({"schema": 1, **facts}, ensure_ascii=False) if self.as_json else words))


@_until_closed
def follow(where: Where, names: Collection[str], *, seconds: float | None, whole: bool) -> int:
    """Show what comes until stopped; 2 when no queue could be followed to the end."""
    with _stopped_once(), reached(where, alone="tail") as bus:
        queues = list(dict.fromkeys(bus.queue(name) for name in names or KINDS))
        following = Following(bus.client, queues, monotonic=time.monotonic, seconds=seconds)
        speaker, left, told = _Speaker(bus, where, whole=whole), len(queues), ""
        _note(f"Følger {', '.join(queues)}. {_HELD}")
        try:
            for event in following.events():
                if event.received is not None:
                    speaker.show(event.queue, event.received)
                elif event.trouble != told:  # what is wrong with the bus is wrong with every queue
                    _note(event.trouble)
                told, left = event.trouble, left - event.last
        except KeyboardInterrupt:
            _note("Stoppet. Alt er lagt tilbake.")
        finally:
            following.stop()
        return DONE if left else FAILED


@_until_closed
def look(where: Where, name: str, count: int, *, whole: bool) -> int:
    """Show the oldest messages of a queue."""
    with reached(where, alone="peek") as bus:
        queue, speaker, number = bus.queue(name), _Speaker(bus, where, whole=whole), 0
        with locked(bus.client, queue, count) as (held, letters):
            for number, one in enumerate(letters, 1):  # noqa: B007  the last number is how many there were
                speaker.show(queue, one)
            if held.worn:
                _note("Minst én av meldingene er levert så mange ganger at den snart går til døde meldinger.")
        _note(f"{number} vist, og lagt tilbake på {queue}." if number else f"{queue} er tom.")
    return DONE


def post(where: Where, path: Path, queue: str, *, faulty: bool) -> int:
    """Send what a file or folder holds; nothing of it when something in it is wrong."""
    with reached(where) as bus:
        letters = Desk(bus, queue, SystemClock().now).letters(path)
        wrong = [(letter, told) for letter in letters if not letter.fault and (told := wrong_with(letter, bus))]
        for letter, told in wrong:
            _note("\n  ".join([f"{letter.name} har feil:", *told]))
        if wrong and not faulty:
            _note("Ingenting er sendt. Rett meldingen, eller send den likevel med --faulty.")
            return NOT_ALL
        speaker = _Speaker(bus, where)
        for letter in letters:
            bus.client.send(letter.queue, BusMessage(letter.envelope, letter.body))
            speaker.done(*_sent(letter))
    return DONE


@_until_closed
def bring_back(where: Where, ids: Collection[str], *, everything: bool, whole: bool) -> int:
    """Show the dead letters, or put back those that were asked for."""
    if ids and everything:
        raise WrongUse("--all legger tilbake alle. Bruk enten den eller --requeue.")
    with reached(where, alone="dead-letters") as bus:
        queue, speaker = bus.queue("dl"), _Speaker(bus, where, whole=whole)
        with locked(bus.client, queue) as (held, letters):
            if not (ids or everything):
                _list(queue, letters, speaker)
                return DONE
            missing, code, known = set(ids), DONE, set[str]()
            for one in letters:
                named = {wanted for wanted in ids if is_wanted(one, {wanted})}
                missing -= named
                if named or everything:
                    result = put_back(bus, held, one, known)
                    speaker.done(*_put_back(one, result))
                    code = code if result.queue else NOT_ALL
            for wanted in sorted(missing):
                _note(f"Ingen død melding har id {wanted}. epj bus dead-letters viser dem som ligger der.")
            return NOT_ALL if missing else code


def _list(queue: str, letters: Iterator[Received], speaker: _Speaker) -> None:
    number = 0
    for number, one in enumerate(letters, 1):  # noqa: B007  the last number is how many there were
        speaker.show(queue, one)
    _note(f"{number} i {queue}." if number else "Ingen døde meldinger.")


def _sent(letter: Letter) -> tuple[str, dict[str, object]]:
    message_id = letter.envelope.message_id
    words = f"Sendt til {letter.queue}: {letter.facts.describe()}, message-id {message_id}."
    return words, {"sent": letter.queue, "file": letter.name, "message_id": message_id, "msg_id": letter.facts.msg_id}


def _put_back(one: Received, result: Result) -> tuple[str, dict[str, object]]:
    message_id = one.message.envelope.message_id
    done = f"Lagt tilbake på {result.queue}" if result.queue else "Ikke lagt tilbake"
    words = f"{done}: message-id {message_id or '?'}. {result.trouble}".rstrip()
    return words, {"requeued": result.queue, "message_id": message_id, "trouble": result.trouble}


def _note(text: str) -> None:
    """Said to people, beside what programs read."""
    click.echo(mask(text), err=True)
