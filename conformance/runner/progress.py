"""What the tester sees while a run goes: one line a scenario, the reason below when it is not green."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from textwrap import wrap

from conformance.outcomes import Owner
from conformance.reports.facts import Earlier
from conformance.runner.scenario import ScenarioResult
from conformance.verdicts import LADDER, Verdict

Echo = Callable[[str], None]
Paint = Callable[[Verdict, str], str]

_ACTS: Mapping[Owner | None, str] = {
    Owner.SETUP: "Gjør dette (oppsettet)",
    Owner.VENDOR: "Gjør dette (leverandøren)",
    Owner.NATIONAL: "Gjør dette (den nasjonale tjenesten)",
    Owner.TEST_DATA: "Gjør dette (testdataene)",
    Owner.TOOL: "Gjør dette (testverktøyet)",
}
WIDTH = 110
_ID_WIDTH = 11


def plain(verdict: Verdict, text: str) -> str:
    """No colour."""
    return text


class Progress:
    """Prints through `echo`; `paint` may colour a verdict."""

    def __init__(self, echo: Echo, paint: Paint = plain) -> None:
        self._out = echo
        self._paint = paint

    def line(self, text: str = "") -> None:
        """One line as it is."""
        self._echo(text)

    def _echo(self, text: str) -> None:
        # Nobody may be reading any more (`| head`); the evidence and the reports must come all the same.
        with suppress(OSError):
            self._out(text)

    def scenario(self, result: ScenarioResult, width: int, earlier: Earlier | None = None) -> None:
        """The line of a scenario; `width` is that of the longest name, `earlier` what a run before this one saw."""
        verdict = self._paint(result.verdict, result.verdict.value)
        self._echo(f"{result.planned.id:<{_ID_WIDTH}}{result.planned.name:<{width}}  {verdict}")
        # Why something does not apply is told once for all that it is true of, at the end.
        if result.verdict not in (Verdict.PASSED, Verdict.NOT_APPLICABLE):
            self.reason(result.reason, result.fix, _ACTS.get(result.owner))
        if earlier is not None:
            self.reason(earlier.changed(result.planned.id, result.verdict), "")

    def reason(self, reason: str, fix: str, who: str | None = None) -> None:
        """Why, and who does what, indented below the scenario."""
        does = f"{who}: {fix}" if who and fix else f"Gjør dette: {fix}" if fix else ""
        for text in (reason, does):
            for row in wrap(text, WIDTH - _ID_WIDTH):
                self._echo(f"{'':<{_ID_WIDTH}}{row}")

    def verdict(self, verdict: Verdict, results: Iterable[ScenarioResult]) -> None:
        """The verdict of the run, with how many scenarios ended as what."""
        counted = [result.verdict for result in results]
        order = (*LADDER, Verdict.NOT_APPLICABLE)
        counts = [f"{counted.count(each)} {each.value}" for each in order if counted.count(each)]
        self._echo("")
        self._echo(f"Dom: {self._paint(verdict, verdict.value)} ({', '.join(counts) or 'ingen scenarioer'})")
