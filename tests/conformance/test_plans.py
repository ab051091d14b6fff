"""The plans: what each has, what is wrong with a file of them, and what a run by one is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from conformance.evidence.store import Evidence
from conformance.outcomes import ToolFault
from conformance.plans.book import BadPlans, Plan, PlanBook, UnknownPlan, holes
from conformance.run import FEATURES, Again
from conformance.runner.catalogue import UnknownScenario
from conformance.runner.choosing import choose
from conformance.runner.lint import read_features
from conformance.targets.file import TargetError
from conformance.targets.loading import load
from tests.conformance.samples import changed, line
from tests.conformance.tiny_runs import HEAD, Ended, bindings_for, scenario, tiny_run

BOOK = PlanBook.load()
SCENARIOS = read_features(FEATURES).scenarios
SHOWN = (
    "DigiHelsestasjon",
    "DigiHelsestasjon for ungdom",
    "Digihelse",
    "Meldinger mellom helseaktører",
    "Transport og sikkerhet",
    "Røyktest",
    "Full test",
)
GREEN, RED = ("Gitt en scene", "Så går det bra"), ("Gitt en scene", "Så er påstanden gal")


@dataclass(frozen=True)
class Tiny:
    """A scenario as a plan sees it."""

    id: str
    file: str
    tags: tuple[str, ...] = ()


ONE = Tiny("BOOK-N01", "book/a.feature", ("skal", "klasse-A", "kilde:TC-APPREC-12"))
OTHER = Tiny("MSG-F02", "message/b.feature", ("bør", "klasse-B"))

PLANS = """\
[machine]
seconds = 0.1
[[plans]]
id = "timer"
name = "Timer og sånt"
about = "Bare timer."
whom = "Noen."
choose = ["BOOK-N01", "BOOK-N02"]
[[plans]]
id = "alt"
name = "Alt"
about = "Alt som er."
whom = "Alle."
choose = ["*"]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "plans.toml"
    path.write_text(text, "utf-8")
    return path


def plan(*choose: str, without: tuple[str, ...] = ()) -> Plan:
    return Plan("en", "En", "Om.", "Hvem.", choose, without)


@pytest.mark.parametrize(
    ("chosen", "without", "has"),
    [
        (("*",), (), (True, True)),
        (("book/",), (), (True, False)),
        (("@klasse-B",), (), (False, True)),
        (("@kilde:TC-APPREC-*",), (), (True, False)),
        (("@kilde:TC-APPREC-1",), (), (False, False)),
        (("MSG-F02", "book/"), (), (True, True)),
        (("*",), ("@klasse-A",), (False, True)),
        (("*",), ("message/",), (True, False)),
    ],
)
def test_a_plan_chooses_by_folder_tag_and_id_and_leaves_some_out(
    chosen: tuple[str, ...], without: tuple[str, ...], has: tuple[bool, bool]
) -> None:
    made = plan(*chosen, without=without)
    assert (made.has(ONE), made.has(OTHER)) == has


def test_what_is_not_there_is_told() -> None:
    wrong = plan("home/", "BOOK-N99", "@finnes-ikke", "book/", without=("MSG-F02",))
    assert holes(wrong, (ONE, OTHER)) == (
        "Planen En viser til mappen features/home/, som ikke finnes.",
        "Planen En viser til scenarioet BOOK-N99, som ikke finnes.",
        "Planen En viser til merkelappen @finnes-ikke, som ikke finnes.",
    )


def test_a_scenario_that_only_the_whole_has_is_told() -> None:
    few = PlanBook((plan("book/"), Plan("alt", "Alt", "Om.", "Alle.", ("*",))), 0.1)
    assert few.breaches((ONE, OTHER)) == ("MSG-F02 (message/b.feature) er ikke i noen annen plan enn Alt.",)


