"""Makes the profile of a party from what is known of it and how it is set up, and writes names as others do."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar
from uuid import UUID, uuid5

from simulator.national.cppa.known import Known
from standards.cppa import Agreement, Generation, Profile, Queues, profile_for
from standards.cppa.model import Binding, CollaborationRole, Party
from standards.exchange import Role

_IDS: Final = UUID("5b0f6b3e-6a5c-4c0e-9d5b-8b7d0c2f4e11")
_GENERATIONS: Final = {"new": Generation.NEW, "old": Generation.OLD}
T = TypeVar("T", Profile, Agreement)
Rename = Callable[[str], str]


@dataclass(frozen=True)
class Setup:
    """How a party's profile is set up in a test area; nothing set is as the world has it."""

    stopped: tuple[str, ...] = ()
    """Codes of processes that are taken out."""
    generation: str = ""
    """`new` for an action for each function, `old` for one named as the process."""
    action_names: Mapping[str, str] = field(default_factory=dict)
    """The template's name of an action → another, as sources differ."""

    def to_json(self) -> dict[str, Any]:
        """As it is stored and told."""
        return {
            "stopped": list(self.stopped),
            "generation": self.generation,
            "action_names": dict(self.action_names),
        }

    @classmethod
    def from_json(cls, text: str) -> Setup:
        """What `to_json` gave, as text."""
        found = json.loads(text)
        return cls(tuple(found["stopped"]), found["generation"], found["action_names"])


def profile_of(known: Known, setup: Setup) -> Profile | None:
    """The profile; None when the party is not valid or has no process left."""
    versions = known.versions or tuple("" for _ in known.processes)
    left = [
        (code, version) if version else code
        for code, version in zip(known.processes, versions, strict=True)
        if code not in setup.stopped
    ]
    if not left or not known.valid:
        return None
    queue = known.queue or known.her_id
    made = profile_for(
        known.party,
        left,
        Role.HELSENORGE if known.role == "helsenorge" else Role.EPJ,
        Queues(f"{queue}_async", f"{queue}_sync"),
        cpp_id=str(uuid5(_IDS, known.her_id)),
        generation=_GENERATIONS[setup.generation or known.generation],
        keys=known.keys,
    )
    names = setup.action_names
    return renamed(made, action=lambda name: names.get(name, name)) if names else made


def agreement_id(low: str, high: str) -> str:
    """The id of the agreement between two parties, the same for ever."""
    return str(uuid5(_IDS, f"{low}/{high}"))


def renamed(document: T, *, process: Rename = lambda name: name, action: Rename = lambda name: name) -> T:
    """The same document with other names of processes and actions."""

    def binding(one: Binding) -> Binding:
        return replace(one, action=action(one.action), replies=tuple(map(binding, one.replies)))

    def role(one: CollaborationRole) -> CollaborationRole:
        sends, receives = tuple(map(binding, one.can_send)), tuple(map(binding, one.can_receive))
        return replace(one, process=process(one.process), can_send=sends, can_receive=receives)

    def party(one: Party) -> Party:
        return replace(one, roles=tuple(map(role, one.roles)))

    parties: Any = tuple(map(party, document.parties))
    return replace(document, parties=parties)
