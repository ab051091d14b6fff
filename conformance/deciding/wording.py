"""The answer of the gate as one sentence (bokmål)."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.deciding.decision import Answer, Decision, Question, joined
from conformance.deciding.deviating import day
from conformance.deciding.gate import day_of
from conformance.deciding.policy import ANY_SERVICE
from conformance.deciding.weighing import Weighed
from standards.masking import mask

READY, NOT_READY = "KLAR", "IKKE KLAR"


def sentence(decision: Decision) -> str:
    """Whether the service may go live, and why, in one sentence on one line; real persons are masked."""
    return on_one_line(_sentence(decision))


def on_one_line(text: str) -> str:
    """A text in which no name can begin a line or move the cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _sentence(decision: Decision) -> str:
    what = subject(decision.question)
    if decision.answer is Answer.READY:
        return mask(f"{READY}: {what} kan settes i produksjon: {_why_ready(decision)}.")
    reasons = ", og ".join(one.text.rstrip(".") for one in decision.reasons)
    verb = "kan" if decision.question.service is ANY_SERVICE else "kan ikke"
    return mask(f"{NOT_READY}: {what} {verb} settes i produksjon, fordi {reasons}.")


def subject(question: Question) -> str:
    """What the question is about: service, product, version and municipality."""
    version = f" {question.version}" if question.version else ""
    return f"{question.service.name} med {question.product}{version} i {question.municipality}"


def _why_ready(decision: Decision) -> str:
    days = sorted({day_of(one.kept) for one in decision.used})
    tried = f"{decision.tried} scenarioer er prøvd {joined(map(day, days))} og ingenting stopper"
    told = [*_accepted(decision.accepted), *_remarks(decision.remarks)]
    return f"{tried}, med {joined(told)}" if told else tried


def _accepted(accepted: Sequence[Weighed]) -> list[str]:
    if not accepted:
        return []
    first = min(each.deviation.expires for one in accepted for each in one.counting)
    count = "ett akseptert avvik" if len(accepted) == 1 else f"{len(accepted)} aksepterte avvik"
    ends = f"det går ut {day(first)}" if len(accepted) == 1 else f"det første går ut {day(first)}"
    return [f"{count} ({ends})"]


def _remarks(remarks: Sequence[Weighed]) -> list[str]:
    if not remarks:
        return []
    return ["én merknad" if len(remarks) == 1 else f"{len(remarks)} merknader"]
