"""A rule that is about something says nothing of a message without it, so leaving it out changes no verdict."""

from __future__ import annotations

from random import Random

import pytest

from standards.rules.register import all_rules
from standards.rules.view import Message, read
from tests.standards.test_rules_robust import MESSAGES, mutant

SPARED = [rule for rule in all_rules() if rule.about]


def said(message: Message) -> list[str]:
    """The rules that speak although the message has nothing of what they are about."""
    return [
        rule.id
        for rule in SPARED
        if rule.function is not None
        and message.kind in rule.on
        and not set(rule.about) & set(message.subjects)
        and list(rule.function(message))
    ]


def test_some_rules_are_spared() -> None:
    assert {rule.id for rule in SPARED} >= {"A12", "AT-01", "PR-01", "FH-01"}


def test_what_is_left_out_would_have_been_silent() -> None:
    assert [said(read(raw)) for raw in MESSAGES if said(read(raw))] == []


@pytest.mark.parametrize("seed", range(3))
def test_what_is_left_out_would_have_been_silent_of_a_broken_message_too(seed: int) -> None:
    random = Random(seed)
    for _ in range(150):
        assert said(read(mutant(random.choice(MESSAGES), random))) == []