@pytest.mark.parametrize(
    ("exchange", "says"),
    [
        (('id = "timer"', 'id = "Timer!"'), "Timer og sånt: id skal ha små bokstaver"),
        (('whom = "Noen."', ""), "Timer og sånt: whom mangler"),
        (('whom = "Noen."', 'whom = "Noen."\nwhitout = []'), "ukjent nøkkel whitout. Mente du without?"),
        (('"BOOK-N02"]', '"BOOK-2"]'), "choose har «BOOK-2»"),
        (('["*"]', '["book/"]'), "Ingen plan har alt"),
        (('name = "Alt"', 'name = "timer OG sant"'), "name «timer-og-sant» står på flere planer"),
        (("seconds = 0.1", "seconds = 0"), "[machine] seconds mangler"),
        (("[[plans]]", "[[plans]"), "kan ikke leses"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, exchange: tuple[str, str], says: str) -> None:
    with pytest.raises(BadPlans, match=r"Planene i plans\.toml") as caught:
        PlanBook.load(written(tmp_path, PLANS.replace(*exchange)))
    assert says in str(caught.value)


def test_the_shown_plans_are_seven() -> None:
    assert {plan.name for plan in BOOK.plans if plan.shown} <= set(SHOWN)


@pytest.mark.parametrize("asked", ["DigiHelsestasjon", "digihelsestasjon", "DIGIHELSESTASJON"])
def test_a_plan_is_found_by_name_and_id_however_it_is_written(asked: str) -> None:
    assert BOOK.find(asked).name == "DigiHelsestasjon"
    assert BOOK.find("Roeyktest") == BOOK.find("røyktest") == BOOK.find("Røyktest")


def test_an_unknown_plan_names_the_nearest() -> None:
    with pytest.raises(UnknownPlan, match="Mente du DigiHelsestasjon"):
        BOOK.find("digihelsestasjn")
    with pytest.raises(UnknownPlan, match="epj plans --all-plans viser alle"):
        BOOK.find("qqqqqqqq")


def test_plans_and_suite_fit() -> None:
    assert BOOK.breaches(SCENARIOS) == ()


def test_only_narrows_within_a_plan_that_is_named() -> None:
    smoke = BOOK.find("Røyktest")
    whole = choose(SCENARIOS, plan="Røyktest")
    assert len(whole.scenarios) == whole.in_plan == len(smoke.of(SCENARIOS)) > 0
    some = choose(SCENARIOS, plan="Røyktest", only=["BOOK"])
    assert {one.id.partition("-")[0] for one in some.scenarios} == {"BOOK"}
    assert len(some.scenarios) < some.in_plan == whole.in_plan
    outside = next(one.id for one in SCENARIOS if not smoke.has(one))
    with pytest.raises(UnknownScenario, match=f"Planen Røyktest har ikke {outside}"):
        choose(SCENARIOS, plan="Røyktest", only=[outside])


def test_the_plan_of_the_target_is_used_where_nothing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    path.write_text(changed(('version = "1.0"', 'version = "1.0"\nplan = "røyktest"')), "utf-8")
    target = load(path)
    assert choose(SCENARIOS, target=target).plan.name == "Røyktest"
    assert choose(SCENARIOS, target=replace(target, plan="")).plan.is_whole
    assert choose(SCENARIOS, target=target, plan="Full test").plan.is_whole
    outside = next(one.id for one in SCENARIOS if not BOOK.find("Røyktest").has(one))
    assert [one.id for one in choose(SCENARIOS, target=target, only=[outside]).scenarios] == [outside]


def test_a_target_with_an_unknown_plan_says_which_line(tmp_path: Path) -> None:
    text = changed(('version = "1.0"', 'version = "1.0"\nplan = "digihelsestasjn"'))
    path = tmp_path / "target.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(TargetError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert problem.line == line(text, "plan =") and problem.fix.startswith("Mente du DigiHelsestasjon")


def test_a_plan_that_names_what_is_gone_is_a_fault_of_ours(tmp_path: Path) -> None:
    path = written(tmp_path, PLANS.replace("BOOK-N02", "BOOK-N99"))
    with pytest.raises(ToolFault, match="Timer og sånt viser til scenarioet BOOK-N99"):
        choose(SCENARIOS, plan="timer", plans=path)
    assert choose(SCENARIOS, plan="alt", plans=path).scenarios == SCENARIOS


def by_plan(tmp_path: Path, *second: str, **more: Any) -> Ended:
    """Three scenarios, two of them in the plan; the second has these steps."""
    bindings = replace(bindings_for(tmp_path, more.pop("bench", {})), plans=written(tmp_path, PLANS))
    text = HEAD + scenario("BOOK-N01", *GREEN) + scenario("BOOK-N02", *second) + scenario("MSG-N01", *GREEN)
    return tiny_run(tmp_path, text, bindings=bindings, **more)


def plan_of(ended: Ended) -> Any:
    assert ended.result.directory is not None
    evidence = Evidence.open(ended.result.directory / "evidence.sqlite")
    try:
        return evidence.run().info["plan"]
    finally:
        evidence.close()


def test_a_run_by_a_plan_is_about_its_scenarios_and_says_so(tmp_path: Path) -> None:
    ended = by_plan(tmp_path, *GREEN, plan="timer")
    assert set(ended.verdicts()) == {"BOOK-N01", "BOOK-N02"}
    assert "Plan: Timer og sånt. Bare timer." in ended.text
    assert "Planen Timer og sånt har 2 av 3 scenarioer. Dommen sier ingenting om resten." in ended.text
    assert plan_of(ended) == {"id": "timer", "name": "Timer og sånt", "about": "Bare timer.", "scenarios": 2}


def test_a_part_of_a_plan_says_so(tmp_path: Path) -> None:
    ended = by_plan(tmp_path, *GREEN, plan="timer", only=["BOOK-N02"])
    assert "Bare 1 av 2 scenarioer i planen Timer og sånt ble valgt." in ended.text


def test_an_unknown_plan_ends_before_scenario_1(tmp_path: Path) -> None:
    ended = by_plan(tmp_path, *GREEN, plan="timr")
    assert int(ended.result.exit_code) == 2
    assert "Mente du Timer og sånt?" in ended.text


def test_what_failed_is_run_again_by_the_same_plan(tmp_path: Path) -> None:
    first = by_plan(tmp_path, *RED, plan="timer")
    again = by_plan(tmp_path, *GREEN, again=Again(tmp_path / "report", only_red=True), report_dir=tmp_path / "second")
    assert set(again.verdicts()) == {"BOOK-N02"}
    assert plan_of(again) == plan_of(first)


def test_a_stopped_run_goes_on_by_its_plan_whatever_the_target_says_now(tmp_path: Path) -> None:
    calls: list[int] = []

    def stop() -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt

    first = by_plan(tmp_path, *GREEN, plan="timer", bench={"on_scene": stop})
    assert first.verdicts()["BOOK-N02"] == "blokkert"
    target = changed(('version = "1.0"', 'version = "1.0"\nplan = "full-test"'))
    ended = by_plan(tmp_path, *GREEN, target=target, again=Again(tmp_path / "report"), report_dir=None)
    assert ended.verdicts() == {"BOOK-N01": "bestått", "BOOK-N02": "bestått"}
    assert "Plan: Timer og sånt" in ended.text
