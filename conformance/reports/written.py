"""The scenarios of a run as Gherkin: the feature file where it says what the evidence says, else text made from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

from gherkin.dialect import Dialect
from gherkin.errors import CompositeParserException, ParserException
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from conformance.evidence.records import ScenarioRecord, StepRecord
from conformance.reports.findings import FEATURES

FOLDER: Final = Path(__file__).resolve().parents[2] / "features"
_DIALECT: Final = cast(Dialect, Dialect.for_name("no"))
_KEYWORDS: Final = frozenset(
    keyword.strip()
    for keywords in (
        _DIALECT.given_keywords,
        _DIALECT.when_keywords,
        _DIALECT.then_keywords,
        _DIALECT.and_keywords,
        _DIALECT.but_keywords,
    )
    for keyword in keywords
)
_IN_TAG: Final = re.compile(r"[\s@#]+")
"""What ends a tag, or begins the next one or a comment."""


@dataclass(frozen=True)
class Written:
    """One feature: its text, its document without the scenarios that were not chosen, and a pickle for each id."""

    uri: str
    text: str
    document: Mapping[str, Any]
    pickles: Mapping[str, Mapping[str, Any]]


@lru_cache(maxsize=256)
def parsed(text: str) -> Mapping[str, Any]:
    """A feature file as the official parser sees it; nobody changes what it gives. Raises what the parser does."""
    document: Mapping[str, Any] = Parser().parse(text)
    return document


def as_written(scenarios: Iterable[ScenarioRecord], folder: Path = FOLDER) -> Iterator[Written]:
    """Every feature of a run in its order; ids are unique over all of them."""
    files: dict[str, list[ScenarioRecord]] = {}
    for one in scenarios:
        files.setdefault(str(one.meta.get("file") or f"{one.id}.feature"), []).append(one)
    for number, (file, records) in enumerate(files.items(), start=1):
        uri = f"{FEATURES}{file}"
        found = _read(uri, _text_of(folder / file), records, f"{number}.")
        yield found or _made(uri, records, f"{number}.")


def composed(records: Sequence[ScenarioRecord]) -> str:
    """Gherkin made from what the evidence keeps."""
    lines = ["# language: no", f"Egenskap: {_line(records[0].feature)}"]
    for one in records:
        tags = dict.fromkeys([one.id, *one.tags])
        lines += ["", "  " + " ".join(f"@{_tag(tag)}" for tag in tags), f"  Scenario: {_line(one.name)}"]
        lines += [f"    {step.keyword if step.keyword in _KEYWORDS else '*'} {_line(step.text)}" for step in one.steps]
    return "\n".join(lines) + "\n"


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError, ValueError):
        return ""


def _made(uri: str, records: Sequence[ScenarioRecord], prefix: str) -> Written:
    """From the evidence; raises `ValueError` where even that says something else, which would be a fault of ours."""
    made = _read(uri, composed(records), records, prefix)
    if made is None:
        raise ValueError(f"{uri}: the evidence could not be written as Gherkin")
    return made


def _read(uri: str, text: str, records: Sequence[ScenarioRecord], prefix: str) -> Written | None:
    """None where the text is no Gherkin, or says something else than the evidence."""
    try:
        document = parsed(text)
    except (CompositeParserException, ParserException):
        return None
    if not document.get("feature"):
        return None
    compiled = Compiler().compile(cast(Any, {**document, "uri": uri}))
    chosen = {one.id: _pickle_of(one, compiled) for one in records}
    if not all(chosen.values()):
        return None
    pickles = {name: _apart(pickle, prefix) for name, pickle in chosen.items() if pickle}
    wanted = {pickle["astNodeIds"][0] for pickle in chosen.values() if pickle}
    return Written(uri, text, _ast(_only(document, wanted), prefix), pickles)


def _pickle_of(one: ScenarioRecord, compiled: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The scenario with this id and name, with the steps that were run."""
    name = " ".join(one.name.split())
    for pickle in compiled:
        tags = {tag["name"] for tag in pickle["tags"]}
        if (
            f"@{_tag(one.id)}" in tags
            and " ".join(pickle["name"].split()) == name
            and _same(one.steps, pickle["steps"])
        ):
            return pickle
    return None


def _same(ran: Sequence[StepRecord], written: Sequence[Mapping[str, Any]]) -> bool:
    texts = [" ".join(step["text"].split()) for step in written]
    return texts[: len(ran)] == [" ".join(step.text.split()) for step in ran]


def _only(document: Mapping[str, Any], wanted: set[str]) -> dict[str, Any]:
    """Without the scenarios that were not chosen: a reader would count them as something that happened."""
    feature = document["feature"]
    kept = [child for child in feature["children"] if "scenario" not in child or child["scenario"]["id"] in wanted]
    return {**document, "feature": {**feature, "children": kept}}


def _ast(node: Any, prefix: str) -> Any:
    """The document with ids of its own; the parser counts from 0 in every file."""
    if isinstance(node, dict):
        return {
            key: f"{prefix}{value}" if key == "id" else _ast(value, prefix)
            for key, value in node.items()
            if value is not None
        }
    return [_ast(each, prefix) for each in node] if isinstance(node, list) else node


def _apart(pickle: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The pickle pointing at those ids; its own are counted from 0 too, and are kept apart with a p."""
    steps = [
        {**step, "id": f"{prefix}p{step['id']}", "astNodeIds": [f"{prefix}{one}" for one in step["astNodeIds"]]}
        for step in pickle["steps"]
    ]
    tags = [{**tag, "astNodeId": f"{prefix}{tag['astNodeId']}"} for tag in pickle["tags"]]
    nodes = [f"{prefix}{one}" for one in pickle["astNodeIds"]]
    return {**pickle, "id": f"{prefix}p{pickle['id']}", "astNodeIds": nodes, "steps": steps, "tags": tags}


def _tag(text: str) -> str:
    return _IN_TAG.sub("_", text)


def _line(text: str) -> str:
    return " ".join(text.split())
