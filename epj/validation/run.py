"""One run of `epj validate`: finds, judges, writes and counts, and is whole also when it is stopped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from epj.validation.formats import Writer
from epj.validation.judging import Judge, Outcome, Skipped
from epj.validation.names import STDIN
from epj.validation.progress import Progress
from epj.validation.records import Judged
from epj.validation.sources import Unread, find, weight
from epj.validation.tally import Tally

Tell = Callable[[str, str], None]


@dataclass
class Run:
    """Takes each thing found through the judge to the writer; keeps only the sums."""

    judge: Judge
    writer: Writer
    tell: Tell
    tally: Tally = field(default_factory=Tally)

    def over(self, arguments: Iterable[str], progress: Progress) -> Tally:
        """The whole run; Ctrl-C ends it early, and what was judged is still reported."""
        try:
            for found in find(arguments):
                for outcome in self.judge.outcomes(found):
                    self._take(outcome, progress)
                    progress.advance(0)
                progress.advance(weight(found))
        except KeyboardInterrupt:
            self.tally.interrupted = True
        progress.clear()
        self.writer.end(self.tally)
        return self.tally

    def _take(self, outcome: Outcome, progress: Progress) -> None:
        progress.clear()
        if isinstance(outcome, Judged):
            self.tally.file(outcome.record)
            self.writer.file(outcome)
        elif isinstance(outcome, Unread):
            self.tally.unread += 1
            reason = self.judge.say.problem(outcome.problem)
            self.writer.unread(outcome.shown, reason)
            self.tell(outcome.shown, reason)
        elif isinstance(outcome, Skipped):
            self.tally.skipped += 1
        else:
            self.tally.exchange(outcome)
            self.writer.exchange(outcome)


def total(arguments: tuple[str, ...]) -> int | None:
    """How many messages there are to judge, counted only where somebody will watch the bar; None when it is unknown."""
    if STDIN in arguments or not sys.stderr.isatty():
        return None
    return sum(weight(found) for found in find(arguments))
