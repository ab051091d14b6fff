"""What staff do with what lies on their desk: the unread, receipts that wait for them, and what was not received."""

from __future__ import annotations

from types import MappingProxyType

from simulator.journal import follow_up, inbox, line, receipts
from simulator.journal.intents.kinds import Data
from simulator.journal.params import Params
from simulator.journal.unit import Unit


def _check_inbox(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"checked": receipts.check(unit)}, None


def _read_inbox(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"threads": inbox.listed(unit, params.optional("list"))}, None


def _read_follow_up(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"messages": follow_up.listed(unit)}, None


def _close_follow_up(unit: Unit, params: Params) -> tuple[Data, str | None]:
    follow_up.close(unit, params.text("msg_id"))
    return {}, None


def _test_line(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"msg_id": line.ask(unit)}, None


INTENTS = MappingProxyType(
    {
        "check_inbox": _check_inbox,
        "read_inbox": _read_inbox,
        "read_follow_up": _read_follow_up,
        "close_follow_up": _close_follow_up,
        "test_line": _test_line,
    }
)
