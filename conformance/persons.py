"""Hands out the target's test persons, so that no two scenarios use the same at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from conformance.outcomes import NotApplicable, Owner, PreconditionMissing
from conformance.strangers import STRANGER

if TYPE_CHECKING:
    from conformance.targets.model import Target, TestPerson

CHILD = "barn"
YOUTH = "ungdom"
PREGNANT = "gravid"
HOME_CARE = "hjemmetjeneste"
EXPENDABLE = "kan_brukes_opp"
"""Traits that scenarios look for; nobody who is expendable is handed out for anything else."""
SAMI_LETTERS = frozenset("áčđŋšŧžÁČĐŊŠŦŽ")
GROWN_UP = 16
"""From this age on, nobody acts for a citizen as her parent."""


class PersonRegister:
    """Who is in use, over a whole run; the one unused the longest comes first, then the order of the file."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._lock = threading.Lock()
        self._in_use: set[str] = set()
        self._last_use: dict[str, int] = {}
        self._turn = 0

    def lease(self, groups: Iterable[tuple[TestPerson, ...]]) -> tuple[TestPerson, ...] | None:
        """Take the first whole group that is free; None when there is none."""
        with self._lock:
            free = [group for group in groups if not any(person.id in self._in_use for person in group)]
            if not free:
                return None
            chosen = min(free, key=lambda group: max(self._last_use.get(person.id, 0) for person in group))
            self._turn += 1
            for person in chosen:
                self._in_use.add(person.id)
                self._last_use[person.id] = self._turn
            return chosen

    def release(self, persons: Iterable[TestPerson]) -> None:
        """Give persons back."""
        with self._lock:
            self._in_use.difference_update(person.id for person in persons)


