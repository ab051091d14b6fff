"""The criteria: the shipped ones hold together, and a municipality's own are refused with line and fix when wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.deciding.policy import SHIPPED, BadPolicy, Consequence, load
from conformance.verdicts import Verdict
from tests.conformance.deciding_packs import suite


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The shipped criteria with one thing written otherwise."""
    text = SHIPPED.read_text("utf-8")
    assert old in text
    path = tmp_path / "kriterier.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def refused(path: Path) -> str:
    with pytest.raises(BadPolicy) as caught:
        load(path)
    return str(caught.value)


def test_the_shipped_criteria_can_be_used_and_say_that_they_are_the_shipped_ones() -> None:
    policy = load()
    assert policy.is_shipped and len(policy.sha256) == 64
    assert [one.id for one in policy.services] == [
        "digihelsestasjon",
        "digihelsestasjon-ungdom",
        "digihelse",
        "helsefaglig-dialog",
    ]


def test_a_copy_of_the_shipped_criteria_is_not_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "egne.toml"
    path.write_bytes(SHIPPED.read_bytes())
    assert not load(path).is_shipped and load(path).sha256 == load().sha256


def test_every_area_that_a_service_asks_for_has_something_at_level_skal_in_its_plans() -> None:
    by_id = {one.id: one for one in suite().scenarios}
    for service in load().services:
        planned = {one for plan in service.plans for one in suite().ids(plan) or ()}
        there = {one.partition("-")[0] for one in planned if by_id[one].level == "skal"}
        assert set(service.areas) <= there, service.id


def test_every_cell_of_level_and_class_has_a_consequence_for_everything_that_is_not_passed() -> None:
    policy = load()
    for level in ("skal", "bør", "kan"):
        for severity_class in "ABC":
            criterion = policy.criterion(level, severity_class)
            assert criterion.of(Verdict.PASSED) is None and criterion.of(Verdict.NOT_APPLICABLE) is None
            for verdict in (Verdict.FAILED, Verdict.NOT_VERIFIED, Verdict.BLOCKED, Verdict.PASSED_WITH_REMARK):
                assert criterion.of(verdict) is not None
            assert criterion.of(Verdict.TOOL_FAULT) is Consequence.STOPS


def test_a_level_or_class_that_nobody_knows_is_weighed_as_the_strictest() -> None:
    policy = load()
    assert policy.criterion("", "") is policy.criterion("skal", "A")


@pytest.mark.parametrize(
    ("remark", "unreviewed", "becomes"),
    [
        ("merknad", "merknad", Consequence.REMARK),
        ("avvik", "merknad", Consequence.NEEDS_DEVIATION),
        ("avvik", "stopper", Consequence.STOPS),
        ("merknad", "stopper", Consequence.STOPS),
    ],
)
def test_what_one_person_alone_has_seen_is_weighed_by_the_harder_of_two(
    tmp_path: Path, remark: str, unreviewed: str, becomes: Consequence
) -> None:
    old = 'remark = "merknad"\nunreviewed = "merknad"\nmax_days = 30'
    new = f'remark = "{remark}"\nunreviewed = "{unreviewed}"\nmax_days = 30'
    criterion = load(changed(tmp_path, old, new)).criterion("skal", "A")
    assert criterion.of(Verdict.PASSED_WITH_REMARK, is_reviewed=False) is becomes
    assert criterion.of(Verdict.PASSED_WITH_REMARK) is Consequence(remark)
    assert criterion.of(Verdict.PASSED, is_reviewed=False) is Consequence(unreviewed)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('classes = ["A"]\nfailed = "avvik"', 'classes = ["A"]\nfailed = "merknad"', "failed er for mild på nivå skal"),
        ('classes = ["A"]\nfailed = "avvik"', 'classes = ["A"]\nfailed = "kanskje"', "«stopper» (ingen kan"),
        ('unreviewed = "merknad"', 'unreviewed = "avvik"', "dette kan ingen akseptere som avvik"),
        ('level = "bør"\nclasses = ["A"]', 'level = "bør"\nclasses = ["B"]', "Nivå bør i klasse A mangler"),
        ('level = "bør"\nclasses = ["A"]', 'level = "bør"\nclasses = ["A", "B"]', "Nivå bør i klasse B står 2 ganger"),
        ('plans = ["digihelse"]', 'plans = ["digihels"]', "Mente du Digihelse eller"),
        ('id = "digihelse"', 'id = "digihelsestasjon"', "Tjenesten digihelsestasjon står to ganger"),
        ("run_days = 90", "run_day = 90", "Mente du run_days?"),
        ("run_days = 90", "run_days = 0", "hvor mange dager gammel"),
        ("schema = 1", "schema = 1\nschema = 1", "Dette er ikke gyldig TOML"),
        ("approvers = []", 'approvers = ["?"]', "ikke fylt ut ennå"),
    ],
)
def test_wrong_criteria_are_refused_with_what_was_expected(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = changed(tmp_path, old, new)
    told = refused(path)
    assert told.startswith(f"Akseptansekriteriene i {path} kan ikke brukes (") and says in told
    assert "linje " in told


def test_criteria_that_are_not_there_are_told_so(tmp_path: Path) -> None:
    told = refused(tmp_path / "nei.toml")
    assert "Filen kunne ikke leses" in told and "finnes ikke" in told


def test_a_service_is_found_by_id_and_by_name() -> None:
    policy = load()
    assert policy.service("DigiHelse") is policy.service("digihelse") is not None
    assert policy.service("tannhelse") is None
