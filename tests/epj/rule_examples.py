"""One line that a rule accepts and one that it catches, from the pairs that prove the rules.

`python -m tests.epj.rule_examples > epj/validation/examples.csv` writes what `epj rules ID` shows.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from difflib import SequenceMatcher

from lxml import etree

from standards.exchange import Exchange
from standards.fhir import is_json
from standards.identifiers import mask
from tests.standards.test_rules_register import CASES

MISSING = "(mangler)"
LONGEST = 110
MOST_PLACES = 2
NOT_TELLING = {"A22", "AR-08", "AT-02", "FH-05"}
"""Rules whose line says nothing without the rest of the message."""

NAMESPACE = re.compile(r' xmlns(:\w+)?="[^"]*"')


def lines(raw: bytes) -> list[str]:
    """A document as trimmed lines without namespace declarations."""
    try:
        if is_json(raw):
            return [line.strip() for line in json.dumps(json.loads(raw), ensure_ascii=False, indent=1).split("\n")]
        root = etree.fromstring(raw, etree.XMLParser(remove_blank_text=True))
    except (ValueError, etree.XMLSyntaxError):
        return raw.decode("utf-8", "replace").splitlines()
    etree.indent(root)
    return [NAMESPACE.sub("", line).strip() for line in etree.tostring(root, encoding="unicode").split("\n")]


def whole(subject: bytes | Exchange) -> list[str]:
    """A document, or an exchange with its envelopes, as lines."""
    if isinstance(subject, bytes):
        return lines(subject)
    found = []
    for name, raw in subject.to_files().items():
        if not re.fullmatch(r"\d+\.json", name):
            found += [f"{name[3:].rpartition('.')[0]}:", *lines(raw)]
        else:
            found += [line.strip() for line in raw.decode().split("\n")]
    return found


def pair(good: list[str], bad: list[str]) -> tuple[str, str] | None:
    """The one place where they differ, when a line can show it."""
    steps = [step for step in SequenceMatcher(None, good, bad, autojunk=False).get_opcodes() if step[0] != "equal"]
    if not 0 < len(steps) <= MOST_PLACES:
        return None
    _, start, end, begin, stop = steps[0]
    left, right = shown(good[start:end]), shown(bad[begin:stop])
    return (left, right) if left != right and max(len(left), len(right)) <= LONGEST else None


def shown(some: list[str]) -> str:
    """Lines as one, without the brackets of what stands before, and without numbers of living people."""
    return mask(" ".join(some).lstrip("]}, ").rstrip(",")) or MISSING


def examples() -> dict[str, tuple[str, str]]:
    """Rule → its pair; a changed line says more than one that is missing."""
    found: dict[str, tuple[str, str]] = {}
    for case in CASES:
        here = None if case.rule in NOT_TELLING else pair(whole(case.good()), whole(case.bad()))
        if here and (case.rule not in found or (MISSING in found[case.rule] and MISSING not in here)):
            found[case.rule] = here
    return dict(sorted(found.items()))


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    writer.writerow(("rule", "good", "bad"))
    writer.writerows((rule, *both) for rule, both in examples().items())
