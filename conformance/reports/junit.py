"""JUnit XML, never greener than the run: what is not shown to work is a failure, never a skip."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from conformance.evidence.records import ScenarioRecord
from conformance.reports import write_whole
from conformance.reports.counting import KINDS, LEVELS, kind
from conformance.reports.facts import Facts
from conformance.reports.findings import RUN_AS_A_WHOLE, details, reason_of_run, title
from conformance.verdicts import Verdict
from standards.masking import mask

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(facts: Facts, directory: Path) -> Path:
    """Write `junit.xml`; gives its path."""
    return write_whole(directory / "junit.xml", render(facts))


def render(facts: Facts) -> bytes:
    """The whole document; a last case carries the verdict of the run as a whole."""
    suite = etree.Element("testsuite", name=_text(title(facts)))
    for scenario in facts.scenarios:
        _case(suite, facts, scenario)
    _run_case(suite, facts)
    _properties(suite, facts)
    suites = etree.Element("testsuites", name="epj accept")
    suites.append(suite)
    for element in (suite, suites):
        _count(element, facts)
    suite.set("skipped", str(len(list(suite.iter("skipped")))))
    if facts.run.started_at is not None:
        suite.set("timestamp", facts.run.started_at.strftime("%Y-%m-%dT%H:%M:%S"))
    return etree.tostring(suites, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _properties(suite: etree._Element, facts: Facts) -> None:
    """The plan, the counts, and what there is to say of versions; the format wants them first."""
    told = {"plan": str(facts.plan["name"])} if facts.plan["name"] else {}
    told |= _counts("nivå", {level: facts.counts(level) for level in LEVELS})
    told |= _counts("slag", {each: facts.counts(kind=each) for each in KINDS})
    told |= {f"merknad {number}": text for number, text in enumerate(facts.version_remarks, start=1)}
    told |= {f"ikke aktuelt {number}": f"{len(one.ids)}: {one.reason}" for number, one in enumerate(facts.left_out, 1)}
    if told:
        suite.insert(0, _told(told))


def _counts(what: str, counted: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    return {
        f"{what} {name}: {verdict}": str(number)
        for name, verdicts in counted.items()
        for verdict, number in verdicts.items()
        if number
    }


def _told(values: Mapping[str, str]) -> etree._Element:
    properties = etree.Element("properties")
    for name, value in values.items():
        etree.SubElement(properties, "property", name=_text(name), value=_text(value))
    return properties


def _case(suite: etree._Element, facts: Facts, scenario: ScenarioRecord) -> None:
    case = etree.SubElement(suite, "testcase", classname=_text(scenario.feature))
    case.set("name", _text(f"{scenario.id} {scenario.name}"))
    case.set("time", f"{scenario.seconds:.3f}")
    _outcome(case, scenario.verdict, scenario.reason, details(facts, scenario))
    _tell(case, _about(facts, scenario))


def _about(facts: Facts, scenario: ScenarioRecord) -> str:
    """Level, kind and processes; the published schema of the format has properties for suites only."""
    named = ", ".join(one.in_words for one in facts.processes(scenario))
    about = {"nivå": scenario.level, "slag": kind(scenario.id), "prosess": named}
    return "\n".join(f"{name}: {value}" for name, value in about.items() if value)


def _run_case(suite: etree._Element, facts: Facts) -> None:
    case = etree.SubElement(suite, "testcase", classname="Kjøringen", name=RUN_AS_A_WHOLE)
    case.set("time", f"{facts.run.seconds:.3f}")
    _outcome(case, facts.run.verdict, reason_of_run(facts), facts.partly)


def _outcome(case: etree._Element, verdict: Verdict, reason: str, details: str) -> None:
    if verdict.is_green:
        _tell(case, details)
        return
    names = {Verdict.NOT_APPLICABLE: "skipped", Verdict.TOOL_FAULT: "error"}
    element = etree.SubElement(case, names.get(verdict, "failure"), message=_text(reason or verdict.value))
    if verdict is not Verdict.NOT_APPLICABLE:
        element.set("type", verdict.value)
        element.text = _text(details)


def _tell(case: etree._Element, text: str) -> None:
    if text:
        etree.SubElement(case, "system-out").text = _text(text)


def _count(element: etree._Element, facts: Facts) -> None:
    """How many cases there are below it and how they ended, with the seconds that the run took."""
    element.set("tests", str(len(list(element.iter("testcase")))))
    for attribute, name in (("failures", "failure"), ("errors", "error")):
        element.set(attribute, str(len(list(element.iter(name)))))
    element.set("time", f"{facts.run.seconds:.3f}")


def _text(value: str) -> str:
    """The text without what XML 1.0 cannot carry, and with real-range ids masked."""
    return mask(_NOT_XML.sub("", value))
