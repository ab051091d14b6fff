"""What is else refused runs only where somebody answers for it by name, and that is told before all else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from epj.check import command
from tests.conformance.samples import GOOD, changed
from tests.conformance.tiny_runs import HEAD, Ended, scenario, tiny_run

GREEN = ("Gitt alt er klart", "Så går det bra")
PRODUCTION = ('address = "http://127.0.0.1:9/w/1"', 'address = "https://produksjon.invalid"')
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date()
YESTERDAY = TOMORROW - timedelta(days=2)
SAYS = (
    "OVERSTYRT: Kari Nordmann har tillatt adresser som kan være produksjon "
    f"til og med {TOMORROW:%d.%m.%Y}. Begrunnelse: Prøve."
)


def overridden(text: str, expires: object = TOMORROW, approver: str = "Kari Nordmann") -> str:
    return f"""{text}
[override]
approver = "{approver}"
reason = "Prøve."
expires = {expires}
allow = ["produksjonsadresse"]
"""


def ran(tmp_path: Path, target: str) -> Ended:
    return tiny_run(tmp_path, HEAD + scenario("BOOK-N01", *GREEN), target=target)


def test_a_run_that_somebody_answers_for_says_so_first_in_every_output(tmp_path: Path) -> None:
    ended = ran(tmp_path, overridden(changed(PRODUCTION)))
    assert int(ended.result.exit_code) == 0
    assert ended.text.splitlines()[0] == SAYS
    told = {name: path.read_text("utf-8") for name, path in ended.result.reports.items()}
    assert next(iter(json.loads(told["json"]).items())) == ("override", SAYS)
    assert told["junit"].index("OVERSTYRT") == told["junit"].index('testsuite name="') + len('testsuite name="')
    page = told["html"]
    assert page[page.index("<body") :].index("OVERSTYRT") < page[page.index("<body") :].index("kicker")


@pytest.mark.parametrize(
    "target",
    [changed(PRODUCTION), overridden(changed(PRODUCTION), YESTERDAY)],
    ids=["nobody answers for it", "it has run out"],
)
def test_what_nobody_answers_for_any_more_is_refused(tmp_path: Path, target: str) -> None:
    ended = ran(tmp_path, target)
    assert int(ended.result.exit_code) == 2
    assert "OVERSTYRT" not in ended.text and "produksjon" in ended.text
    assert not (tmp_path / "report").exists()


def test_an_override_without_a_name_is_no_target(tmp_path: Path) -> None:
    ended = ran(tmp_path, overridden(changed(PRODUCTION), approver=""))
    assert int(ended.result.exit_code) == 2
    assert "approver" in ended.text


def test_a_run_that_needs_no_override_names_none(tmp_path: Path) -> None:
    ended = ran(tmp_path, GOOD)
    assert json.loads(ended.result.reports["json"].read_text("utf-8"))["override"] == ""
    assert "OVERSTYRT" not in ended.result.reports["html"].read_text("utf-8")


@pytest.mark.parametrize(("expires", "refused"), [(TOMORROW, False), (YESTERDAY, True)])
def test_the_check_names_it_first_and_sends_nothing_without(tmp_path: Path, expires: object, refused: bool) -> None:
    path = tmp_path / "target.toml"
    path.write_text(overridden(changed(PRODUCTION), expires))
    result = CliRunner().invoke(command, ["--target", str(path)], standalone_mode=False)
    assert result.return_value == 1
    assert result.output.startswith("OVERSTYRT: Kari Nordmann" if not refused else "Testobjekt: ")
    assert ("epj sender ingenting" in result.output) is refused
    assert (f"[override] gikk ut {YESTERDAY:%d.%m.%Y}" in result.output) is refused
