"""Accepted deviations: read beside the target, shown beside the failure, and never weighed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.targets.file import TargetError
from conformance.targets.loading import load
from tests.conformance.samples import GOOD
from tests.conformance.tiny_runs import HEAD, Ended, scenario, tiny_run

FAILS, PASSES = ("Gitt et funn", "Så går det bra"), ("Gitt alt er klart", "Så går det bra")


def accepted(folder: Path, *, scenario: str = "BOOK-N01", expires: str = "2099-01-01", more: str = "") -> None:
    (folder / "target.avvik.toml").write_text(
        f"""schema = 1
[[deviations]]
scenario = "{scenario}"
owner = "Leverandøren"
approver = "Prosjekteier Ola"
reason = "Rettes i neste versjon."
issued = 2026-01-01
expires = {expires}
scope = "Alle testmiljøer"
{more}
""",
        "utf-8",
    )


def told(ended: Ended) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ended.result.reports["json"].read_text("utf-8"))
    return found


def test_a_failure_that_is_accepted_is_a_failure_and_says_so(tmp_path: Path) -> None:
    accepted(tmp_path)
    ended = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", *FAILS))
    assert (ended.result.verdict, int(ended.result.exit_code)) == ("ikke bestått", 1)
    (deviation,) = told(ended)["deviations"]
    assert (deviation["state"], deviation["finding"], deviation["approver"]) == ("gjelder", "", "Prosjekteier Ola")
    page, junit = (ended.result.reports[name].read_text("utf-8") for name in ("html", "junit"))
    assert "Akseptert avvik (gjelder):" in page and "Godkjent av Prosjekteier Ola 01.01.2026" in page
    assert "<failure" in junit and "Akseptert avvik (gjelder): Rettes i neste versjon." in junit


@pytest.mark.parametrize(
    ("steps", "options", "state", "said"),
    [
        (FAILS, {"expires": "2026-02-01"}, "utløpt", "gikk ut 01.02.2026"),
        (PASSES, {}, "trengs ikke lenger", "scenarioet er bestått"),
        (PASSES, {"expires": "2026-02-01"}, "trengs ikke lenger", "scenarioet er bestått"),
        (("Så NotVerified i Så",), {"expires": "2026-02-01"}, "utløpt", "gikk ut 01.02.2026"),
        (FAILS, {"more": 'rule = "X-01"'}, "gjelder", ""),
        (FAILS, {"more": 'rule = "X-02"'}, "trengs ikke lenger", "scenarioet brøt ikke regelen X-02"),
        (("Så NotVerified i Så",), {}, "", ""),
        (FAILS, {"scenario": "BOOK-N77"}, "", ""),
    ],
)
def test_one_that_is_expired_or_not_needed_is_itself_something_to_mend(
    tmp_path: Path, steps: tuple[str, ...], options: dict[str, str], state: str, said: str
) -> None:
    accepted(tmp_path, **options)
    ended = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", *steps))
    (deviation,) = told(ended)["deviations"]
    assert deviation["state"] == state and said in deviation["finding"]
    assert (said in ended.text) and ("Merk: Det aksepterte avviket" in ended.text) == bool(said)
    (tmp_path / "target.avvik.toml").unlink()
    without = tiny_run(tmp_path, HEAD + scenario("BOOK-N01", *steps), report_dir=tmp_path / "uten")
    assert without.result.verdict == ended.result.verdict


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"expires": "2026-02-30"}, "expires er ikke en dato"),
        ({"scenario": "book 1"}, "scenario-id"),
        ({"more": 'godkjent = "ja"'}, "Ukjent nøkkel"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_its_line(tmp_path: Path, options: dict[str, str], said: str) -> None:
    (tmp_path / "target.toml").write_text(GOOD, "utf-8")
    accepted(tmp_path, **options)
    if said.startswith("expires"):
        text = (tmp_path / "target.avvik.toml").read_text("utf-8")
        (tmp_path / "target.avvik.toml").write_text(text.replace("2026-02-30", '"2026-02-30"'), "utf-8")
    with pytest.raises(TargetError) as caught:
        load(tmp_path / "target.toml")
    assert said in str(caught.value) and "linje" in str(caught.value)
    assert str(caught.value).startswith(f"Avviksfilen {tmp_path / 'target.avvik.toml'} kan ikke brukes (")
    assert "Testobjektfilen" not in str(caught.value)
    (tmp_path / "target.avvik.toml").unlink()
    (tmp_path / "target.toml").write_text("schema = 1\n", "utf-8")
    with pytest.raises(TargetError, match=r"^Testobjektfilen .*target\.toml kan ikke brukes"):
        load(tmp_path / "target.toml")
