"""`epj faults`: what a simulated journal may be made to do wrong, as a list, and one of them explained."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import click

from epj.options import Choice, WrongUse

FORMS: Final = ("table", "json")
_KINDS: Final = {"transport": "transport", "protocol": "protokoll", "domain": "fag"}


@click.command(name="faults", short_help="Vis feilene en simulert journal kan gjøre, eller forklar én.")
@click.argument("fault", required=False, metavar="[FEIL]")
@click.option("--format", "form", type=Choice(FORMS), default="table", help="table (standard) eller json.")
def command(fault: str | None, form: str) -> None:
    """Vis feilene en simulert journal kan gjøre når noen ber om det, eller forklar én.

    Ingen av dem er på til vanlig. De slås på for ett testområde om gangen, og så mange ganger som ønsket.
    """
    facts = _facts(fault)
    if form == "json":
        click.echo(json.dumps(facts if fault is None else facts[0], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_table(facts) if fault is None else _explained(facts[0])))


def _facts(fault: str | None) -> list[dict[str, Any]]:
    from simulator.faults.catalogue import UnknownFault, catalogue, find, nearest  # noqa: PLC0415  slow for `--help`
    from simulator.faults.telling import told  # noqa: PLC0415

    if fault is None:
        return [told(one) for one in catalogue().values()]
    try:
        return [told(find(fault))]
    except UnknownFault as error:
        near = ", ".join(nearest(fault))
        text = f"Det finnes ingen feil som heter {fault[:80]}. De nærmeste er {near}. Alle: epj faults"
        raise WrongUse(text) from error


def _table(facts: list[dict[str, Any]]) -> Iterator[str]:
    width = max(len(one["id"]) for one in facts)
    for kind, word in _KINDS.items():
        yield word.capitalize()
        yield from (f"  {one['id']:<{width}}  {one['title']}" for one in facts if one["kind"] == kind)
        yield ""
    yield f"{len(facts)} feil. Én forklart: epj faults FEIL"


def _fate(one: dict[str, Any]) -> Iterator[str]:
    """What should see it, or why nothing should."""
    if one["borne_in"]:
        yield f"Skal tåles:   {one['why']} {one['borne_in']} består med feilen på."
    elif one["why"]:
        yield f"For hånd:     {one['why']}"
    if one["caught_by"]:
        remark = " (merknad)" if one["fate"] == "merknad" else ""
        yield f"Fanges av:    {', '.join(one['caught_by'])}{remark}"


def _explained(one: dict[str, Any]) -> Iterator[str]:
    yield f"{one['id']} · {one['title']}"
    yield ""
    yield f"Merkes slik:  {one['noticed']}"
    yield from _fate(one)
    yield f"Gruppe:       {_KINDS[one['kind']]}, i {'bussen' if one['where'] == 'buss' else 'journalen'}"
    if one["cms"]:
        yield "Virker når:   meldingene er signert og kryptert: epj simulate PRODUKT --cms"
    for param in one["params"]:
        yield f"Parameter:    {param['name']} ({json.dumps(param['default'])} uten valg): {param['meaning']}"
    yield ""
    yield "Slås på med POST /_sim/areas/PRODUKT/faults på adressen til den simulerte journalen, og av med DELETE:"
    yield f'  {{"id": "{one["id"]}"}}'
    yield '"next": N lar den slå til bare N ganger. De første kan gå med før det første scenarioet: en kjøring'
    yield "begynner med å prøve forbindelsen til hver tjeneste."
