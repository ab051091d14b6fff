"""What each national service says that it does: held against its routes, and told in the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask

from simulator import national
from simulator.landscape import accounts
from simulator.landscape.national import services
from simulator.serving.operations import Operation, read
from tests.simulator.national_apps import FOLDERS, apps

ROOT = Path(__file__).parents[2]
AUTOMATIC = {"HEAD", "OPTIONS"}
BEHIND_ONE_ROUTE = {
    ("PUT", "/timeavtaler/api/v1/Appointment/{}"), ("PUT", "/timeavtaler/api/v1/Appointment"),
}  # fmt: skip
"""What a route that takes all that comes tells apart by itself."""
Call = tuple[str, str]


@pytest.fixture(scope="module")
def built() -> Iterator[Mapping[str, Flask]]:
    with apps() as found:
        yield found


def routes(app: Flask) -> set[Call]:
    """Method and address of everything a client can ask in a test area, with {} for what varies."""
    return {
        (method, re.sub(r"<[^>]+>", "{}", rule.rule.removeprefix("/w/<area>")))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/w/<area>/") and "<path:" not in rule.rule
        for method in (rule.methods or set()) - AUTOMATIC
    }


def operations(name: str) -> list[Operation]:
    """What is said of a service, without its control."""
    account = read(Path(national.__path__[0]) / name)
    return [one for one in account.operations if not one.path.startswith("/_sim")]


def told(name: str) -> set[Call]:
    """The calls that are told, with {} for what varies."""
    return {(one.method, re.sub(r"\{[^}]+\}", "{}", one.path)) for one in operations(name)}


def test_every_service_tells_what_it_does() -> None:
    assert sorted(accounts.accounts()) == sorted(FOLDERS)


@pytest.mark.parametrize("name", FOLDERS)
def test_what_is_told_is_what_is_answered(name: str, built: Mapping[str, Flask]) -> None:
    answered, said = routes(built[name]), told(name) - BEHIND_ONE_ROUTE
    assert said - answered == set(), "told, but not answered"
    assert answered - said == set(), "answered, but not told"


@pytest.mark.parametrize("name", FOLDERS)
def test_a_call_is_told_in_one_way(name: str) -> None:
    for one in operations(name):
        assert re.fullmatch("GET|POST|PUT|DELETE|PATCH", one.method), one
        assert one.path.startswith("/"), one
        assert not re.match("/w/", one.path), "the test area stands in front of every address, and is left out"


def test_each_says_in_a_line_what_a_tester_uses_it_for() -> None:
    for service in services():
        assert 20 <= len(service.what) <= 80, service.name
        assert service.what[0].islower(), service.name
        assert not service.what.endswith("."), service.name
    assert len({service.what for service in services()}) == len(services())


def test_the_documentation_is_as_the_services_say() -> None:
    assert (ROOT / "docs" / "services.md").read_text("utf-8") == accounts.markdown()
