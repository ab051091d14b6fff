"""`python -m simulator.national.timeavtaler --port N --data DIR`: the service alone, until it is stopped."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from simulator.app import Server
from simulator.clock import SystemClock
from simulator.national.timeavtaler import THREADS, build_timeavtaler
from standards.errors import Problem


@click.command()
@click.option("--port", default=0, help="Port på 127.0.0.1; 0 gir en ledig port.")
@click.option("--data", type=click.Path(path_type=Path), help="Datamappe; uten den ligger alt i minnet.")
@click.option("--area", "names", multiple=True, help="Et testområde som skal finnes fra starten.")
def main(port: int, data: Path | None, names: tuple[str, ...]) -> None:
    """Kjør et simulert mottak av timer på Helsenorge."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        app, areas = build_timeavtaler(data, SystemClock())
        with Server(app, port=port, threads=THREADS, on_stop=areas.close) as server:
            for name in names:
                areas.ensure(name)
            click.echo(f"SIMULERT mottak av timer (Helsenorge) på {server.url}")
            stop.wait()
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem


if __name__ == "__main__":
    main()
