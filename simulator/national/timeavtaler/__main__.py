"""`python -m simulator.national.timeavtaler --port N --data DIR`: the service alone, until it is stopped."""

from __future__ import annotations

from simulator.national.timeavtaler import THREADS, build_timeavtaler
from simulator.serving.alone import command

if __name__ == "__main__":
    command(build_timeavtaler, "mottak av timer (Helsenorge)", THREADS)()
