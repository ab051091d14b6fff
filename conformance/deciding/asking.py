"""Which questions the packs in a folder can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conformance.deciding.choosing import Rules
from conformance.deciding.decision import Question
from conformance.deciding.gate import is_for
from conformance.deciding.policy import ANY_SERVICE, Service
from conformance.deciding.shelf import Kept, Shelf, same, same_version


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to know; an empty word, or no service, stands for any."""

    municipality: str
    product: str
    version: str
    service: Service | None


def one(wanted: Wanted, shelf: Shelf, rules: Rules) -> list[Question]:
    """The questions about one municipality and product: the service asked for, or each that its packs are about."""
    concerned = shelf.about(wanted.municipality, wanted.product)
    services = [wanted.service] if wanted.service else _services(concerned, rules) or [ANY_SERVICE]
    return [Question(wanted.municipality, wanted.product, wanted.version, each) for each in services]


def everything(wanted: Wanted, shelf: Shelf, rules: Rules) -> list[Question]:
    """Each municipality, product, version and service that there is a pack for, in that order."""
    found = set()
    for kept in _asked(wanted, shelf.packs):
        for service in rules.policy.services:
            if wanted.service in (None, service) and is_for(kept, service, rules):
                found.add(Question(kept.municipality, kept.product, kept.version, service))
    order = [service.id for service in rules.policy.services]
    return sorted(found, key=lambda each: (each.municipality, each.product, each.version, order.index(each.service.id)))


def unplaced(shelf: Shelf, rules: Rules) -> list[Kept]:
    """The packs that are of a plan which no service asks for."""
    return [kept for kept in shelf.packs if not any(is_for(kept, each, rules) for each in rules.policy.services)]


def _asked(wanted: Wanted, packs: Iterable[Kept]) -> Iterator[Kept]:
    for kept in packs:
        names = ((wanted.municipality, kept.municipality), (wanted.product, kept.product))
        if all(not asked or same(asked, said) for asked, said in names) and (
            not wanted.version or same_version(wanted.version, kept.version)
        ):
            yield kept


def _services(packs: Sequence[Kept], rules: Rules) -> list[Service]:
    return [each for each in rules.policy.services if any(is_for(kept, each, rules) for kept in packs)]
