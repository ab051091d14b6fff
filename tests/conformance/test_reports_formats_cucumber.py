"""Cucumber messages: by their schema, every reference kept, the real features, and nothing that reads as a pass."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conformance.evidence.records import ScenarioRecord, StepRecord
from conformance.evidence.store import Evidence
from conformance.reports.written import FOLDER, as_written, composed
from conformance.verdicts import Verdict
from tests.conformance.format_runs import ENDED, REAL, Reports, every_verdict, reports_of
from tests.conformance.never_greener import CUCUMBER as ORDER

STATUS = {
    **dict.fromkeys((Verdict.PASSED, Verdict.PASSED_WITH_REMARK), "PASSED"),
    **dict.fromkeys((Verdict.NOT_VERIFIED, Verdict.BLOCKED), "PENDING"),
    **dict.fromkeys((Verdict.FAILED, Verdict.TOOL_FAULT), "FAILED"),
    Verdict.NOT_APPLICABLE: "SKIPPED",
}


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    text = resources.files("standards.schemas").joinpath("cucumber-messages.schema.json").read_text("utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    return Draft202012Validator(json.loads(text))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    folder = tmp_path_factory.mktemp("run")
    evidence = every_verdict(folder)
    made = reports_of(evidence, folder)
    evidence.close()
    return made


def results_of(reports: Reports, identity: str) -> dict[str, dict[str, Any]]:
    """Step → result, in the order they came."""
    begun = f"{identity}-started"
    finished = [one for one in reports.told("testStepFinished") if one["testCaseStartedId"] == begun]
    return {one["testStepId"]: one["testStepResult"] for one in finished}


def test_every_envelope_follows_the_schema(reports: Reports, schema: Draft202012Validator) -> None:
    for envelope in reports.cucumber:
        schema.validate(envelope)


LIES: dict[str, tuple[str, Callable[[dict[str, Any]], None]]] = {
    "undefined": ("testStepFinished", lambda one: one["testStepResult"].update(status="UNDEFINED")),
    "failed for no reason": ("testStepFinished", lambda one: one["testStepResult"].update(status="FAILED")),
    "English": ("pickle", lambda one: one.update(language="en")),
    "a picture": ("attachment", lambda one: one.update(mediaType="image/png")),
    "half a second too many": ("testRunStarted", lambda one: one["timestamp"].update(nanos=1_500_000_000)),
    "a step of nothing": ("testCase", lambda one: one["testSteps"].append({"id": "x"})),
    "to be tried again": ("testCaseFinished", lambda one: one.update(willBeRetried=True)),
    "no feature": ("gherkinDocument", lambda one: one.pop("feature")),
    "something beside": ("meta", lambda one: one.update(score=1)),
}


@pytest.mark.parametrize("lie", sorted(LIES))
def test_the_schema_refuses(reports: Reports, schema: Draft202012Validator, lie: str) -> None:
    kind, change = LIES[lie]
    changed = copy.deepcopy(next(one for one in reports.cucumber if kind in one))
    change(changed[kind])
    assert not schema.is_valid(changed)


def test_the_schema_refuses_two_in_one_envelope(reports: Reports, schema: Draft202012Validator) -> None:
    assert not schema.is_valid({**reports.cucumber[0], **reports.cucumber[1]})
    assert not schema.is_valid({})


def _ids(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "id")
        node = list(node.values())
    for each in node if isinstance(node, list) else ():
        yield from _ids(each)


def test_ids_are_given_once_and_every_reference_is_to_one(reports: Reports) -> None:
    ids = list(_ids(reports.cucumber))
    assert len(ids) == len(set(ids))
    known, sought = set(ids), set()
    for line in reports.texts["cucumber.ndjson"].splitlines():
        for node in _dicts(json.loads(line)):
            for key, value in node.items():
                if key.endswith(("Id", "Ids")):
                    sought |= set(value if isinstance(value, list) else [value])
    assert sought and not sought - known


def _dicts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    for each in node if isinstance(node, list) else ():
        yield from _dicts(each)


def test_they_come_in_the_order_of_cucumber(reports: Reports) -> None:
    kinds = [next(iter(one)) for one in reports.cucumber]
    assert (kinds[0], kinds[-1]) == ("meta", "testRunFinished")
    assert kinds.index("testRunStarted") < kinds.index("testCase") < kinds.index("testCaseStarted")
    for each in ("source", "gherkinDocument", "pickle"):
        assert max(place for place, kind in enumerate(kinds) if kind == each) < kinds.index("testRunStarted")


@pytest.mark.parametrize("identity", sorted(ENDED))
def test_time_never_goes_back_in_a_scenario(reports: Reports, identity: str) -> None:
    begun = f"{identity}-started"
    (started,) = (one for one in reports.told("testCaseStarted") if one["id"] == begun)
    about = [one for each in reports.cucumber for one in each.values() if one.get("testCaseStartedId") == begun]
    times = [(one["timestamp"]["seconds"], one["timestamp"]["nanos"]) for one in (started, *about)]
    assert times == sorted(times) and times[0][0] > 1_700_000_000


@pytest.mark.parametrize("identity", sorted(ENDED))
def test_a_scenario_is_as_its_verdict(reports: Reports, identity: str) -> None:
    verdict = ENDED[identity]
    results = results_of(reports, identity)
    assert max((one["status"] for one in results.values()), key=ORDER.index) == STATUS[verdict]
    judged = results[f"{identity}-verdict"]
    assert judged["status"] == STATUS[verdict]
    assert verdict.is_green or judged["exception"]["type"] == verdict.value
    assert verdict.is_green or judged["message"].startswith(f"{verdict.value}: ")


def test_a_step_that_was_not_run_is_skipped_whatever_came_before(reports: Reports) -> None:
    assert [one["status"] for one in results_of(reports, "MSG-F02").values()] == [
        *("PASSED", "FAILED", "SKIPPED"),
        "FAILED",
    ]


def test_the_run_as_a_whole_stands_at_the_end(reports: Reports) -> None:
    (finished,) = reports.told("testRunFinished")
    assert finished["success"] is False and finished["exception"]["type"] == "feil i testverktøyet"
    assert finished["message"].startswith("SIMULERT ") and "NHN" in finished["message"]
    (hook,) = reports.told("testRunHookFinished")
    assert hook["result"]["status"] == "FAILED"


def test_a_green_run_is_a_success(tmp_path: Path, schema: Draft202012Validator) -> None:
    evidence = Evidence.create(tmp_path / "evidence.sqlite", {"target": {"name": "T"}})
    evidence.scenario("MSG-N01", name="Bra", feature="Samtaler").finish(Verdict.PASSED)
    evidence.finish(Verdict.PASSED)
    reports = reports_of(evidence, tmp_path)
    (finished,) = reports.told("testRunFinished")
    assert finished["success"] is True and "exception" not in finished
    assert {one["testStepResult"]["status"] for one in reports.told("testStepFinished")} == {"PASSED"}
    assert not [error for one in reports.cucumber for error in schema.iter_errors(one)]


def test_what_never_began_is_no_pass(tmp_path: Path, schema: Draft202012Validator) -> None:
    evidence = Evidence.create(tmp_path / "evidence.sqlite", {"target": {"name": "T"}})
    evidence.plan("MSG-N01", name="Aldri kjørt", feature="Samtaler")
    reports = reports_of(evidence, tmp_path)
    assert [one["status"] for one in results_of(reports, "MSG-N01").values()] == ["FAILED"]
    assert reports.told("testRunFinished")[0]["success"] is False
    assert not [error for one in reports.cucumber for error in schema.iter_errors(one)]


def test_findings_and_the_exchange_are_beside_the_verdict(reports: Reports) -> None:
    logs = [one["body"] for one in reports.told("attachment") if one["testStepId"] == "MSG-F01-verdict"]
    assert [one.partition(":")[0] for one in logs] == ["Funn og avvik", "Utvekslingen"]
    assert "MH-02 (HITS 1217:2018, 2.3.1)" in logs[0] and "Akseptert avvik (gjelder)" in logs[0]
    assert "02 EPJ → Helsenorge: DIALOG_INNBYGGER_EKONTAKT 42" in logs[1]
    assert not [one for one in reports.told("attachment") if one["testStepId"] == "MSG-N01-verdict"]


def test_the_real_feature_is_told_without_what_was_not_chosen(reports: Reports) -> None:
    (source,) = (one for one in reports.told("source") if "unntatt" in one["data"])
    path = source["uri"].removeprefix("features/")
    assert source["data"] == (FOLDER / path).read_text("utf-8")
    assert "@BOOK-F21" in source["data"]
    (document,) = (one for one in reports.told("gherkinDocument") if one["uri"] == source["uri"])
    children = [next(iter(child.items())) for child in document["feature"]["children"]]
    assert [(kind, node["keyword"]) for kind, node in children] == [
        ("background", "Bakgrunn"),
        ("scenario", "Scenario"),
    ]
    (pickle,) = (one for one in reports.told("pickle") if one["uri"] == source["uri"])
    assert "@BOOK-N13" in {tag["name"] for tag in pickle["tags"]}
    assert [step["type"] for step in pickle["steps"]] == ["Context", "Action", "Outcome", "Outcome"]
    assert len(results_of(reports, "BOOK-N13")) == len(pickle["steps"]) + 1


def test_it_begins_with_what_the_scenarios_ran_against(reports: Reports) -> None:
    (meta,) = reports.told("meta")
    assert meta["runtime"]["name"].startswith("SIMULERT Helsestasjonen <Fjordvik>")
    assert (meta["runtime"]["version"], meta["implementation"]["name"]) == ("7.2", "epj-testbenk")


def test_an_attempt_before_is_counted(reports: Reports) -> None:
    attempts = {one["id"]: one["attempt"] for one in reports.told("testCaseStarted")}
    assert attempts["JRN-N01-started"] == 1 and attempts["MSG-N01-started"] == 0


def test_nothing_leaves_with_an_id_that_may_be_a_real_one(reports: Reports) -> None:
    assert REAL not in reports.texts["cucumber.ndjson"]
    assert "******" in reports.told("pickle")[0]["name"]


# --- the features themselves ---

FEATURE = """# language: no
@prosess:EKONTAKT
Egenskap: Små
  Bakgrunn:
    Gitt et barn

  @BOOK-N01 @skal
  Scenario: Ett
    Når noe skjer

  @BOOK-N02 @skal
  Scenario: To
    Når noe skjer
