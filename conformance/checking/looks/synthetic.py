"""That no person of the target could be alive."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checking.light import Light, Who, green, red, yellow
from conformance.checking.looks import Look
from conformance.checking.sight import Sight
from conformance.targets.interlock import NOT_SYNTHETIC, let_through, refusals
from conformance.writing.helsenorge import OSLO


def see(sight: Sight) -> Iterator[Light]:
    """Each number that is not synthetic."""
    target, today = sight.target, sight.clock.now().astimezone(OSLO).date()
    wrong = [one for one in refusals(target, today) if one.kind == NOT_SYNTHETIC]
    allowed = [one for one in let_through(target, today) if one.kind == NOT_SYNTHETIC]
    for one in wrong:
        sentence = (
            "Gi oss testpersoner med syntetiske numre, fra NHN eller Skatteetaten. Send aldri virkelige personer."
        )
        yield red(one.problem, Who.MUNICIPALITY, sentence, one.line)
    for one in allowed:
        yield yellow(f"{one.problem} Sluppet gjennom av [override].", one.line)
    if not wrong and not allowed:
        yield green(f"{len(target.persons)} personer, alle syntetiske.")


LOOK = Look(15, "Syntetiske personer", see, sends=False)
