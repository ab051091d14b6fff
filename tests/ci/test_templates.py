"""The templates for a build are well-formed, say the same as the script, and lead to it."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click import Context, Group
from jsonschema import Draft202012Validator

from epj.main import group
from simulator.vendors import profiles
from tests.ci.kit import CI, HERE, build, template

SCRIPT = (CI / "akseptanse.sh").read_text("utf-8")
VARIABLES = set(re.findall(r"\$\{(EPJ_\w+):-", SCRIPT))
TEMPLATES = {
    "action.yml": "action",
    "github-workflow.yml": "workflow",
    "epj-akseptanse.gitlab-ci.yml": "gitlab",
}


def errors(schema: str, data: Any) -> list[str]:
    read = json.loads((HERE / f"{schema}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(read)
    return [error.message for error in Draft202012Validator(read).iter_errors(data)]


@pytest.mark.parametrize(("name", "schema"), TEMPLATES.items())
def test_each_template_is_of_the_shape_its_server_reads(name: str, schema: str) -> None:
    assert errors(schema, template(name)) == []


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("action.yml", ("runs", "using"), "docker"),
        ("action.yml", ("runs", "steps", 0, "shell"), None),
        ("action.yml", ("runs", "steps", 1, "uses"), "actions/upload-artifact"),
        ("action.yml", ("inputs", "Target"), {"description": "x"}),
        ("action.yml", ("outputs", "pack", "value"), "steps.test.outputs.pack"),
        ("github-workflow.yml", ("jobs", "simulert", "runs-on"), None),
        ("github-workflow.yml", ("jobs", "simulert", "strategy", "matrix", "product"), []),
        ("github-workflow.yml", ("permissions", "security-events"), "yes"),
        ("epj-akseptanse.gitlab-ci.yml", (".epj-akseptanse", "script"), "bash x"),
        ("epj-akseptanse.gitlab-ci.yml", (".epj-akseptanse", "artifacts", "reports", "sarif"), "x"),
        ("epj-akseptanse.gitlab-ci.yml", ("epj-simulert", "variables", "EPJ_PACK"), True),
    ],
)
def test_a_template_with_one_thing_wrong_is_caught(name: str, path: tuple[Any, ...], value: Any) -> None:
    data = copy.deepcopy(template(name))
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    assert errors(TEMPLATES[name], data)


def test_every_variable_is_an_input_of_the_action_of_the_same_name_and_stands_in_the_readme() -> None:
    action = template("action.yml")
    told = action["runs"]["steps"][0]["env"]
    named = {f"EPJ_{each.upper().replace('-', '_')}" for each in action["inputs"]} - {
        "EPJ_UPLOAD",
        "EPJ_UPLOAD_SARIF",
        "EPJ_ARTIFACT",
    }
    assert set(told) == VARIABLES == named
    assert all(
        value == f"${{{{ inputs.{name.removeprefix('EPJ_').lower().replace('_', '-')} }}}}"
        for name, value in told.items()
    )
    readme = (CI / "README.md").read_text("utf-8")
    assert not [name for name in VARIABLES if f"`{name}`" not in readme]


def test_every_variable_of_the_gitlab_template_is_one_of_the_script() -> None:
    jobs = template("epj-akseptanse.gitlab-ci.yml").values()
    named = {name for job in jobs for name in job.get("variables", {})} - {"EPJ_CI"}
    matrix = {name for job in jobs for row in job.get("parallel", {}).get("matrix", []) for name in row}
    assert named | matrix <= VARIABLES
    assert "EPJ_PRODUCT" in matrix


def test_every_input_that_the_workflow_gives_is_one_of_the_action() -> None:
    steps = [step for job in template("github-workflow.yml")["jobs"].values() for step in job["steps"]]
    given = {name for step in steps if step["uses"].startswith("./") for name in step["with"]}
    assert given and given <= set(template("action.yml")["inputs"])


def test_both_matrices_are_the_products_that_there_are() -> None:
    products = sorted(profile.product for profile in profiles())
    workflow = template("github-workflow.yml")["jobs"]["simulert"]["strategy"]["matrix"]["product"]
    pipeline = template("epj-akseptanse.gitlab-ci.yml")["epj-simulert"]["parallel"]["matrix"][0]["EPJ_PRODUCT"]
    assert sorted(workflow) == sorted(pipeline) == products


def test_nothing_of_a_stranger_reaches_a_journal_or_a_key() -> None:
    job = template("github-workflow.yml")["jobs"]["egen-journal"]
    assert "github.event_name != 'pull_request'" in job["if"]
    assert "self-hosted" in job["runs-on"]


def test_the_raw_evidence_is_not_among_what_a_build_keeps() -> None:
    kept = template("action.yml")["runs"]["steps"][1]["with"]["path"].splitlines()
    excluded = template("epj-akseptanse.gitlab-ci.yml")[".epj-akseptanse"]["artifacts"]["exclude"]
    assert any(path.startswith("!") and "evidence.sqlite" in path for path in kept)
    assert any("evidence.sqlite" in path for path in excluded)


def test_the_files_a_server_shows_are_those_that_the_script_leaves(tmp_path: Path) -> None:
    build(tmp_path, EPJ_PRODUCT="visma_hspro")
    artifacts = template("epj-akseptanse.gitlab-ci.yml")[".epj-akseptanse"]["artifacts"]
    assert (tmp_path / artifacts["reports"]["junit"].replace("$EPJ_OUT", "epj-akseptanse")).is_file()


@pytest.mark.parametrize("server", ["github", "gitlab"])
def test_the_line_of_each_server_runs_the_script(server: str, tmp_path: Path) -> None:
    if server == "github":
        step = template("action.yml")["runs"]["steps"][0]
        line, more = step["run"], {"GITHUB_ACTION_PATH": str(CI)}
    else:
        job = template("epj-akseptanse.gitlab-ci.yml")[".epj-akseptanse"]
        (line,) = job["script"]
        more = {**job["variables"], "EPJ_CI": str(CI), "EPJ_WHEEL": ""}
    ended = build(tmp_path, line, EPJ_PRODUCT="cgm_journal", **more)
    assert ended.code == 0
    assert ended.asked_for("accept") == "accept|--report|epj-akseptanse/rapport|--simulate|cgm_journal"


def options(words: list[str]) -> set[str]:
    found: Any = group
    for word in words:
        assert isinstance(found, Group)
        found = found.get_command(Context(found), word)
        assert found, f"epj {' '.join(words)} is no command."
    return {option for each in found.params for option in each.opts}


def test_the_script_asks_only_for_options_that_the_commands_have() -> None:
    used = {
        "accept": r"accept\(\) \{.*?\n\}",
        "pack": r"pack_run\(\) \{.*?\n\}",
        "gate": r"decide\(\) \{.*?\n\}",
        "key new": r"key new --[^\n]*",
    }
    for command, pattern in used.items():
        part = re.search(pattern, SCRIPT, flags=re.S)
        assert part
        asked = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", part[0])) - {"--product" if command != "gate" else ""}
        assert asked and asked <= options(command.split()), command


def test_the_script_fetches_nothing_but_the_wheel_it_is_given() -> None:
    for tool in ("curl", "wget", "git", "npm", "docker", "apt"):
        assert not re.search(rf"\b{tool}\b(?!\w)", "\n".join(code(SCRIPT))), tool


def code(script: str) -> list[str]:
    return [line for line in script.splitlines() if not line.lstrip().startswith("#")]