"""


def record(*texts: str, **more: Any) -> ScenarioRecord:
    steps = tuple(StepRecord(n, "Gitt", text, "bestått", 0.1, "") for n, text in enumerate(texts))
    plain = {"id": "BOOK-N01", "name": "Ett", "feature": "Små", "tags": ("BOOK-N01",), "meta": {"file": "a.feature"}}
    return ScenarioRecord(
        **{**plain, **more}, steps=steps, verdict=Verdict.PASSED, reason="", fix="", finished=True, started_at=None,
        finished_at=None, traceback="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ran", "more", "is_real"),
    [
        (("et barn", "noe skjer"), {}, True),
        (("et barn",), {}, True),
        ((), {}, True),
        (("et barn", "noe annet skjer"), {}, False),
        (("et barn", "noe skjer", "og mer"), {}, False),
        (("et barn",), {"name": "Et annet navn"}, False),
        (("et barn",), {"id": "BOOK-N03"}, False),
        (("et barn",), {"meta": {"file": "borte.feature"}}, False),
        (("et barn",), {"meta": {}}, False),
    ],
)
def test_a_file_counts_only_where_it_says_what_the_evidence_says(
    tmp_path: Path, ran: Sequence[str], more: dict[str, Any], is_real: bool
) -> None:
    (tmp_path / "a.feature").write_text(FEATURE, "utf-8")
    (found,) = as_written([record(*ran, **more)], tmp_path)
    assert (found.text == FEATURE) is is_real
    (pickle,) = found.pickles.values()
    texts = [step["text"] for step in pickle["steps"]]
    assert texts == (["et barn", "noe skjer"] if is_real else list(ran))


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"Dette er ikke Gherkin\n  Gitt", b""])
def test_a_file_that_cannot_be_read_is_done_without(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "a.feature").write_bytes(broken)
    (found,) = as_written([record("et barn")], tmp_path)
    assert found.text == "# language: no\nEgenskap: Små\n\n  @BOOK-N01\n  Scenario: Ett\n    Gitt et barn\n"


def test_scenarios_of_one_file_stand_in_one_feature(tmp_path: Path) -> None:
    (tmp_path / "a.feature").write_text(FEATURE, "utf-8")
    both = [record("et barn"), record("et barn", id="BOOK-N02", name="To", tags=("BOOK-N02",))]
    (found,) = as_written(both, tmp_path)
    assert set(found.pickles) == {"BOOK-N01", "BOOK-N02"} and len(found.document["feature"]["children"]) == 3


def test_two_features_have_no_id_in_common(tmp_path: Path) -> None:
    (tmp_path / "a.feature").write_text(FEATURE, "utf-8")
    (tmp_path / "b.feature").write_text(FEATURE, "utf-8")
    one, other = as_written([record(), record(id="BOOK-N02", name="To", meta={"file": "b.feature"})], tmp_path)
    assert not set(_ids([one.document, *one.pickles.values()])) & set(_ids([other.document, *other.pickles.values()]))


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=4, max_size=6),
    keyword=st.sampled_from(["Gitt", "Så", "Given", "", "#"]),
)
def test_whatever_the_evidence_holds_can_be_written_as_gherkin(texts: list[str], keyword: str) -> None:
    name, feature, tag, *steps = texts
    one = record(*steps, name=name, feature=feature, tags=("BOOK-N01", tag))
    one = replace(one, steps=tuple(replace(step, keyword=keyword) for step in one.steps))
    (found,) = as_written([one], Path("/nowhere"))
    assert found.text == composed([one]) and Parser().parse(found.text)["feature"]
    told = [" ".join(step["text"].split()) for step in found.pickles["BOOK-N01"]["steps"]]
    assert told == [" ".join(text.split()) for text in steps]
