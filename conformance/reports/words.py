"""What verdicts, levels and answers are called and look like on a page (bokmål); English in `english.tsv`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from conformance.evidence.records import IntentRecord
from conformance.targets.model import SETTINGS
from conformance.verdicts import Verdict

SYMBOLS: Final[Mapping[Verdict, str]] = {
    Verdict.PASSED: "✓",
    Verdict.PASSED_WITH_REMARK: "✓",
    Verdict.NOT_VERIFIED: "?",
    Verdict.BLOCKED: "■",
    Verdict.FAILED: "✗",
    Verdict.TOOL_FAULT: "!",
    Verdict.NOT_APPLICABLE: "–",
}
MEANINGS: Final[Mapping[Verdict, str]] = {
    Verdict.PASSED: "Journalen gjorde det kravene sier.",
    Verdict.PASSED_WITH_REMARK: "Journalen gjorde det kravene sier, men noe bør ses på.",
    Verdict.NOT_VERIFIED: "Vi mangler bevis, så vi vet ikke om kravet er oppfylt.",
    Verdict.BLOCKED: "Vi fikk ikke lagt til rette for prøven, så den sier ingenting om journalen.",
    Verdict.FAILED: "Journalen gjorde noe annet enn kravene sier.",
    Verdict.TOOL_FAULT: "Feilen ligger i testbenken, ikke i journalen.",
    Verdict.NOT_APPLICABLE: "Journalen er ikke oppgitt å støtte dette, så det ble ikke prøvd.",
}
COLOURS: Final[Mapping[Verdict, str]] = {
    Verdict.PASSED: "green",
    Verdict.PASSED_WITH_REMARK: "green",
    Verdict.NOT_VERIFIED: "amber",
    Verdict.BLOCKED: "amber",
    Verdict.FAILED: "red",
    Verdict.TOOL_FAULT: "violet",
    Verdict.NOT_APPLICABLE: "grey",
}
ANSWERS: Final[Mapping[str, str]] = {"done": "utført", "refused": "nektet", "unable": "kunne ikke"}
SAID: Final[Mapping[str, str]] = {"done": "ja", "refused": "nei", "unable": "kunne ikke si"}
"""What a person answered to a question, where another was asked to do something."""
SCHEMAS: Final[Mapping[str, str]] = {"invalid": "bryter skjema", "not-well-formed": "ikke XML"}
WORDS: Final[Mapping[str, str]] = {
    **SETTINGS,
    "own_bus": "journalen (EPJ-en) er koblet til testbenkens egen meldingsbuss",
    "test_actor": "testbenken er en egen testaktør på en delt testbuss",
    "kan_byttes": "testen bytter mellom ja og nei",
    "ja": "ja",
    "nei": "nei",
    "simulert": "simulert journal",
    "test": "testmiljø",
}
IDENTITY: Final = (
    ("product", "Produkt"),
    ("vendor", "Leverandør"),
    ("version", "Versjon"),
    ("environment", "Miljø"),
    ("topology", "Oppsett"),
)
"""What a target says of itself → its label."""


def answer(intent: IntentRecord) -> str:
    """What staff answered, in one word: a person says yes or no to a question, a machine does what it is asked."""
    is_question = intent.by == "person" and intent.name.startswith("read_")
    return (SAID if is_question else ANSWERS).get(intent.outcome, intent.outcome)
