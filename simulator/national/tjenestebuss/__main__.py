"""`python -m simulator.national.tjenestebuss --port N --data DIR`: a bus alone, until it is stopped."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from simulator.app import Server
from simulator.clock import SystemClock
from simulator.national.tjenestebuss import BUS_THREADS, build_bus
from standards.errors import Problem


@click.command()
@click.option("--port", default=0, help="Port på 127.0.0.1; 0 gir en ledig port.")
@click.option("--data", type=click.Path(path_type=Path), help="Datamappe; uten den ligger alt i minnet.")
def main(port: int, data: Path | None) -> None:
    """Kjør en simulert tjenestebuss."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        app, areas = build_bus(data, SystemClock())
        with Server(app, port=port, threads=BUS_THREADS, on_stop=areas.close) as server:
            click.echo(f"SIMULERT tjenestebuss på {server.url}")
            stop.wait()
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem


if __name__ == "__main__":
    main()
