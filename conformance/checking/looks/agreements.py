"""That the agreements (CPA) with the parties hold every process of the target in its version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.checking.alongside import alongside
from conformance.checking.light import Light, Who, green, grey, red, undeclared
from conformance.checking.looks import Look
from conformance.checking.sight import NoAnswer, Sight
from conformance.targets.model import TargetParty
from standards.cppa import ENTRIES, Agreement, read
from standards.errors import StandardsError
from standards.exchange import Role

SCOPE: Final = "nhn:cppa/access-with-dpop"


def see(sight: Sight) -> Iterator[Light]:
    """One light for each party that lacks something, and one for processes that no agreement is known to hold."""
    target = sight.target
    address = target.services.cppa
    if not address:
        yield undeclared("address under [services.cppa]")
        return
    if sight.silent(address):
        yield grey("ikke sett på: CPP/CPA-registeret svarer ikke, se «Nett og sertifikater».")
        return
    found = alongside(
        [
            lambda number=number, party=party: list(_party(sight, address, number, party))  # type: ignore[misc]
            for number, party in enumerate(target.parties)
        ]
    )
    lights = [light for each in found for light in each]
    yield from {light.seen: light for light in lights}.values()
    if not lights:
        with_whom = "avtalen med parten" if len(target.parties) == 1 else f"avtalene med {len(target.parties)} parter"
        yield green(f"{with_whom} har alle {len(_known(sight))} prosessene i filen.")


def _known(sight: Sight) -> dict[str, str]:
    """The processes that stand in agreements at all."""
    return {code: version for code, version in sight.target.processes.items() if code in ENTRIES}


def _party(sight: Sight, address: str, number: int, party: TargetParty) -> Iterator[Light]:
    us = sight.target.helsenorge.her_id
    url = f"{address}/v2/Agreements/HerIds/{us}/{party.her_id}"
    answer = sight.ask("GET", url, SCOPE, accept="application/xml")
    line = sight.target.line("parties", number, "her_id")
    who = f"{party.name} (HER-id {party.her_id})"
    if answer.status_code == 404:
        sentence = (
            f"Det finnes ingen avtale (CPA) mellom {us} og {who} i testmiljøet. Registrer profilen (CPP) til {who}."
        )
        yield red(f"ingen avtale mellom {us} og {who}.", Who.MUNICIPALITY, sentence, line)
        return
    if answer.status_code in (401, 403):
        sentence = f"Gi klienten vår i HelseID test tilgang til CPP/CPA-registeret ({SCOPE})."
        at = sight.target.line("services", "cppa", "address")
        yield red(f"CPP/CPA-registeret slapp oss ikke inn (HTTP {answer.status_code}).", Who.NHN, sentence, at)
        return
    if answer.status_code != 200:
        raise NoAnswer("CPP/CPA-registeret svarte noe annet enn ventet.", found=f"HTTP {answer.status_code}")
    yield from _judged(sight, who, party, answer.content, line)


def _judged(sight: Sight, who: str, party: TargetParty, raw: bytes, line: int) -> Iterator[Light]:
    try:
        agreement = read(raw)
        if not isinstance(agreement, Agreement):
            raise StandardsError("Registeret ga en profil der det skulle gi en avtale.", found="CPP")
        lacking = list(_lacking(sight, agreement, party))
    except StandardsError as error:
        sentence = f"Avtalen (CPA) med {who} kan ikke leses: {error.problem} Fant: {error.found}"
        yield red(f"avtalen med {who} kan ikke leses. {error.problem}", Who.NHN, sentence, line)
        return
    if not agreement.valid_at(sight.clock.now()):
        sentence = (
            f"Avtalen (CPA) med {who} gjelder fra {agreement.start:%d.%m.%Y} til {agreement.end:%d.%m.%Y}. Forny den."
        )
        yield red(f"avtalen med {who} gjelder ikke i dag.", Who.NHN, sentence, line)
    if lacking:
        names = ", ".join(lacking)
        sentence = f"Legg til dette i profilen (CPP) til {who} i Adresseregisteret i testmiljøet: {names}."
        yield red(f"avtalen med {who} mangler {names}.", Who.MUNICIPALITY, sentence, line)


def _lacking(sight: Sight, agreement: Agreement, party: TargetParty) -> Iterator[str]:
    for code, version in _known(sight).items():
        role = agreement.role(code, party.her_id, version)
        if role is None or not _carried(sight, agreement, party, code, version):
            other = agreement.role(code, party.her_id)
            yield f"{code} {version}" + (f" (har {other.version})" if other is not None and role is None else "")


def _carried(sight: Sight, agreement: Agreement, party: TargetParty, code: str, version: str) -> bool:
    """Whether at least one action of the process goes from one to the other."""
    her_ids = {Role.HELSENORGE: sight.target.helsenorge.her_id, Role.EPJ: party.her_id}
    rows = [row for row in ENTRIES[code] if version in row.versions] or list(ENTRIES[code])
    return any(
        agreement.supports(code, version, one.action, her_ids[one.sender]) for row in rows for one in row.functions
    )


LOOK = Look(55, "Avtaler (CPA)", see)
