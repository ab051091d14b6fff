"""Which of the target's persons act as citizens under load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.persons import adults, children, guardians_of

if TYPE_CHECKING:
    from conformance.targets.model import Target, TestPerson


@dataclass(frozen=True)
class Errand:
    """Whom it is about, and who acts on her behalf, if anybody."""

    patient: TestPerson
    acting: TestPerson | None = None


def errands(target: Target) -> Sequence[Errand]:
    """Everybody who can be a citizen: children with each of their active guardians, and adults for themselves."""
    found = [
        Errand(child, guardian)
        for (child,) in children(target, 1)
        for guardian in guardians_of(target, child)
        if guardian.digitally_active
    ]
    return [*found, *(Errand(adult) for (adult,) in adults(target))]