class PersonPool:
    """One scenario's way to persons; `on_use` hears the national id of each that becomes part of the scenario."""

    def __init__(self, register: PersonRegister, on_use: Callable[[str], None]) -> None:
        self._register = register
        self._on_use = on_use
        self._leased: list[TestPerson] = []

    def child(self, *, guardians: int = 0) -> TestPerson:
        """An active child with at least so many guardians in the target file."""
        needs = f'et barn (kind = "{CHILD}") med minst {guardians} foresatte i guardians' if guardians else "et barn"
        return self._take(children(self._register.target, guardians), needs)[0]

    def sibling_pair(self) -> tuple[TestPerson, TestPerson]:
        """Two active children who share a guardian."""
        one, other = self._take(sibling_pairs(self._register.target), "to barn med en felles foresatt i guardians")
        return one, other

    def strangers(self) -> tuple[TestPerson, TestPerson]:
        """Two active children with guardians, and nobody who is guardian of both."""
        one, other = self._take(strangers(self._register.target), "to barn fra hver sin familie, begge med guardians")
        return one, other

    def three_children(self) -> tuple[TestPerson, ...]:
        """Three active children."""
        return self._take(threes(self._register.target), "tre barn som er ledige samtidig")

    def grown_up_youth(self, today: date) -> TestPerson:
        """An active citizen of 16 or more who has guardians in the target file; `NotApplicable` where nobody is."""
        found = grown_up_youths(self._register.target, today)
        if not found:
            raise NotApplicable(
                f'Testobjektfilen har ingen på {GROWN_UP} år eller mer (kind = "{YOUTH}") med guardians.'
            )
        return self._take(found, f'en ledig ungdom (kind = "{YOUTH}") på {GROWN_UP} år eller mer')[0]

    def youth(self, today: date, low: int, high: int) -> TestPerson:
        """An active citizen whose age in full years is between the two, both included."""
        return self._take(aged(self._register.target, today, low, high), f"en ungdom på {low} til {high} år")[0]

    def newborn(self, today: date, *, guardians: int = 1) -> TestPerson:
        """An active child under two years with at least so many guardians."""
        needs = f"et barn under to år med minst {guardians} foresatte"
        found = aged(self._register.target, today, 0, 1)
        return self._take([(one,) for (one,) in found if len(one.guardians) >= guardians], needs)[0]

    def pregnant(self) -> TestPerson:
        """One who expects a child."""
        return self._take(with_trait(self._register.target, PREGNANT), _trait(PREGNANT))[0]

    def home_care_user(self, *, attorneys: int = 0) -> TestPerson:
        """A user of home care; with `attorneys`, at least so many hold a power of attorney (relation FU)."""
        needs = _trait(HOME_CARE) + (f' og minst {attorneys} i guardians med relation = "FU"' if attorneys else "")
        return self._take(home_care_users(self._register.target, attorneys), needs)[0]

    def one_name(self) -> TestPerson:
        """One whose given and family name are the same, since a hodemelding demands both."""
        return self._take(one_named(self._register.target), "en med bare ett navn (family = given)")[0]

    def sami_name(self) -> TestPerson:
        """One whose name has a letter that Norwegian has not, and Sami has."""
        return self._take(sami_named(self._register.target), "en med samiske bokstaver i navnet")[0]

    def with_d_number(self) -> TestPerson:
        """One whose number is a D-number."""
        return self._take(d_numbered(self._register.target), "en med D-nummer")[0]

    def expendable(self, kind: str = CHILD, trait: str = "") -> TestPerson:
        """One whom a scenario may change for good: register dead, or no longer pregnant."""
        needs = _trait(EXPENDABLE) + (f" og {_trait(trait)}" if trait else f" (kind = «{kind}»)")
        return self._take(expendables(self._register.target, kind, trait), needs)[0]

    def adult(self) -> TestPerson:
        """An active adult citizen who acts on her own behalf."""
        return self._take(adults(self._register.target), 'en voksen (kind = "forelder" eller annet enn barn)')[0]

    def unrelated_adult(self, child: TestPerson) -> TestPerson:
        """An active adult who is no guardian of the child."""
        found = [(one,) for (one,) in adults(self._register.target) if one.id not in child.guardians]
        return self._take(found, f"en voksen som ikke står i guardians hos {child.id}")[0]

    def inactive_citizen(self) -> TestPerson:
        """A person whom the target file says is not digitally active."""
        return self._take(inactive_citizens(self._register.target), "en person med digitally_active = false")[0]

    def without_journal(self) -> TestPerson:
        """A made-up adult whom no target file has, so that no journal has her either."""
        self._on_use(STRANGER.ident)
        return STRANGER

    def guardian_of(self, child: TestPerson, *, other_than: TestPerson | None = None) -> TestPerson:
        """A guardian of the child; guardians are not leased, so siblings may share theirs."""
        for guardian in guardians_of(self._register.target, child):
            if other_than is None or guardian.id != other_than.id:
                self._on_use(guardian.ident)
                return guardian
        which = "en foresatt" if other_than is None else "to foresatte"
        raise _missing(f'{which} til {child.given} {child.family} (guardians = ["…"] hos {child.id})')

    def joins(self, person: TestPerson) -> None:
        """One more whom messages of this scenario may be about; not leased, since nothing of hers is changed."""
        self._on_use(person.ident)

    def release_all(self) -> None:
        """Give back every person."""
        self._register.release(self._leased)
        self._leased.clear()

    def _take(self, groups: Iterable[tuple[TestPerson, ...]], needs: str) -> tuple[TestPerson, ...]:
        chosen = self._register.lease(groups)
        if chosen is None:
            raise _missing(needs)
        self._leased.extend(chosen)
        for person in chosen:
            self._on_use(person.ident)
        return chosen


def children(target: Target, guardians: int = 0) -> list[tuple[TestPerson, ...]]:
    """Active children with at least so many guardians, each a group of its own."""
    return [(one,) for one in _active(target, CHILD) if len(guardians_of(target, one)) >= guardians]


def sibling_pairs(target: Target) -> list[tuple[TestPerson, ...]]:
    """Every two active children who share a guardian."""
    found = _active(target, CHILD)
    return [
        (one, other)
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if set(one.guardians) & set(other.guardians)
    ]


