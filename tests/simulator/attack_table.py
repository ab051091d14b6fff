"""Every refused call in one table: HelseID, the guard of the services behind it, and whose HER-id it is.

`python -m tests.simulator.attack_table` prints each case with the status and code that is expected and that it got.
Where something belongs to another, the answer is held against that for what does not exist at all: all but the ids
and times must be the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from simulator.clock import ManualClock
from simulator.serving.challenges import NotAllowed, NotAuthenticated
from simulator.serving.tokens import TokenGuard
from tests.simulator import attack_table_her_ids as her_ids
from tests.simulator import test_helseid_attacks as at_helseid
from tests.simulator import test_tokens as at_api
from tests.simulator.helseid_world import START
from tests.simulator.helseid_world import Draft as TokenDraft
from tests.simulator.helseid_world import World as HelseId
from tests.simulator.helseid_world import proof as helseid_proof

TAKEN = "taken"


@dataclass(frozen=True)
class Row:
    """A case: where it was tried, what was expected, and what came; codes are as the service writes them."""

    part: str
    case: str
    expected: tuple[int, str]
    got: tuple[int, str]
    leaks: str = ""
    """What tells that it exists, where it should be as if it did not."""

    @property
    def right(self) -> bool:
        """Whether it was refused as it should be, and told nothing."""
        return self.expected == self.got and not self.leaks


def rows() -> Iterator[Row]:
    """All of them."""
    yield from _helseid()
    yield from _guard()
    for found in her_ids.found():
        yield Row(found.part, found.case, found.expected, found.got, found.leaks)


def _helseid() -> Iterator[Row]:
    world = HelseId()
    for case, (spoil, error, _) in at_helseid.ATTACKS.items():
        yield Row("HelseID", case, (400, error), _said(world.ask(spoil)))
    for case, error, ask in _TWICE:
        yield Row("HelseID", case, (400, error), _said(ask(HelseId())))
    narrow: dict[str, dict[str, list[str]]] = {
        "a grant it may not use": {"grant_types": ["authorization_code"]},
        "no scopes": {"scopes": []},
    }
    for case, change in narrow.items():
        yield Row("HelseID", case, (400, "unauthorized_client"), _said(HelseId(change).ask()))
    yield Row("HelseID", "nothing wrong", (200, TAKEN), _said(world.ask()))


def _said(answer: Any) -> tuple[int, str]:
    return answer.status_code, str(answer.get_json().get("error", TAKEN))


def _again(change: Callable[[TokenDraft], object]) -> Callable[[HelseId], Any]:
    """Ask twice with the same, but for what is changed."""

    def ask(world: HelseId) -> Any:
        draft = world.draft()
        assert world.send(draft).status_code == 200
        change(draft)
        return world.send(draft)

    return ask


def _stale(world: HelseId) -> Any:
    old = world.nonce()
    world.clock.advance(timedelta(seconds=62))
    return world.ask(helseid_proof(nonce=old))


def _foreign_nonce(world: HelseId) -> Any:
    return world.ask(helseid_proof(nonce=world.areas.get("b").nonces.make(START.timestamp())))


_TWICE: tuple[tuple[str, str, Callable[[HelseId], Any]], ...] = (
    ("replayed assertion", "invalid_client", _again(lambda draft: draft.proof.update(jti="another"))),
    ("replayed proof", "invalid_dpop_proof", _again(lambda draft: draft.assertion.update(jti="another"))),
    ("stale nonce", "use_dpop_nonce", _stale),
    ("nonce of another area", "use_dpop_nonce", _foreign_nonce),
)


def _guard() -> Iterator[Row]:
    clock = ManualClock(at_api.START)
    guard = TokenGuard(at_api.Keys(at_api.SIGNING), at_api.ISSUER, "nhn:msh", {"nhn:msh/api"}, clock)
    for case, (spoil, error, reason) in at_api.ATTACKS.items():
        yield Row("API", case, (401, f"{error}/{reason}"), _admitted(guard, spoil))
    narrow = at_api.claim(scope=["nhn:cppa/access"])
    yield Row("API", "token for another scope", (403, "insufficient_scope"), _admitted(guard, narrow))
    query = at_api.proof(htu=f"{at_api.URL}?id=1#x")
    yield Row("API", "query in htu (RFC 9449 4.3: left out)", (200, TAKEN), _admitted(guard, query))
    yield Row("API", "replayed proof", (401, "invalid_dpop_proof/replay"), _replayed(guard))
    yield Row("API", "nothing wrong", (200, TAKEN), _admitted(guard, lambda draft: None))


def _admitted(guard: TokenGuard, spoil: at_api.Spoil) -> tuple[int, str]:
    draft = at_api.Draft()
    spoil(draft)
    return _tried(guard, draft)


def _replayed(guard: TokenGuard) -> tuple[int, str]:
    draft = at_api.Draft()
    draft.admitted(guard)
    return _tried(guard, draft)


def _tried(guard: TokenGuard, draft: at_api.Draft) -> tuple[int, str]:
    try:
        draft.admitted(guard)
    except NotAuthenticated as refused:
        told = re.search('error="([a-z_]+)"', refused.headers[0][1])
        return refused.status, f"{told[1] if told else ''}/{refused.reason}"
    except NotAllowed as refused:
        told = re.search('error="([a-z_]+)"', refused.headers[0][1])
        return refused.status, told[1] if told else ""
    return 200, TAKEN


def main() -> int:
    """Print the table; 1 when a case was not refused as it should be."""
    found = list(rows())
    width = max(len(row.case) for row in found)
    shown = max(len(row.expected[1]) for row in found) + 4
    print(f"{'where':<15} {'case':<{width}}  {'expected':<{shown}} {'got':<{shown}}")
    for row in found:
        expected, got = (f"{status} {code}" for status, code in (row.expected, row.got))
        told = "" if row.right else f"  WRONG {row.leaks}"
        print(f"{row.part:<15} {row.case:<{width}}  {expected:<{shown}} {got:<{shown}}{told}")
    wrong = sum(not row.right for row in found)
    print(f"{len(found)} cases, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
