"""Refuses to run against production, or about a person who could be alive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from conformance.targets.model import Target
from standards.identifiers import is_synthetic, mask

_NATIONAL = ("nhn.no", "helsenorge.no", "ehelse.no", "helsedirektoratet.no", "nhn.cloud")
"""Domains where everything is production unless its name says test."""

_ALWAYS_PRODUCTION = ("tb.nhn.no", "sb.nhn.no")
_TEST_WORD = re.compile(r"(test|qa|hnqa|utvikling|dev)[0-9]*")
_PRODUCTION_WORD = re.compile(r"(prod|produksjon|production)[0-9]*")


@dataclass(frozen=True)
class Refusal:
    """One reason not to begin; `line` is the line of the target file (0 when there is none)."""

    line: int
    problem: str
    found: str
    fix: str

    def __str__(self) -> str:
        where = f"linje {self.line}: " if self.line else ""
        return f"{where}{self.problem} Fant: {self.found}. Gjør dette: {self.fix}"


def refusals(target: Target) -> tuple[Refusal, ...]:
    """Every reason not to run against a target; empty when it is safe."""
    return (*_addresses(target), *_persons(target))


def why_not_host(address: str) -> str | None:
    """Why nothing may be sent to an address (bokmål), or None when it may."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return "Adressen lar seg ikke lese, så vi kan ikke se at den er et testmiljø."
    if not host:
        return "Adressen har ikke noe vertsnavn, så vi kan ikke se at den er et testmiljø."
    return _why_not_ip(host) if _is_ip(host) else _why_not_name(host)


def _addresses(target: Target) -> Iterator[Refusal]:
    for table, address in (("transport", target.transport.address), ("staff", target.staff.address)):
        reason = why_not_host(address) if address else None
        if reason:
            fix = "Bruk adressen til testmiljøet. epj sender aldri noe til produksjon."
            yield Refusal(target.line(table, "address"), reason, _without_secrets(address), fix)


def _persons(target: Target) -> Iterator[Refusal]:
    for number, person in enumerate(target.persons):
        if not is_synthetic(person.ident):
            yield Refusal(
                target.line("persons", number, "ident"),
                f"Personen «{person.id}» har ikke et syntetisk fødselsnummer.",
                mask(person.ident),
                "Bruk en testperson fra NHN (måned + 65) eller Skatteetaten (måned + 80). Aldri opplysninger om"
                " virkelige personer.",
            )


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _why_not_ip(host: str) -> str | None:
    address = ip_address(host)
    if address.is_loopback or address.is_private or address.is_link_local:
        return None
    return "Adressen er et offentlig IP-nummer, så vi kan ikke se om den er produksjon. Skriv vertsnavnet i stedet."


def _why_not_name(host: str) -> str | None:
    words = [word for label in host.split(".") for word in re.split(r"[-_]", label)]
    if host in _ALWAYS_PRODUCTION:
        return f"{host} er meldingsbussen i produksjon."
    if any(_PRODUCTION_WORD.fullmatch(word) for word in words):
        return f"Navnet {host} sier at dette er produksjon."
    national = next((domain for domain in _NATIONAL if host == domain or host.endswith(f".{domain}")), None)
    if national and not any(_TEST_WORD.fullmatch(word) for word in words):
        return f"{host} ligger under {national} uten at navnet sier test, så det regnes som produksjon."
    return None


def _without_secrets(address: str) -> str:
    return re.sub(r"//[^/@]*@", "//…@", address)