def strangers(target: Target) -> list[tuple[TestPerson, ...]]:
    """Every two active children with guardians who share none."""
    found = [one for (one,) in children(target, 1)]
    return [
        (one, other)
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if not set(one.guardians) & set(other.guardians)
    ]


def threes(target: Target) -> list[tuple[TestPerson, ...]]:
    """Active children, three and three."""
    return list(combinations(_active(target, CHILD), 3))


def grown_up_youths(target: Target, today: date) -> list[tuple[TestPerson, ...]]:
    """Active citizens of 16 or more with guardians."""
    return [(one,) for one in _active(target, YOUTH) if guardians_of(target, one) and age(one, today) >= GROWN_UP]


def adults(target: Target) -> list[tuple[TestPerson, ...]]:
    """Active adults; those with home care only where there are no others, since other services do not know them."""
    found = [one for one in _all_active(target) if one.kind not in (CHILD, YOUTH)]
    others = [one for one in found if HOME_CARE not in one.traits]
    return [(one,) for one in others or found]


def aged(target: Target, today: date, low: int, high: int) -> list[tuple[TestPerson, ...]]:
    """Active citizens whose age in full years is between the two, both included."""
    return [(one,) for one in _all_active(target) if low <= age(one, today) <= high]


def with_trait(target: Target, trait: str) -> list[tuple[TestPerson, ...]]:
    """Active citizens with a trait."""
    return [(one,) for one in _all_active(target) if trait in one.traits]


def home_care_users(target: Target, attorneys: int = 0) -> list[tuple[TestPerson, ...]]:
    """Active users of home care with at least so many attorneys."""
    users = [one for (one,) in with_trait(target, HOME_CARE)]
    return [(one,) for one in users if not attorneys or (one.relation == "FU" and len(one.guardians) >= attorneys)]


def one_named(target: Target) -> list[tuple[TestPerson, ...]]:
    """Active citizens with one name only."""
    return [(one,) for one in _all_active(target) if one.family == one.given]


def sami_named(target: Target) -> list[tuple[TestPerson, ...]]:
    """Active citizens with Sami letters in the name."""
    return [(one,) for one in _all_active(target) if SAMI_LETTERS & set(one.given + one.family)]


def d_numbered(target: Target) -> list[tuple[TestPerson, ...]]:
    """Active citizens with a D-number: its first digit is raised by four."""
    return [(one,) for one in _all_active(target) if one.ident[:1] in "4567"]


def expendables(target: Target, kind: str = CHILD, trait: str = "") -> list[tuple[TestPerson, ...]]:
    """Active citizens who may be changed for good: with the trait when one is named, else of the kind."""
    found = [one for one in target.persons if one.digitally_active and EXPENDABLE in one.traits]
    return [(one,) for one in found if (trait in one.traits if trait else one.kind == kind)]


def inactive_citizens(target: Target) -> list[tuple[TestPerson, ...]]:
    """Those who are not digitally active."""
    return [(one,) for one in target.persons if not one.digitally_active]


def guardians_of(target: Target, child: TestPerson) -> list[TestPerson]:
    """The guardians of a child that are in the target file."""
    found = (target.person(guardian) for guardian in child.guardians)
    return [person for person in found if person is not None]


def age(person: TestPerson, today: date) -> int:
    """Full years."""
    born = person.birth_date
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _active(target: Target, kind: str) -> list[TestPerson]:
    return [person for person in _all_active(target) if person.kind == kind]


def _all_active(target: Target) -> list[TestPerson]:
    return [one for one in target.persons if one.digitally_active and EXPENDABLE not in one.traits]


def _trait(word: str) -> str:
    return f"en person med «{word}» i traits"


def _missing(needs: str) -> PreconditionMissing:
    return PreconditionMissing(
        f"Testobjektfilen har ingen ledig testperson som passer. Scenarioet trenger {needs}.",
        fix="Legg inn personen under [[persons]] i testobjektfilen, og opprett den i EPJ-en.",
        owner=Owner.TEST_DATA,
    )
