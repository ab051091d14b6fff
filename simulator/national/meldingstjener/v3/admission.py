"""Who may act for a HER-id in v3: its organisation, once the HER-id is set up, and no other client has it locked.

Whose it is comes first: of a HER-id of others nothing is told, neither that it is set up nor that it is locked.
"""

from __future__ import annotations

from collections.abc import Iterable

from simulator.national.meldingstjener.desk import Desk
from simulator.national.meldingstjener.mailbox import Copy, Message
from simulator.national.meldingstjener.refusals import locked, not_there
from simulator.national.meldingstjener.v3.refusals import not_configured, not_receiver


def require(desk: Desk, her_ids: Iterable[int]) -> None:
    """Raises `NotAuthorised`, `Locked` or `NotConfigured` with those of them that the caller may not act for."""
    wanted = tuple(her_ids)
    desk.rights.require(wanted)
    _require_ready(desk, wanted)


def owned(desk: Desk, name: str) -> tuple[Message, list[Copy]]:
    """A message of the caller's with the copies that it may see; raises as `require`, and `Invalid`, `NotThere`."""
    message, copies = desk.owned(name)
    involved = [her_id for her_id in (message.sender, *(one.receiver for one in copies)) if desk.rights.may(her_id)]
    ready = [her_id for her_id in involved if _is_ready(desk, her_id)]
    if not ready:
        _require_ready(desk, involved)
    if message.sender in ready:
        return message, copies
    own = [copy for copy in copies if copy.delivered and copy.receiver in ready]
    if not own:
        raise not_there(name)
    return message, own


def received(desk: Desk, name: str, her_id: int) -> tuple[Message, int]:
    """A message and the receiver that answers it; raises as `owned`, and `NotReceiver`."""
    require(desk, [her_id])
    _, copies = owned(desk, name)
    if her_id not in {copy.receiver for copy in copies}:
        raise not_receiver(her_id)
    return desk.received(name, str(her_id))


def _is_ready(desk: Desk, her_id: int) -> bool:
    known = desk.box.configurations
    return known.of(her_id) is not None and not known.is_locked(her_id, desk.rights.client)


def _require_ready(desk: Desk, her_ids: Iterable[int]) -> None:
    unready = list(dict.fromkeys(her_id for her_id in her_ids if not _is_ready(desk, her_id)))
    taken = [her_id for her_id in unready if desk.box.configurations.is_locked(her_id, desk.rights.client)]
    if taken:
        raise locked(taken)
    if unready:
        raise not_configured(unready)
