"""What `python -m` of a service does: serves it alone, until it is stopped."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import Flask

from simulator.app import Server
from simulator.clock import Clock, SystemClock
from simulator.serving.areas import Areas
from standards.errors import Problem

Build = Callable[[Path | None, Clock], tuple[Flask, Areas[Any]]]


def command(build: Build, title: str, threads: int) -> click.Command:
    """The command line of a service; `title` is what it is called in bokmål."""

    @click.command(help=f"Kjør {title} som simulert tjeneste.")
    @click.option("--port", default=0, help="Port på 127.0.0.1; 0 gir en ledig port.")
    @click.option("--data", type=click.Path(path_type=Path), help="Datamappe; uten den ligger alt i minnet.")
    @click.option("--area", "names", multiple=True, help="Et testområde som skal finnes fra starten.")
    def main(port: int, data: Path | None, names: tuple[str, ...]) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        try:
            app, areas = build(data, SystemClock())
            with Server(app, port=port, threads=threads, on_stop=areas.close) as server:
                for name in names:
                    areas.make(name)
                click.echo(f"SIMULERT {title} på {server.url}")
                stop.wait()
        except Problem as problem:
            raise click.ClickException(str(problem)) from problem

    return main
