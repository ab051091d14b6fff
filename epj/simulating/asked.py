"""What was asked of `epj simulate`, made sense of or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from simulator.journal.profile import Profile

BUS = "bus"
DEFAULT_PRODUCT = "visma_hspro"
RABBITMQ = "rabbitmq"
"""What `--over` says for a bus whose users and test areas are made by its manager."""
START = "her"
"""What `--timeavtaler` says when it has no address."""
WRONG_USE = 2


def profiles(products: tuple[str, ...], bus_url: str, everything: bool, others: bool) -> tuple[Profile, ...]:
    """The products to start; the usual one where nothing is named, of these or of `others`."""
    from simulator import vendors  # noqa: PLC0415

    if BUS in products and bus_url:
        fail("«bus» starter en egen buss og kan ikke brukes sammen med --bus. Gjør dette: velg én av dem.")
    if (products or others) and everything:
        fail("--all starter alle produktene og kan ikke brukes sammen med PRODUKT. Gjør dette: velg én av dem.")
    if bus_url and not _is_address(bus_url):
        fail(
            f"--bus er ikke en adresse. Ventet: http://maskin:port. Fant: {_open(bus_url)}. Gjør dette: rett adressen."
        )
    if everything:
        return vendors.profiles()
    named = tuple(dict.fromkeys(name for name in products if name != BUS))
    return tuple(vendors.find_profile(name) for name in (named if products or others else (DEFAULT_PRODUCT,)))


def services(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the names that are national services."""
    from simulator.landscape import national  # noqa: PLC0415

    known = {service.name for service in national.services()}
    return tuple(dict.fromkeys(name for name in names if name in known))


def elsewhere(given: tuple[str, ...]) -> dict[str, str]:
    """National services that run already, by name."""
    from simulator.landscape import national  # noqa: PLC0415

    found = {}
    for one in given:
        name, _, url = one.partition("=")
        if not _is_address(url):
            fail(
                f"--service har ingen adresse. Ventet: NAVN=http://maskin:port. Fant: {one}. Gjør dette: rett adressen."
            )
        found[national.find(name).name] = url.rstrip("/")
    return found


def receiver(given: str) -> str:
    """The address of a receiver of appointments that runs already, or an empty text."""
    if given and given != START and not _is_address(given):
        fail(
            f"--timeavtaler er ikke en adresse. Ventet: http://maskin:port, eller ingenting bak. Fant: {given}."
            " Gjør dette: rett adressen, eller skriv --timeavtaler til slutt."
        )
    return "" if given == START else given.rstrip("/")


def bus(url: str, over: str) -> str:
    """The address of a bus that runs already; only the management of RabbitMQ has a user in it."""
    if url and urlsplit(url).username is not None and over != RABBITMQ:
        fail(
            f"--bus har brukernavn i adressen. Ventet: en simulert buss uten innlogging. Fant: {_open(url)}."
            " Gjør dette: ta det bort, eller skriv --over rabbitmq når adressen er til styringen av RabbitMQ."
        )
    return url.rstrip("/")


def _open(url: str) -> str:
    """An address without user and password, as it may be shown."""
    before, _, after = url.rpartition("@")
    return f"{before.partition('://')[0]}://…@{after}" if before else url


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def fail(text: str) -> NoReturn:
    """Say what is wrong and end."""
    click.echo(text, err=True)
    raise SystemExit(WRONG_USE)
