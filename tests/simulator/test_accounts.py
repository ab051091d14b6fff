"""What each national service says that it does: held against its routes, and told in the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator import national
from simulator.clock import ManualClock
from simulator.landscape import accounts
from simulator.landscape.national import services
from simulator.landscape.registered import parties_of
from simulator.serving.operations import read
from simulator.serving.service import Place, Service, Surroundings
from simulator.vendors import find_profile

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.name for path in Path(national.__path__[0]).iterdir() if (path / "__init__.py").is_file())
AUTOMATIC = {"HEAD", "OPTIONS"}


def routes(service: Service) -> Iterator[tuple[str, str]]:
    """Method and address of everything a client can ask in a test area, with {} for what varies."""
    told = Surroundings(
        None, ManualClock(datetime(2026, 12, 1, tzinfo=UTC)), ("a",), place=lambda area: Place(1, parties=_parties())
    )
    app, areas = service.build(told)
    try:
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith("/w/<area>/"):
                address = "/" + re.sub(r"<[^>]+>", "{}", rule.rule.removeprefix("/w/<area>/"))
                yield from ((method, address) for method in sorted((rule.methods or set()) - AUTOMATIC))
    finally:
        areas.close()


def _parties() -> tuple:  # type: ignore[type-arg]
    return parties_of(find_profile("visma_hspro"))


def told(name: str) -> set[tuple[str, str]]:
    """What is said, without control; an address may leave out the part that a client is set up with."""
    account = read(Path(national.__path__[0]) / name)
    return {
        (method, re.sub(r"\{[^}]+\}", "{}", one.path.removeprefix("/w/{area}").partition("?")[0]))
        for one in account.operations
        for method in one.method.split(", ")
        if not one.path.startswith("/_sim")
    }


def _is(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] == other[0] and one[1].endswith(other[1])


def test_every_service_tells_what_it_does() -> None:
    assert list(accounts.accounts()) == FOLDERS


@pytest.mark.parametrize("service", services(), ids=lambda service: service.name)
def test_what_is_told_is_what_is_answered(service: Service) -> None:
    answered, said = set(routes(service)), told(service.name)
    assert {one for one in said if not any(_is(route, one) for route in answered)} == set(), "told, but not answered"
    assert {route for route in answered if not any(_is(route, one) for one in said)} == set(), "answered, but not told"


def test_the_documentation_is_as_the_services_say() -> None:
    assert (ROOT / "docs" / "services.md").read_text("utf-8") == accounts.markdown()
