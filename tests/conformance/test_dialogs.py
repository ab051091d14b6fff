"""A scenario about dialogs runs in the process that the target has, with the codes of that process."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.dialogs import answer_codes, declared, opening_of, process_of
from conformance.runner.catalogue import why_not_applicable
from conformance.runner.lint import read_features
from conformance.targets.loading import load
from standards.processes import EKONTAKT, HELSEPERSONELL
from tests.conformance.samples import GOOD, changed

FEATURE = (
    "# language: no\n@prosess:DIALOG\nEgenskap: En\n\n  @MSG-N01 @skal @klasse-A\n  Scenario: To\n"
    "    Når innbyggeren skriver til helsestasjonen\n"
)
LINE = 'DIALOG_INNBYGGER_EKONTAKT = "1.2"\n'


def test_each_process_has_its_codes() -> None:
    assert (opening_of(EKONTAKT).v, answer_codes(EKONTAKT)) == ("HE", ("19",))
    assert (opening_of(HELSEPERSONELL).v, answer_codes(HELSEPERSONELL)) == ("SB", ("12",))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (LINE, [EKONTAKT]),
        ('DIALOG_INNBYGGER_HELSEPERSONELL = "1.1"\n', [HELSEPERSONELL]),
        ('DIALOG_INNBYGGER_HELSEPERSONELL = "1.1"\n' + LINE, [EKONTAKT, HELSEPERSONELL]),
        ('DIALOG_INNBYGGER_HELSEPERSONELL = "1.0"\n', []),
        ("", []),
    ],
)
def test_a_dialog_scenario_applies_where_one_of_them_is_declared(
    tmp_path: Path, lines: str, found: list[object]
) -> None:
    (tmp_path / "a.feature").write_text(FEATURE)
    reading = read_features(tmp_path)
    assert not reading.breaches
    path = tmp_path / "target.toml"
    path.write_text(changed((LINE, lines)))
    target = load(path)
    assert list(declared(target.processes)) == found
    assert process_of(target) is (found or [EKONTAKT])[0]
    why = why_not_applicable(reading.scenarios[0], target)
    assert (why == "") is bool(found)
    assert not why or ("EKONTAKT" in why and " eller " in why and "HELSEPERSONELL" in why)


def test_the_good_target_talks() -> None:
    assert LINE in GOOD
