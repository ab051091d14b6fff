"""`python -m simulator.national.helseid --port N --data DIR`: the service alone, until it is stopped."""

from __future__ import annotations

from simulator.national.helseid import SERVICE, THREADS
from simulator.serving.alone import command
from simulator.serving.service import Surroundings

if __name__ == "__main__":
    command(lambda data, clock: SERVICE.build(Surroundings(data, clock)), SERVICE.title, THREADS)()
