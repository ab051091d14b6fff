"""`python -m simulator.national.folkeregister --port N --data DIR`: the service alone, until it is stopped."""

from __future__ import annotations

from simulator.national.folkeregister import THREADS
from simulator.national.folkeregister.building import build
from simulator.serving.alone import command
from simulator.serving.service import Surroundings

if __name__ == "__main__":
    command(lambda data, clock: build(Surroundings(data, clock)), "folkeregister", THREADS)()
