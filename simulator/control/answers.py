"""What a journal server answers when something goes wrong, beside what any service does."""

from __future__ import annotations

from flask import Flask, Response

from simulator.journal.area import UnknownArea
from simulator.journal.refusals import FaultyParams, KeyReused, UnknownIntent
from simulator.serving import answers
from simulator.serving.answers import HEADER
from simulator.store.snapshots import SnapshotRefused, UnknownSnapshot
from standards.errors import Problem
from wire.bus import BusError

__all__ = ["HEADER", "STATUS", "install"]
STATUS: dict[type[Problem], int] = {
    FaultyParams: 400,
    UnknownIntent: 404,
    UnknownArea: 404,
    UnknownSnapshot: 404,
    SnapshotRefused: 400,
    KeyReused: 409,
}


def install(app: Flask, more: dict[type[Problem], int], simulated: str) -> None:
    """Make the app answer every error in JSON, and say in each answer who is `simulated`.

    `more` adds the problems of an adapter.
    """
    answers.install(app, simulated, more={**STATUS, **more})
    app.register_error_handler(BusError, _bus)


def _bus(error: BusError) -> Response:
    problem = Problem(error.problem, expected=error.expected, found=error.found, fix=error.fix)
    return answers.four_fields(problem, 502)
