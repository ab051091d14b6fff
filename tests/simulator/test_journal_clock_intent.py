"""Whoever runs a test moves the journal's clock as staff are asked for other things, and it is remembered."""

from __future__ import annotations

import uuid
from datetime import timedelta

from simulator.journal import clockwork
from tests.simulator.journal_kit import PEOPLE, Kit


def test_the_clock_is_moved_once_for_each_key_and_moved_back() -> None:
    kit = Kit()
    began, key = kit.journal.clock.now(), str(uuid.uuid4())
    for _ in range(2):
        assert kit.journal.do("pass_time", {"hours": 97}, key)["outcome"] == "done"
    assert kit.journal.clock.now() == began + timedelta(hours=97)
    kit.done("pass_time", hours=97, back=True)
    assert kit.journal.clock.now() == began


def test_a_clock_that_stands_still_is_moved_where_it_stands() -> None:
    kit = Kit()
    clockwork.freeze(kit.journal)
    began = kit.journal.clock.now()
    kit.done("pass_time", hours=2)
    kit.base.advance(timedelta(hours=5))
    assert kit.journal.clock.now() == began + timedelta(hours=2)


def test_what_has_no_receipt_when_the_time_has_passed_waits_for_staff() -> None:
    kit = Kit()
    kit.book(PEOPLE["nora"])
    (out,) = kit.take()
    assert kit.done("read_follow_up")["messages"] == []
    kit.done("pass_time", hours=97)
    assert [one["msg_id"] for one in kit.done("read_follow_up")["messages"]] == [out.message.msg_id]
    kit.answer(out)
    assert kit.done("read_follow_up")["messages"] == []
