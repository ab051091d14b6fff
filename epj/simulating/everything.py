"""Starts every product with all it needs, and tells the addresses in a table."""

from __future__ import annotations

import threading
from contextlib import ExitStack

from epj.simulating import chosen
from epj.simulating.plan import Plan
from epj.simulating.speech import say, table


def start(plan: Plan, running: ExitStack, stop: threading.Event) -> dict[str, object]:
    """Start and tell; gives what the ready line says."""
    from simulator.clock import SystemClock  # noqa: PLC0415 - Flask is slow to load for other commands
    from simulator.landscape import town  # noqa: PLC0415

    wanted = town.Plan(
        profiles=plan.profiles,
        bus_url=plan.bus_url,
        timeavtaler_url=plan.timeavtaler_url,
        port=plan.port,
        data=plan.data,
        targets=plan.targets,
        seed=plan.seed,
        elsewhere=plan.elsewhere,
        over=plan.over,
        cms=plan.cms,
    )
    started = town.start_town(wanted, SystemClock(), running, stop.is_set)
    rows = [(one.name, one.setup or one.url, one.what) for one in started.listed]
    say("SIMULERT: ingen ekte journal, ingen ekte personer.")
    say(table([("Tjeneste", "Adresse", "Hva det er"), ("Oversikt", started.url, "side med lenker til alt"), *rows]))
    say(f"Testobjektfiler: {plan.targets}. Kjør testen: epj accept --target FIL")
    return {
        "index": started.url,
        "bus": started.bus_url,
        "timeavtaler": {"url": started.timeavtaler_url},
        "services": {one.service.name: one.url for one in started.services},
        "journals": [
            chosen.describe(journal, str((plan.targets / f"{journal.profile.product}.toml").resolve()))
            for journal in started.journals
        ],
    }
