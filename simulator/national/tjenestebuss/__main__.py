"""`python -m simulator.national.tjenestebuss --port N --data DIR`: a bus alone, until it is stopped."""

from __future__ import annotations

from simulator.national.tjenestebuss import BUS_THREADS, build_bus
from simulator.serving.alone import command

if __name__ == "__main__":
    command(build_bus, "tjenestebuss", BUS_THREADS)()
