"""The interlock: production and living people are refused, with the line and the reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conformance.targets.interlock import let_through, refusals, says_test, why_not_host
from conformance.targets.loading import load
from conformance.targets.model import Target
from tests.conformance.samples import GOOD, NORA, changed, line

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    "address",
    [
        "amqps://tb.nhn.no:5671",
        "https://sb.nhn.no",
        "https://TB.NHN.NO./x",
        "https://bruker:test@tb.nhn.no/test",
        "https://www.helsenorge.no",
        "https://helsenorge.no",
        "https://attest.nhn.no",
        "https://eksternapi.helsenorge.no",
        "https://prod.kommune.no",
        "https://epj-prod-2.kommune.no",
        "http://8.8.8.8",
        "http://[2001:4860:4860::8888]/",
        "http://[/",
        "http:///sti",
    ],
)
def test_production_is_refused(address: str) -> None:
    assert why_not_host(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:4711/w/1",
        "http://localhost:80",
        "http://[::1]:80",
        "http://10.1.2.3",
        "http://192.168.1.20:8080",
        "amqps://tb.test.nhn.no:5671",
        "https://sb.test.nhn.no",
        "https://test1.helsenorge.no",
        "https://www-test.helsenorge.no",
        "https://tjener.hn.qa.nhn.no",
        "https://eksternapi.hn.qa",
        "https://epj.storvik.kommune.no",
        "https://notnhn.no",
    ],
)
def test_test_environments_are_let_through(address: str) -> None:
    assert why_not_host(address) is None


def test_the_refusal_names_line_and_reason(tmp_path: Path) -> None:
    text = changed(('address = "http://127.0.0.1:9/w/1"', 'address = "https://navn:ord@tb.nhn.no"'))
    path = tmp_path / "target.toml"
    path.write_text(text)
    (refusal,) = refusals(load(path), TODAY)
    assert refusal.line == line(text, 'address = "https')
    assert "produksjon" in str(refusal)
    assert "ord@" not in str(refusal)


def test_a_person_who_could_be_alive_is_refused_without_showing_the_number(tmp_path: Path) -> None:
    real = _real_range()
    text = changed((f'ident = "{NORA}"', f'ident = "{real}"'))
    path = tmp_path / "target.toml"
    path.write_text(text)
    (refusal,) = refusals(load(path), TODAY)
    assert refusal.line == line(text, f'ident = "{real}"')
    assert "«nora»" in str(refusal)
    assert real not in str(refusal)


def test_a_good_target_is_let_through(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    path.write_text(GOOD)
    assert refusals(load(path), TODAY) == ()


def _real_range() -> str:
    """A number with an ordinary month, made here so that none is written down."""
    for individual in range(500, 1000):
        nine = f"{1:02}{3:02}{20:02}{individual:03}"
        k1 = -sum(int(d) * w for d, w in zip(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
        ten = f"{nine}{k1}"
        k2 = -sum(int(d) * w for d, w in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False)) % 11
        if k1 < 10 and k2 < 10:
            return f"{ten}{k2}"
    raise AssertionError


OVERRIDE = """
[override]
approver = "Kari Nordmann, systemeier"
reason = "Testbussen har et navn som ikke sier test."
expires = 2026-12-01
allow = ["{allow}"]
"""


def _with(tmp_path: Path, allow: str, *exchanges: tuple[str, str]) -> Target:
    path = tmp_path / "target.toml"
    path.write_text(changed(*exchanges) + OVERRIDE.format(allow=allow))
    return load(path)


PRODUCTION = ('address = "http://127.0.0.1:9/w/1"', 'address = "https://tb.nhn.no"')


def test_what_somebody_answers_for_is_let_through_until_the_last_day(tmp_path: Path) -> None:
    target = _with(tmp_path, "produksjonsadresse", PRODUCTION)
    assert refusals(target, TODAY) == ()
    assert [one.found for one in let_through(target, TODAY)] == ["https://tb.nhn.no"]


def test_an_override_that_has_run_out_lets_nothing_through(tmp_path: Path) -> None:
    target = _with(tmp_path, "produksjonsadresse", PRODUCTION)
    the_day_after = date(2026, 12, 2)
    assert len(refusals(target, the_day_after)) == 1
    assert let_through(target, the_day_after) == ()


def test_an_override_lets_nothing_else_through_than_it_names(tmp_path: Path) -> None:
    real = (f'ident = "{NORA}"', f'ident = "{_real_range()}"')
    target = _with(tmp_path, "ikke_syntetisk", PRODUCTION, real)
    assert [one.found for one in refusals(target, TODAY)] == ["https://tb.nhn.no"]


def test_the_addresses_of_national_services_are_held_to_the_same(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    path.write_text(GOOD + '\n[services.cppa]\naddress = "https://cppa.grunndata.nhn.no"\n')
    (refusal,) = refusals(load(path), TODAY)
    assert "cppa.grunndata.nhn.no" in str(refusal) and refusal.line


def test_only_a_word_in_the_name_is_a_proof_of_test() -> None:
    assert says_test("https://sb.test.nhn.no")
    assert says_test("https://www-test.helsenorge.no")
    assert not says_test("https://epj.storvik.kommune.no")
    assert not says_test("http://127.0.0.1:80")
