"""The feature files: enough scenarios, stable ids, complete tags, and every step defined exactly once."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from pytest_bdd.steps import step_function_context_registry

from conformance import steps
from conformance.runner.catalogue import PlannedScenario
from conformance.runner.lint import read_features

FEATURES = Path(__file__).parents[2] / "features"
MAX_STEPS = 10
MAX_STATEMENTS = 8
READING = read_features(FEATURES)
BY_ID = {scenario.id: scenario for scenario in READING.scenarios}


@pytest.fixture(params=sorted(BY_ID))
def scenario(request: pytest.FixtureRequest) -> PlannedScenario:
    return BY_ID[request.param]


def modules() -> list[ModuleType]:
    names = (module.name for module in pkgutil.iter_modules(steps.__path__, f"{steps.__name__}."))
    return [importlib.import_module(name) for name in names]


def test_the_files_are_written_so_that_all_of_them_runs() -> None:
    assert not READING.breaches, "\n".join(map(str, READING.breaches))


def test_there_are_enough_scenarios_and_faults() -> None:
    faults = sum("-F" in scenario.id for scenario in READING.scenarios)
    assert len(READING.scenarios) >= 200 and faults >= 0.4 * len(READING.scenarios)
    assert {scenario.file.split("/")[0] for scenario in READING.scenarios} == {
        *("book", "cancel", "message", "journal", "transport", "access", "homecare", "youth", "notify", "security"),
        *("time", "actors"),
    }


def test_ids_are_unique_and_locked() -> None:
    locked = (FEATURES / "ids.txt").read_text("utf-8").split()
    assert locked == sorted(locked), "Hold ids.txt sortert."
    assert len(set(locked)) == len(locked)
    ids = [scenario.id for scenario in READING.scenarios]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert set(ids) <= set(locked), "En ny id føres inn i features/ids.txt; en gammel brukes aldri om igjen."


def test_tags_and_description_are_complete(scenario: PlannedScenario) -> None:
    assert scenario.level in ("skal", "bør", "kan")
    assert scenario.severity_class in ("A", "B", "C")
    assert scenario.processes or scenario.requires or scenario.services
    assert scenario.sources
    assert re.fullmatch(r"Merkes slik: .+\.", scenario.description), scenario.description


def test_the_texts_hold_no_jargon_before_the_verdict(scenario: PlannedScenario) -> None:
    before = [step.text for step in scenario.steps if step.keyword in ("Gitt", "Når")]
    assert not [
        text for text in before if re.search(r"XML|XSD|AppRec|AMQP|UUID|HER-id|\b[0-9]{2}\b(?! (?:til|år|tegn))", text)
    ]
    assert 2 <= len(scenario.steps) <= MAX_STEPS


def test_every_step_is_defined_once(scenario: PlannedScenario) -> None:
    modules()
    kind = ""
    for step in scenario.steps:
        kind = {"Gitt": "given", "Når": "when", "Så": "then"}.get(step.keyword, kind)
        fits = [
            context
            for context in step_function_context_registry.values()
            if context.type == kind
            and context.step_func.__module__.startswith(steps.__name__)
            and context.parser.is_matching(step.text)
        ]
        assert len(fits) == 1, f"«{step.keyword} {step.text}» passer {len(fits)} definisjoner."


def test_every_definition_is_used() -> None:
    modules()
    texts = [step.text for scenario in READING.scenarios for step in scenario.steps]
    unused = [
        context.parser.name
        for context in step_function_context_registry.values()
        if context.step_func.__module__.startswith(steps.__name__)
        and not any(context.parser.is_matching(text) for text in texts)
    ]
    assert not unused


def test_step_modules_only_use_the_ports() -> None:
    allowed = ("conformance.", "standards.", "pytest", "pytest_bdd")
    for module in modules():
        source = Path(str(module.__file__)).read_text("utf-8")
        imports = re.findall(r"^(?:from|import) (\S+)", source, re.MULTILINE)
        assert not [name for name in imports if name.startswith(("simulator", "wire", "requests", "epj"))]
        assert [name for name in imports if name.startswith(allowed)] or len(source) < 200


def test_steps_are_short() -> None:
    long = []
    for module in modules():
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        for function in (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.decorator_list):
            statements = sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
            if statements > MAX_STATEMENTS:
                long.append((function.name, statements))
    assert not long
