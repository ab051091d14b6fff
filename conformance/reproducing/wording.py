"""What the bundle of a dispute says to whoever opens it (bokmål, and a little English)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from string import Template
from typing import Any, Final

HOLDS, FELL, UNSEEN = "står", "står ikke lenger", "kan ikke vurderes av meldingene alene"
SEND_TO: Final = {
    "V": "Kravet er lest i kilden. Mener du at kilden sier noe annet, er det den som eier standarden (for HITS, HIS "
    "og meldingene: Norsk helsenett, NHN) som avgjør det. Send innspillet til dem som vedlikeholder testbenken "
    "først: er vi enige, retter vi regelen; er vi ikke det, er pakken klar til å sendes videre til NHN.",
    "I": "Kravet er vår egen slutning og gir aldri mer enn en merknad. Send innspillet til dem som vedlikeholder "
    "testbenken. NHN kan svare på hva standarden skal bety.",
}
"""Mark of the rule → who can do something about it."""


def readme(facts: Mapping[str, Any]) -> str:
    """The page of a bundle."""
    finding, scenario, versions = facts["finding"], facts["scenario"], facts["versions"]
    text = resources.files(__package__).joinpath("pages", "INNSPILL.md").read_text("utf-8")
    steps = "\n".join(f"* {step}" for step in scenario["steps"])
    words = {
        **{key: _in_a_row(str(value)) for key, value in finding.items()},
        "read_in": _in_a_row("; ".join(finding["sources"])),
        "scenario": f"{scenario['id']} {scenario['name']}",
        "verdict": scenario["verdict"],
        "sources": ", ".join(scenario["sources"]) or "–",
        "state": facts["after_anonymising"],
        "why": facts["why"] or "(ikke oppgitt)",
        "send_to": facts["send_to"],
        "steps": steps,
        "product": f"{versions['product']} {versions['product_version']}",
        "tool": versions["test_bench"],
        "suite": versions["suite_sha256"][:12] or "ukjent",
        "simulated": "\n**SIMULERT**: funnet er gjort mot en simulert journal.\n" if facts["simulated"] else "",
        "about": "\n".join(_about_state(facts["after_anonymising"])),
        "files": "\n".join(f"* `{name}`" for name in facts["files"]) or "* ingen meldinger",
    }
    return Template(text).substitute(words)


def _in_a_row(text: str) -> str:
    """A text in a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|") or "–"


def _about_state(state: str) -> Iterator[str]:
    if state == HOLDS:
        yield "`epj validate meldinger` finner det samme i de anonymiserte meldingene."
    elif state == FELL:
        yield "**Funnet står ikke lenger etter anonymiseringen:** det hang på noe som er byttet ut. Beskriv det i ord."
    else:
        yield "Regelen gjelder hele scenarioet, og kan ikke sees av meldingene alene."
        yield "Hva ansatte ble bedt om, står i `innspill.json`."
