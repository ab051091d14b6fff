"""`python -m simulator.national.idporten --port N --data DIR`: the service alone, until it is stopped."""

from __future__ import annotations

from simulator.national.idporten import THREADS
from simulator.national.idporten.building import build
from simulator.serving.alone import command
from simulator.serving.service import Surroundings

if __name__ == "__main__":
    command(lambda data, clock: build(Surroundings(data, clock)), "ID-porten", THREADS)()
