"""Whether what was found then is still so, as far as a replay can tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from .comparing import both, same_data
from .documents import ERRORS, FAILURE, MESSAGE, RECEIPT, Document
from .replay import Outcome, Pair
from .values import Difference, Values

STILL, GONE, UNCLEAR = "står fortsatt", "viste seg ikke", "uavklart"
LONGEST = 120
"""Characters of a value that are shown."""
LEAD = 20
"""Characters that are shown before the place where two long values part."""
SURE = 8
"""Characters; a shorter value that is the same may be so by chance."""
_NAMES = re.compile(r"(?:[\w.-]+:)?[A-Z][\w-]*(?:/(?:[\w.-]+:)?@?[A-Z]\w*)+")
"""Some elements within each other, wherever in the document they are."""
REFERENCES = frozenset({"RefToParent", "correlation_id", "originalMessageId"})
Rules = frozenset[tuple[str, int]] | None
"""What `epj validate` found now, as rule and number of the message; None where it is not installed."""


@dataclass(frozen=True)
class Said:
    """What a finding has come to, and why (bokmål)."""

    state: str
    why: str


def said_of(finding: Mapping[str, Any], outcome: Outcome, values: Values, rules: Rules) -> Said:
    """One finding, by how it can be seen again."""
    missing = _first_missing(finding, outcome)
    if missing is not None:
        return Said(UNCLEAR, f"Avspillingen kom ikke så langt: {missing.then.told()} kom da, men kom ikke nå.")
    refused = _setup_refused(outcome)
    if refused:
        return Said(UNCLEAR, refused)
    by = {"rule": _by_rule, "place": _by_place, "journal": _by_journal, "absence": _by_absence}
    by |= {"intent": _by_intent, "same": _by_sameness}
    return by[str(finding["check"])](finding, outcome, values, rules)


def _by_rule(finding: Mapping[str, Any], outcome: Outcome, values: Values, rules: Rules) -> Said:
    number = int(finding["message"])
    pair = outcome.pair(number)
    if rules is None or (pair is not None and pair.now is None):
        return _by_place(finding, outcome, values, rules)
    if (str(finding["rule"]), number) in rules:
        return Said(STILL, f"epj validate finner {finding['rule']} i det som kom nå.")
    return Said(GONE, f"epj validate finner ikke {finding['rule']} i det som kom nå.")


def _by_place(finding: Mapping[str, Any], outcome: Outcome, values: Values, rules: Rules) -> Said:
    pair = outcome.pair(int(finding["message"]))
    if pair is None:
        return Said(UNCLEAR, "Funnet gjelder ikke en melding fra EPJ-en; se hva som kom, under.")
    if pair.now is None:
        if str(finding.get("expected", "")).lower().startswith("ingen"):
            return Said(GONE, f"{pair.then.told()} kom ikke, og skulle ikke komme.")
        return _gone_or_not(pair, outcome)
    place = _path(str(finding["where"]))
    within, leaves = _within(place), pair.then.leaves()
    here = [one for one in pair.differences if within(one.where)]
    if not here and not any(map(within, leaves)):
        shown = {path for path, (_, value) in leaves.items() if _alike(value, str(finding.get("found", "")))}
        here = [one for one in pair.differences if not shown or one.where in shown]
        place = min(shown, default="")
    if not here:
        return Said(STILL, f"Meldingen sier det samme som da{' i ' + place if place else ''}.")
    return Said(GONE, f"Meldingen er en annen enn da ({_told_of(here[0])}).")


def _by_journal(finding: Mapping[str, Any], outcome: Outcome, values: Values, rules: Rules) -> Said:
    reads = [one for one in outcome.asked if one.step["intent"] == finding["intent"] and not one.step["after"]]
    if not reads:
        return Said(UNCLEAR, f"Ingen leste {finding['intent']} i avspillingen.")
    last = reads[-1]
    if last.answer.outcome != "done":
        return Said(UNCLEAR, f"{finding['intent']} ga {last.answer.outcome}: {last.answer.reason}")
    found = same_data(*both(last.step["data"], last.answer.data, values), values)
    if found is None:
        return Said(STILL, f"{finding['intent']} viser det samme som da.")
    return Said(GONE, f"{finding['intent']} viser noe annet enn da ({_told_of(found)}).")


def _by_absence(finding: Mapping[str, Any], outcome: Outcome, values: Values, rules: Rules) -> Said:
    wanted = str(finding["waited_for"])
    in_time = outcome.extra if outcome.in_time is None else outcome.in_time
    came = next((one for one in in_time if _may_be(wanted, one) and _about_us(one, values)), None)
    if came is None:
        other = next((one for one in outcome.pairs if one.now and one.differences and _may_be(wanted, one.now)), None)
        if other is None:
            return Said(STILL, f"{wanted} kom ikke nå heller, eller kom for sent.")
        return Said(GONE, f"{other.then.told()} kom da også, men er en annen nå ({_told_of(other.differences[0])}).")
    return Said(GONE, f"Nå kom {came.told()} (MsgId {came.msg_id or 'ukjent'}).")


def _by_intent(finding: Mapping[str, Any], outcome: Outcome, values: Values, rules: Rules) -> Said:
    asked = [one for one in outcome.asked if one.step["intent"] == finding["intent"]]
    again = next((one for one in asked if one.step["outcome"] == finding["outcome"]), None)
    if again is None or again.answer.outcome != finding["outcome"]:
        return Said(GONE, f"Oppdraget {finding['intent']} gikk annerledes enn da.")
    return Said(STILL, f"Oppdraget {finding['intent']} ga {again.answer.outcome} nå også: {again.answer.reason}")


def _by_sameness(finding: Mapping[str, Any], outcome: Outcome, values: Values, rules: Rules) -> Said:
    other = [one for one in outcome.pairs if one.now is None or one.differences]
    if other or outcome.extra:
        return Said(GONE, "Det som kom nå, er noe annet enn da.")
    return Said(STILL, "Alt kom som da.")


def _gone_or_not(pair: Pair, outcome: Outcome) -> Said:
    """A message that did not come is good news only when it was one too many, or another came for it."""
    alike = [
        one for one in outcome.pairs if one.now and one.number != pair.number and _told(one.then) == _told(pair.then)
    ]
    if alike or any(one.kind == pair.then.kind for one in outcome.extra):
        return Said(GONE, f"{pair.then.told()} kom ikke slik nå.")
    return Said(UNCLEAR, f"{pair.then.told()} kom da, men kom ikke nå, og ikke noe annet i stedet.")


def _told_of(found: Difference) -> str:
    was, is_now = (" ".join((value or "ingenting").split()) for value in (found.then, found.now))
    alike = sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(was, is_now, strict=False)))
    begin = alike - LEAD if alike > LONGEST - LEAD else 0
    was, is_now = (f"{'…' if begin else ''}{value[begin : begin + LONGEST]}" for value in (was, is_now))
    return f"{found.where}: {was} → {is_now}"


def _told(one: Document) -> tuple[str, str, str]:
    return one.kind, one.type, one.about


def _first_missing(finding: Mapping[str, Any], outcome: Outcome) -> Pair | None:
    """What should have come before the finding, and did not: then nothing can be said of it."""
    before = int(finding["message"] or finding["before"])
    return next((pair for pair in outcome.pairs if pair.number < before and pair.now is None), None)


def _setup_refused(outcome: Outcome) -> str:
    for one in outcome.asked:
        if not one.step["after"] and one.step["outcome"] == "done" and one.answer.outcome != "done":
            return f"Oppdraget {one.step['intent']} ble utført da, men ga {one.answer.outcome} nå: {one.answer.reason}"
    return ""


def _may_be(wanted: str, one: Document) -> bool:
    receipt, error = "AppRec" in wanted, "feilkø" in wanted
    if receipt or error:
        return (receipt and one.kind == RECEIPT) or (error and (one.kind == FAILURE or one.queue == ERRORS))
    code = re.search(r"kode (\w+)", wanted)
    return one.kind not in (RECEIPT, FAILURE) and (
        one.kind != MESSAGE or code is None or _number(code[1]) == _number(one.code)
    )


def _about_us(one: Document, values: Values) -> bool:
    """Whether what it answers, if it says so, is of this replay: an answer may be late from an earlier one."""
    named = [value.lower() for name, value in one.leaves().values() if name in REFERENCES and value]
    named = [value for value in named if value != one.message_id.lower()]
    if one.kind == RECEIPT:
        named = [one.about.lower()]
    known = {value.lower() for value in (*values.ids.values(), *values.plain.values())}
    return not named or any(value in known for value in named)


def _number(code: str) -> str:
    return code.lstrip("0") or code


def _path(where: str) -> str:
    """A place as the rules write it, without prefixes; empty for what is no place in a document."""
    if _NAMES.fullmatch(where):
        where = f"//{where}"
    return re.sub(r"/[\w.-]+:", "/", where) if where.startswith("/") else ""


def _within(place: str) -> Callable[[str], bool]:
    """Whether something stands at a place or below it; a place that begins with two slashes may be anywhere."""
    anywhere, index = place.startswith("//"), r"(?:\[[0-9]+\])?"
    steps = (f"{index if anywhere else ''}/").join(map(re.escape, place.strip("/").split("/")))
    looked_for = re.compile(f"{'.*' if anywhere else ''}/{steps}{index}(?:/.*)?")
    return lambda path: bool(place) and looked_for.fullmatch(path) is not None


def _alike(value: str, found: str) -> bool:
    """Whether a value is what was found; a short one may stand in many places."""
    return len(found) >= SURE and " ".join(value.split()) == " ".join(found.split())
