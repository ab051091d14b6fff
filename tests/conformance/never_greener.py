"""Runs that are generated, and an oracle of its own: no output may be greener than what happened.

`python -m tests.conformance.never_greener [--runs 2000] [--seed 1]` plays that many whole runs of the harness. Each has
a few scenarios, each with something that can happen to it; every output is read back by other means than it was made.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from conformance import reports
from conformance.evidence.store import FILE_NAME, Evidence
from conformance.outcomes import TargetUnreachable
from conformance.reports.facts import Facts
from tests.conformance.tiny_runs import HEAD, Ended, scenario, tiny_run

WORSE = ("bestått", "bestått med merknad", "ikke verifisert", "blokkert", "ikke bestått", "feil i testverktøyet")
BESIDE = "ikke aktuelt"
GREEN = WORSE[:2]
PASSED, REMARK, UNSEEN, BLOCKED, FAILED, OURS = WORSE

HAPPENINGS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "goes well": (("Gitt alt er klart", "Når noe skjer", "Så går det bra"), PASSED),
    "is long": (("Gitt alt er klart", *["Og alt er klart"] * 5, "Så går det bra"), PASSED),
    "has a remark": (("Gitt en anmerkning", "Så går det bra"), REMARK),
    "has a finding": (("Gitt et funn", "Så går det bra"), FAILED),
    "a check fails": (("Gitt alt er klart", "Så CheckFailed i Så"), FAILED),
    "a check fails early": (("Gitt CheckFailed i Gitt", "Så går det bra"), FAILED),
    "nothing comes": (("Når noe skjer", "Så NothingCame i Så"), FAILED),
    "nothing comes to begin with": (("Gitt NothingCame i Gitt", "Så går det bra"), BLOCKED),
    "something is missing": (("Gitt PreconditionMissing i Gitt", "Så går det bra"), BLOCKED),
    "nobody answers": (("Når TargetUnreachable i Når", "Så går det bra"), BLOCKED),
    "nobody could see": (("Når noe skjer", "Så NotVerified i Så"), UNSEEN),
    "seen, then a failure": (("Gitt et funn", "Så NotVerified i Så"), FAILED),
    "does not apply": (("Gitt NotApplicable i Gitt", "Så går det bra"), BESIDE),
    "does not apply, but failed": (("Gitt et funn", "Så NotApplicable i Så"), FAILED),
    "we lose track": (("Når ToolFault i Når", "Så går det bra"), OURS),
    "we crash": (("Når ValueError i Når", "Så går det bra"), OURS),
    "an assertion of ours": (("Gitt alt er klart", "Så er påstanden gal"), OURS),
    "somebody leaves": (("Når SystemExit i Når", "Så går det bra"), OURS),
    "is skipped": (("Gitt alt er klart", "Så hoppes det over"), UNSEEN),
    "is expected to fail": (("Gitt alt er klart", "Så er det ventet at det feiler"), UNSEEN),
    "a broken fixture": (("Gitt noe ødelagt", "Så går det bra"), OURS),
    "a leaking fixture": (("Gitt noe som lekker", "Så går det bra"), OURS),
    "the EPJ sends rubbish": (("Gitt en scene", "Når EPJ-en sender noe som ikke er XML", "Så går det bra"), FAILED),
}
"""What can happen to one scenario → its steps, and the best that may be said of it."""

ENDINGS: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "Ctrl-C": (("Når KeyboardInterrupt i Når", "Så går det bra"), BLOCKED, BLOCKED),
    "pytest is told to leave": (("Gitt alt er klart", "Så avsluttes pytest"), BLOCKED, BLOCKED),
    "pytest gives up": (("Gitt alt er klart", "Så gir pytest opp"), PASSED, OURS),
    "the disk is full": (("Gitt en scene", "Når disken blir full", "Så går det bra"), OURS, BLOCKED),
    "the process dies": (("Gitt en scene", "Når prosessen dør", "Så går det bra"), OURS, OURS),
}
"""What ends a whole run → the steps, the best that may be said of that scenario, and of those behind it."""

MISWRITTEN: tuple[str, ...] = (
    scenario("BOOK-N90", "Gitt noe ingen har definert"),
    "\n  @BOOK-N91 @skal @klasse-A\n  Scenario: Tomt\n",
    "\n  Scenarioomriss: Borte\n    Gitt alt er klart\n",
    scenario("BOOK-N92", "Så går det bra", name="Likt") + scenario("BOOK-N93", "Så går det bra", name="Likt"),
    scenario("BOOK-N94", "Så går det bra") + scenario("BOOK-N94", "Så går det bra", name="Samme id"),
)
"""What makes the suite itself not to be trusted: nothing may run."""


@dataclass(frozen=True)
class Plan:
    """A run: the scenarios in their order with the best that may be said of each, and what is odd about the run."""

    text: str
    best: Mapping[str, str]
    bench: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    refused: bool = False
    dies: bool = False
    broken_report: bool = False

    @property
    def of_run(self) -> str:
        """The best that may be said of the run."""
        if self.refused or self.broken_report:
            return OURS
        applying = [best for best in self.best.values() if best != BESIDE]
        return max(applying, key=WORSE.index) if applying else UNSEEN


@dataclass(frozen=True)
class Greener:
    """One output that said too much."""

    output: str
    about: str
    said: str
    best: str


def draw(chance: random.Random) -> Plan:
    """A run, most of them plain, some with something that ends or spoils them."""
    text, best, after = HEAD, {}, ""
    ends_at = chance.randrange(6) if chance.random() < 0.25 else -1
    dies = False
    for number in range(chance.randint(1, 6)):
        identity = f"BOOK-N{number + 1:02}"
        if number == ends_at:
            name = chance.choice(sorted(ENDINGS))
            steps, own, behind = ENDINGS[name]
            dies = dies or name == "the process dies"
        else:
            steps, own = HAPPENINGS[chance.choice(sorted(HAPPENINGS))]
            behind = ""
        text += scenario(
            identity, *steps, tags=f"@{chance.choice(('skal', 'bør', 'kan'))} @klasse-{chance.choice('ABC')}"
        )
        best[identity] = after or own
        after = after or behind
    return _spoiled(chance, Plan(text, best, dies=dies))


def _spoiled(chance: random.Random, plan: Plan) -> Plan:
    """The run with something odd about it, now and then; a run that dies is odd enough."""
    kind = "" if plan.dies else chance.choices(("", *_ODD), (78, 5, 5, 4, 4, 4))[0]
    return _ODD[kind](chance, plan) if kind else plan


def _miswritten(chance: random.Random, plan: Plan) -> Plan:
    return replace(plan, text=plan.text + chance.choice(MISWRITTEN), refused=True)


def _with_own_settings(chance: random.Random, plan: Plan) -> Plan:
    return replace(plan, environment={"PYTEST_ADDOPTS": chance.choice(("-n 2", "-x", "--lf", "-k no"))})


def _never_at_rest(chance: random.Random, plan: Plan) -> Plan:
    """What should have come to rest does not: where there is a scene, green is not to be had."""
    best = {name: BLOCKED if said == REMARK else said for name, said in plan.best.items()}
    return replace(plan, best=best, bench={"on_settle": _unreachable})


def _late(chance: random.Random, plan: Plan) -> Plan:
    name, said = next(iter(plan.best.items()))
    best = {**plan.best, name: _worse(said, UNSEEN) if said in GREEN else said}
    return replace(plan, best=best, bench={"late_of": ((name, "en melding"),)})


_ODD: Mapping[str, Callable[[random.Random, Plan], Plan]] = {
    "miswritten": _miswritten,
    "settings of one's own": _with_own_settings,
    "a report that breaks": lambda chance, plan: replace(plan, broken_report=True),
    "never at rest": _never_at_rest,
    "late": _late,
}


def _unreachable() -> None:
    raise TargetUnreachable("Bussen forsvant.")


def _worse(one: str, other: str) -> str:
    return other if one == BESIDE else max(one, other, key=WORSE.index)


def play(plan: Plan, folder: Path) -> Ended | None:
    """Run it; None when the process that ran it died."""
    if plan.dies:
        child = os.fork()
        if not child:
            with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
                sys.stdout = sys.stderr = nowhere
                tiny_run(folder, plan.text)
            os._exit(0)
        os.waitpid(child, 0)
        return None
    with _around(plan):
        return tiny_run(folder, plan.text, bench=dict(plan.bench))


@contextmanager
def _around(plan: Plan) -> Any:
    kept = {name: os.environ.get(name) for name in plan.environment}
    real = reports.writers
    os.environ.update(plan.environment)
    if plan.broken_report:
        reports.writers = lambda: {"ny": _broken, **real()}  # type: ignore[assignment]
    try:
        yield
    finally:
        reports.writers = real  # type: ignore[assignment]
        for name, value in kept.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def _broken(evidence: Evidence, directory: Path) -> Path:
    raise ValueError("oi")


def judge(plan: Plan, folder: Path) -> list[Greener]:
    """Play it and read every output; what was said too well."""
    ended = play(plan, folder)
    if plan.refused:
        assert ended is not None
        return _refused(ended, folder)
    said = list(_of_terminal(plan, ended)) if ended is not None else []
    directory = folder / "report"
    if ended is None:
        _write_after_death(directory)
    for name in reports.writers():
        said += READERS[name](plan, directory)
    return [one for one in said if _is_greener(one.said, one.best)]


def _refused(ended: Ended, folder: Path) -> list[Greener]:
    passed = (
        int(ended.result.exit_code) in (0, 1) or "bestått" in ended.text or (folder / "report" / FILE_NAME).exists()
    )
    return [Greener("kjøringen", "alt", PASSED, OURS)] if passed else []


def _write_after_death(directory: Path) -> None:
    """What anybody can make of the evidence that a dead run left."""
    evidence = Evidence.open(directory / FILE_NAME)
    try:
        for write in reports.writers().values():
            write(Facts.of(evidence), directory)
    finally:
        evidence.close()


def _is_greener(said: str, best: str) -> bool:
    if said == BESIDE:
        return best != BESIDE
    return WORSE.index(said) < WORSE.index(best) if best != BESIDE else said in GREEN


def _of_terminal(plan: Plan, ended: Ended) -> list[Greener]:
    codes = {0: PASSED, 1: UNSEEN, 2: OURS, 3: OURS}
    found = [Greener("avslutningskoden", "kjøringen", codes[int(ended.result.exit_code)], _as_code(plan.of_run))]
    dom = [line for line in ended.lines if line.startswith("Dom: ")]
    found += [
        Greener("terminalen", "kjøringen", _word(line.removeprefix("Dom: ").partition(" (")[0]), plan.of_run)
        for line in dom
    ]
    last: dict[str, str] = {}
    for line in ended.lines:
        name = line.split(" ", 1)[0]
        if name in plan.best:
            last[name] = _word(line.rsplit("  ", 1)[-1])
    found += [Greener("terminalen", name, last.get(name, PASSED), best) for name, best in plan.best.items()]
    assert len(dom) == 1
    return found


def _as_code(best: str) -> str:
    return PASSED if best in GREEN else OURS if best == OURS else UNSEEN


def _word(text: str) -> str:
    found = text.strip()
    assert found in (*WORSE, BESIDE), found
    return found


def _of_json(plan: Plan, directory: Path) -> list[Greener]:
    told = json.loads((directory / "report.json").read_text("utf-8"))
    codes = {0: PASSED, 1: UNSEEN, 3: OURS}
    said = {one["id"]: one["verdict"] for one in told["scenarios"]}
    counted = sum(count for word, count in told["counts"].items() if word in GREEN)
    allowed = sum(best in GREEN for best in plan.best.values())
    return [
        Greener("json", "kjøringen", told["verdict"], plan.of_run),
        Greener("json", "exit_code", codes[told["exit_code"]], _as_code(plan.of_run)),
        Greener("json", "tellingen", PASSED if counted > allowed else OURS, UNSEEN),
        *(Greener("json", name, said.get(name, PASSED), best) for name, best in plan.best.items()),
    ]


def _of_junit(plan: Plan, directory: Path) -> list[Greener]:
    root = etree.parse(str(directory / "junit.xml")).getroot()
    cases = {str(case.get("name")): case for case in root.iter("testcase")}
    found = [Greener("junit", "kjøringen", _of_case(cases["Kjøringen som helhet"]), plan.of_run)]
    for name, best in plan.best.items():
        case = next((case for title, case in cases.items() if title.startswith(f"{name} ")), None)
        found.append(Greener("junit", name, PASSED if case is None else _of_case(case), best))
    suite = next(root.iter("testsuite"))
    red = sum(best not in GREEN and best != BESIDE for best in plan.best.values())
    counted = int(str(suite.get("failures"))) + int(str(suite.get("errors")))
    found.append(Greener("junit", "tellingen", PASSED if counted < red else OURS, UNSEEN))
    return found


def _of_case(case: etree._Element) -> str:
    """Only what a pipeline sees: passed, skipped, failed."""
    if case.find("skipped") is not None:
        return BESIDE
    wrong = case.find("failure") if case.find("failure") is not None else case.find("error")
    return GREEN[1] if wrong is None else _word(str(wrong.get("type")))


def _of_html(plan: Plan, directory: Path) -> list[Greener]:
    page = lxml_html.fromstring((directory / "report.html").read_text("utf-8"))
    (headline,) = page.xpath("//p[starts-with(@class, 'verdict')]")
    dom = _word(str(headline.text_content()).split("Dom: ", 1)[1].lower())
    title = _word(str(page.findtext(".//title")).rpartition(": ")[2])
    found = [Greener("html", "kjøringen", dom, plan.of_run), Greener("html", "tittelen", title, plan.of_run)]
    for name, best in plan.best.items():
        badges = page.xpath(f"//details[@id='{name}']/summary/span[contains(@class, 'badge')]")
        found.append(Greener("html", name, _badge(badges[0]) if badges else PASSED, best))
    return found


def _badge(badge: Any) -> str:
    return _word(str(badge.text_content()).strip()[1:])


def _of_ctrf(plan: Plan, directory: Path) -> list[Greener]:
    results = json.loads((directory / "ctrf.json").read_text("utf-8"))["results"]
    tests = {one["testId"]: one for one in results["tests"]}
    red = sum(best not in GREEN and best != BESIDE for best in plan.best.values())
    return [
        Greener("ctrf", "kjøringen", _of_test(tests["run"]), plan.of_run),
        Greener("ctrf", "healthy", _as_word(results["environment"]["healthy"]), plan.of_run),
        Greener("ctrf", "tellingen", PASSED if results["summary"]["failed"] < red else OURS, UNSEEN),
        *(
            Greener("ctrf", name, _of_test(tests[name]) if name in tests else PASSED, best)
            for name, best in plan.best.items()
        ),
    ]


def _of_test(test: Mapping[str, Any]) -> str:
    """Only what a pipeline sees, and the word beside it where it is red."""
    return {"passed": GREEN[1], "skipped": BESIDE}.get(test["status"]) or _word(test["rawStatus"])


def _of_sarif(plan: Plan, directory: Path) -> list[Greener]:
    (run,) = json.loads((directory / "results.sarif").read_text("utf-8"))["runs"]
    (invocation,) = run["invocations"]
    ours = [place["name"] for note in invocation["toolExecutionNotifications"] for place in _scenarios_of(note)]
    beside = [name for group in run["properties"]["notApplicable"] for name in group["scenarios"]]
    said = dict.fromkeys(beside, BESIDE) | dict.fromkeys(ours, OURS)
    for result in run["results"]:
        for place in _scenarios_of(result):
            said[place["name"]] = max(said.get(place["name"], PASSED), _of_result(result), key=WORSE.index)
    codes = {0: PASSED, 1: UNSEEN, 3: OURS}
    return [
        Greener("sarif", "kjøringen", _word(invocation["exitCodeDescription"]), plan.of_run),
        Greener("sarif", "exitCode", codes[invocation["exitCode"]], _as_code(plan.of_run)),
        Greener("sarif", "executionSuccessful", *_as_success(invocation["executionSuccessful"], plan.of_run)),
        *(Greener("sarif", name, said.get(name, GREEN[1]), best) for name, best in plan.best.items()),
    ]


def _as_word(green: bool) -> str:
    """What a yes says at best, and a no at worst."""
    return GREEN[1] if green else OURS


def _as_success(done: bool, best: str) -> tuple[str, str]:
    """Only a fault of ours is no success; that it did not pass, results say."""
    return PASSED if done else OURS, OURS if best == OURS else PASSED


def _scenarios_of(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    places = [place for each in told.get("locations", ()) for place in each["logicalLocations"]]
    return [place for place in places if place["kind"] == "scenario"]


def _of_result(result: Mapping[str, Any]) -> str:
    if result["kind"] == "open":
        return _word(result["properties"]["verdict"])
    return {"error": FAILED, "note": GREEN[1]}[result["level"]]


def _of_cucumber(plan: Plan, directory: Path) -> list[Greener]:
    """As Cucumber counts: a scenario is as its worst step."""
    envelopes = [json.loads(line) for line in (directory / "cucumber.ndjson").read_text("utf-8").splitlines()]
    told: dict[str, list[Mapping[str, Any]]] = {}
    started = {one["id"]: one["testCaseId"] for each in envelopes if (one := each.get("testCaseStarted"))}
    for each in envelopes:
        if one := each.get("testStepFinished"):
            told.setdefault(started[one["testCaseStartedId"]], []).append(one["testStepResult"])
    (finished,) = (each["testRunFinished"] for each in envelopes if "testRunFinished" in each)
    (whole,) = (each["testRunHookFinished"]["result"] for each in envelopes if "testRunHookFinished" in each)
    return [
        Greener("cucumber", "kjøringen", _of_steps([whole]), plan.of_run),
        Greener("cucumber", "success", _as_word(finished["success"]), plan.of_run),
        *(
            Greener("cucumber", name, _of_steps(told[name]) if name in told else PASSED, best)
            for name, best in plan.best.items()
        ),
    ]


CUCUMBER = ("UNKNOWN", "PASSED", "SKIPPED", "PENDING", "UNDEFINED", "AMBIGUOUS", "FAILED")


def _of_steps(results: Sequence[Mapping[str, Any]]) -> str:
    worst = max((one["status"] for one in results), key=CUCUMBER.index)
    if worst in ("FAILED", "PENDING"):
        types = [_word(one["exception"]["type"]) for one in results if one["status"] == worst]
        return max(types, key=WORSE.index)
    return {"PASSED": GREEN[1], "SKIPPED": BESIDE}.get(worst, PASSED)


READERS: Mapping[str, Callable[[Plan, Path], list[Greener]]] = {
    "json": _of_json,
    "junit": _of_junit,
    "html": _of_html,
    "ctrf": _of_ctrf,
    "sarif": _of_sarif,
    "cucumber": _of_cucumber,
}
"""One for each report format; a format without a reader here is not to be trusted, and fails the test."""


def main() -> None:
    """Play many runs; exit 1 when anything was greener."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    began, wrong = time.monotonic(), 0
    for number in range(chosen.runs):
        plan = draw(random.Random(f"{chosen.seed} {number}"))
        with tempfile.TemporaryDirectory() as folder:
            for one in judge(plan, Path(folder)):
                wrong += 1
                print(f"run {number}: {one.output} said {one.said} of {one.about}, at best {one.best}")
    spent = time.monotonic() - began
    print(
        f"{chosen.runs} runs with seed {chosen.seed}, {len(READERS) + 2} outputs each: {wrong} greener, {spent:.0f} s"
    )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
