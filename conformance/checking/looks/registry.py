"""That Adresseregisteret knows every party as the target file has it, and where it is reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.checking.alongside import alongside
from conformance.checking.light import Light, Who, green, grey, red, undeclared, yellow
from conformance.checking.looks import Look
from conformance.checking.sight import NoAnswer, Sight

SCOPE: Final = "nhn:cp-api/access-v2-dpop"
_QUEUE: Final = "E_SB_ASYNC"


@dataclass(frozen=True)
class Written:
    """A party as the target file has it, and where."""

    place: tuple[str | int, ...]
    her_id: str
    name: str
    parent_her_id: str


def see(sight: Sight) -> Iterator[Light]:
    """One light for each thing that differs."""
    target = sight.target
    address = target.services.adresseregister
    if not address:
        yield undeclared("address under [services.adresseregister]")
        return
    if sight.silent(address):
        yield grey("ikke sett på: Adresseregisteret svarer ikke, se «Nett og sertifikater».")
        return
    us = target.helsenorge
    written = [Written(("helsenorge",), us.her_id, us.name, us.parent_her_id)]
    for number, party in enumerate(target.parties):
        written.append(Written(("parties", number), party.her_id, party.name, party.parent_her_id))
    found = alongside([lambda one=one: list(_party(sight, address, one)) for one in written])  # type: ignore[misc]
    lights = [light for each in found for light in each]
    told = {(light.state, light.seen): light for light in lights}
    yield from told.values()
    if not lights:
        parties = "parten" if len(target.parties) == 1 else f"de {len(target.parties)} partene"
        yield green(f"kjenner oss og {parties} med samme navn, og alle har kø.")


def _party(sight: Sight, address: str, one: Written) -> Iterator[Light]:
    answer = sight.ask("GET", f"{address}/communicationparty/{one.her_id}", SCOPE, accept="application/json")
    line = sight.target.line(*one.place, "her_id")
    if answer.status_code == 404:
        sentence = f"Hva er HER-id-en til {one.name} i Adresseregisteret i testmiljøet? {one.her_id} finnes ikke der."
        yield red(f"Adresseregisteret kjenner ikke HER-id {one.her_id} ({one.name}).", Who.MUNICIPALITY, sentence, line)
        return
    if answer.status_code in (401, 403):
        yield _not_let_in(sight, answer.status_code)
        return
    try:
        told: Any = answer.json() if answer.status_code == 200 else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise NoAnswer("Adresseregisteret svarte noe annet enn ventet.", found=f"HTTP {answer.status_code}")
    yield from _compared(sight, one, told)


def _not_let_in(sight: Sight, status: int) -> Light:
    line = sight.target.line("services", "adresseregister", "address")
    if sight.target.services.helseid is None:
        sentence = "Vi trenger en klient i HelseID test: klient-id, privat nøkkel og tilgangen " + SCOPE + "."
        return red("Adresseregisteret krever innlogging, og [services.helseid] mangler.", Who.IT, sentence, line)
    sentence = f"Gi klienten vår i HelseID test tilgang til Adresseregisteret ({SCOPE}). Svaret er HTTP {status}."
    return red(f"Adresseregisteret slapp oss ikke inn (HTTP {status}).", Who.NHN, sentence, line)


def _compared(sight: Sight, one: Written, told: Mapping[str, Any]) -> Iterator[Light]:
    target = sight.target
    line = target.line(*one.place, "her_id")
    who = f"HER-id {one.her_id} ({one.name})"
    if told.get("active") is False:
        sentence = f"{who} er ikke lenger gyldig i Adresseregisteret. Hvilken HER-id gjelder nå?"
        yield red(f"{who} er ikke gyldig lenger.", Who.MUNICIPALITY, sentence, line)
        return
    parent = str(told.get("parentHerId") or "")
    if parent and parent != one.parent_her_id:
        sentence = f"Hvilken virksomhet hører {who} til? Registeret sier {parent}, og vi har {one.parent_her_id}."
        at = target.line(*one.place, "parent_her_id")
        yield red(f"{who} hører til {parent} i registeret, ikke {one.parent_her_id}.", Who.MUNICIPALITY, sentence, at)
    names = {str(told.get(key) or "") for key in ("name", "displayName")} - {""}
    if names and one.name not in names:
        at = target.line(*one.place, "name")
        yield yellow(f"HER-id {one.her_id} heter «{sorted(names)[0]}» i registeret, og «{one.name}» i filen.", at)
    yield from _queue(sight, one, told, who)


def _queue(sight: Sight, one: Written, told: Mapping[str, Any], who: str) -> Iterator[Light]:
    """Where it is reached; a registry that does not tell addresses is not judged."""
    listed = told.get("electronicAddresses")
    if not isinstance(listed, list) or sight.target.transport.kind == "msh":
        return
    line = sight.target.line(*one.place, "her_id")
    queues = [str(each.get("address", "")) for each in listed if _is_queue(each)]
    if not queues:
        sentence = f"Registrer køadressen (asynkron) for {who} i Adresseregisteret i testmiljøet."
        yield red(f"{who} har ingen køadresse i registeret.", Who.MUNICIPALITY, sentence, line)
    elif not any(queue.rstrip("/").rpartition("/")[2] == f"{one.her_id}_async" for queue in queues):
        yield yellow(f"{who} leses på køen {queues[0]} ifølge registeret; testen sender til {one.her_id}_async.", line)


def _is_queue(each: object) -> bool:
    kind = each.get("type") if isinstance(each, dict) else None
    return isinstance(kind, dict) and kind.get("value") == _QUEUE


LOOK = Look(50, "Adresseregisteret", see)
