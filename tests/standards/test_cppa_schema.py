"""The schema of profiles and agreements: what the standard demands, faults in plain words, and the official opinion."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import islice

import pytest
from lxml import etree

from standards import xml
from standards.cppa import Generation
from standards.schema import SchemaPack
from tests.standards import cppa_cases as cases
from tests.standards.compare_schemas import Tally, compare
from tests.standards.mutants import Mutant, mutants, neighbours
from tests.standards.rule_cases import change

CHANNEL = "</tns:ChannelId>"
ROLE = '<tns:Role tns:name="Helsepersonell" xlink:type="simple"'
REFUSED = {
    "attribute without prefix": (cases.cpp, ' tns:partyName="', ' partyName="'),
    "no version": (cases.cpp, ' tns:version="2_0"', ""),
    "empty action": (cases.cpp, 'tns:action="Svar"', 'tns:action=""'),
    "link of another kind": (cases.cpp, 'xlink:type="simple"', 'xlink:type="brev"'),
    "role without link": (cases.cpp, f'{ROLE} xlink:href="#"', ROLE),
    "unknown reply mode": (cases.cpp, '"mshSignalsOnly"', '"senere"'),
    "unknown frequency": (cases.cpp, 'tns:ackRequested="never"', 'tns:ackRequested="av og til"'),
    "duration that is none": (cases.cpp, "P180M", "180M"),
    "flag that is none": (cases.cpp, 'tns:isAuthorizationRequired="true"', 'tns:isAuthorizationRequired="ja"'),
    "id that begins with a digit": (cases.cpp, 'tns:id="p1k"', 'tns:id="1k"'),
    "the same id twice": (cases.cpp, 'tns:id="p1k"', 'tns:id="p1a2"'),
    "negative limit": (cases.cpp, 'tns:minOccurs="0"', 'tns:minOccurs="-1"'),
    "endpoint of no use": (cases.cpp, '"allPurpose"', '"alt"'),
    "action without channel": (cases.cpp, "<tns:ChannelId>asyncAMQPChannelC1</tns:ChannelId>", ""),
    "own element after the channel": (cases.cpp, CHANNEL, f"{CHANNEL}<tns:Comment>x</tns:Comment>"),
    "link element after the channel": (cases.cpp, CHANNEL, f"{CHANNEL}<xlink:title/>"),
    "unknown status": (cases.cpa, '"agreed"', '"enig"'),
    "date without time": (cases.cpa, "2026-01-01T00:00:00+00:00", "2026-01-01"),
    "comment in no language": (
        cases.cpp,
        "</tns:CollaborationProtocolProfile>",
        '<tns:Comment xml:lang="på norsk">x</tns:Comment></tns:CollaborationProtocolProfile>',
    ),
}
ACCEPTED = {
    "foreign element after the channel": (cases.cpp, CHANNEL, f'{CHANNEL}<x xmlns="urn:x"/>'),
    "no type on the service": (cases.cpp, ' tns:type="string"', ""),
    "no reply mode": (cases.cpp, ' tns:syncReplyMode="none"', ""),
    "any uuid": (cases.cpp, "819B8F8F-54C0-4A67-929D-9EFD0FA32EEA", "x"),
    "reference to nothing, which is for a rule": (cases.cpp, "<tns:ChannelId>async", "<tns:ChannelId>x"),
    "time without zone": (cases.cpa, "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00"),
    "constraint": (
        cases.cpa,
        "</tns:End>",
        '</tns:End><tns:ConversationConstraints tns:invocationLimit="1"/>',
    ),
}


@pytest.fixture(scope="module")
def own() -> SchemaPack:
    return SchemaPack.own()


def broken(case: tuple[Callable[[], bytes], str, str]) -> etree._Element:
    make, old, new = case
    return xml.parse(change(make(), old, new))


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_schema_refuses_is_told_in_plain_words(own: SchemaPack, name: str) -> None:
    faults = own.check(broken(REFUSED[name]))
    assert faults
    for fault in faults:
        assert fault.line and fault.path and fault.expected and fault.found
        assert not re.search(r"\b(The|is not|facet)\b", fault.message + fault.expected)


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_the_schema_accepts(own: SchemaPack, name: str) -> None:
    assert own.check(broken(ACCEPTED[name])) == ()


def test_an_agreement_is_of_two_parties(own: SchemaPack) -> None:
    text = cases.cpp().decode()
    party = text[text.index("<tns:PartyInfo") : text.index("</tns:PartyInfo>") + len("</tns:PartyInfo>")]
    third = change(cases.cpa(), "<tns:SimplePart", f"{party}<tns:SimplePart")
    assert own.check(xml.parse(third))


def documents(seed: int) -> Iterator[Mutant]:
    """Our own documents with one to three things wrong, and everything one step away from a small one."""
    made = (cases.cpp(), cases.cpa(), cases.old(), cases.agreement(Generation.OLD).to_xml())
    roots = [xml.parse(raw) for raw in made]
    yield from mutants(roots, seed, 400)
    yield from islice(neighbours(roots[2]), 300)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_same_verdicts_as_the_official_schema(own: SchemaPack, seed: int) -> None:
    folder = os.environ.get("EPJ_OFFICIAL_SCHEMAS")
    if not folder:
        pytest.skip("EPJ_OFFICIAL_SCHEMAS er ikke satt: sett den til mappen med de offisielle skjemaene.")
    official = SchemaPack.from_folder(folder)
    if official.check(xml.parse(cases.cpp())):
        pytest.skip("Mappen har ikke skjemaet for profiler og avtaler (cpp-cpa-2_0.xsd).")
    tally = Tally()
    assert [str(one) for one in islice(compare(documents(seed), own, official, tally), 5)] == []
    assert tally.judged > 600 and tally.valid > 100
