"""Refuses to run against production, or about a person who could be alive, unless somebody answers for it by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from conformance.targets.model import Target
from standards.identifiers import is_synthetic, mask

_NATIONAL = ("nhn.no", "helsenorge.no", "ehelse.no", "helsedirektoratet.no", "nhn.cloud")
"""Domains where everything is production unless its name says test."""

_ALWAYS_PRODUCTION = ("tb.nhn.no", "sb.nhn.no")
PRODUCTION: Final = "produksjonsadresse"
NOT_SYNTHETIC: Final = "ikke_syntetisk"
"""What `allow` under `[override]` may hold."""
_TEST_WORD = re.compile(r"(test|qa|hnqa|utvikling|dev)[0-9]*")
_PRODUCTION_WORD = re.compile(r"(prod|produksjon|production)[0-9]*")


@dataclass(frozen=True)
class Refusal:
    """One reason not to begin; `line` is the line of the target file (0 when there is none).

    `kind` is the word that an override needs to let it through.
    """

    line: int
    problem: str
    found: str
    fix: str
    kind: str = PRODUCTION

    def __str__(self) -> str:
        where = f"linje {self.line}: " if self.line else ""
        return f"{where}{self.problem} Fant: {self.found}. Gjør dette: {self.fix}"


def refusals(target: Target, today: date) -> tuple[Refusal, ...]:
    """Every reason not to run against a target; empty when it is safe, or somebody answers for what is not."""
    allowed = _allowed(target, today)
    return tuple(one for one in _all(target) if one.kind not in allowed)


def let_through(target: Target, today: date) -> tuple[Refusal, ...]:
    """What would have been refused, had nobody answered for it."""
    allowed = _allowed(target, today)
    return tuple(one for one in _all(target) if one.kind in allowed)


def says_test(address: str) -> bool:
    """Whether the name of the host has a word that means test: a proof, where others are only not known to be more."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return False
    return bool(host) and not _is_ip(host) and any(_TEST_WORD.fullmatch(word) for word in _words(host))


def is_here(address: str) -> bool:
    """Whether it is on this machine."""
    host = urlsplit(address).hostname or ""
    return host == "localhost" or (_is_ip(host) and ip_address(host).is_loopback)


def why_not_host(address: str) -> str | None:
    """Why nothing may be sent to an address (bokmål), or None when it may."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return "Adressen lar seg ikke lese, så vi kan ikke se at den er et testmiljø."
    if not host:
        return "Adressen har ikke noe vertsnavn, så vi kan ikke se at den er et testmiljø."
    return _why_not_ip(host) if _is_ip(host) else _why_not_name(host)


def addresses(target: Target) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every address that is called: where it stands in the target file, and what it is."""
    yield ("transport", "address"), target.transport.address
    if target.staff.address:
        yield ("staff", "address"), target.staff.address
    services = target.services
    if services.helseid is not None:
        yield ("services", "helseid", "issuer"), services.helseid.issuer
    for name in ("adresseregister", "cppa", "helsenorge", "meldingstjener", "timenotifikasjon"):
        if address := getattr(services, name):
            yield ("services", name, "address"), address


def shown(address: str) -> str:
    """The address without a name and password that may stand in it."""
    return re.sub(r"//[^/@]*@", "//…@", address)


def _allowed(target: Target, today: date) -> tuple[str, ...]:
    override = target.override
    return override.allow if override is not None and override.valid_on(today) else ()


def _all(target: Target) -> Iterator[Refusal]:
    yield from _addresses(target)
    yield from _certificates(target)
    yield from _persons(target)


def _addresses(target: Target) -> Iterator[Refusal]:
    for place, address in addresses(target):
        reason = why_not_host(address)
        if reason:
            fix = "Bruk adressen til testmiljøet. epj sender aldri noe til produksjon."
            yield Refusal(target.line(*place), reason, shown(address), fix)


def _certificates(target: Target) -> Iterator[Refusal]:
    for table in target.protection.of_production() if target.protection else ():
        yield Refusal(
            target.line("protection", table),
            "Sertifikatet er et virksomhetssertifikat for produksjon.",
            f"policy for produksjon i [protection.{table}]",
            "Bruk et virksomhetssertifikat for test. Det som signeres med dette, forplikter virksomheten.",
        )


def _persons(target: Target) -> Iterator[Refusal]:
    for number, person in enumerate(target.persons):
        if not is_synthetic(person.ident):
            yield Refusal(
                target.line("persons", number, "ident"),
                f"Personen «{person.id}» har ikke et syntetisk fødselsnummer.",
                mask(person.ident),
                "Bruk en testperson fra NHN (måned + 65) eller Skatteetaten (måned + 80). Aldri opplysninger om"
                " virkelige personer.",
                NOT_SYNTHETIC,
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
    words = _words(host)
    if host in _ALWAYS_PRODUCTION:
        return f"{host} er meldingsbussen i produksjon."
    if any(_PRODUCTION_WORD.fullmatch(word) for word in words):
        return f"Navnet {host} sier at dette er produksjon."
    national = next((domain for domain in _NATIONAL if host == domain or host.endswith(f".{domain}")), None)
    if national and not any(_TEST_WORD.fullmatch(word) for word in words):
        return f"{host} ligger under {national} uten at navnet sier test, så det regnes som produksjon."
    return None


def _words(host: str) -> list[str]:
    return [word for label in host.split(".") for word in re.split(r"[-_]", label)]
