"""The people of a test area, and the patients that they are to a journal."""

from __future__ import annotations

from datetime import date

from simulator.journal.patients import Guardian, NewPatient
from simulator.landscape import packs
from simulator.landscape.config import AreaConfig
from simulator.people import Person
from simulator.people.kinds.care import HOME_CARE


def people(config: AreaConfig) -> tuple[Person, ...]:
    """Who lives in an area; raises `FaultyParams` for an unknown pack."""
    return packs.people(config.pack, config.seed, date.fromisoformat(config.day) if config.day else date.min)


def patients(them: tuple[Person, ...]) -> list[NewPatient]:
    """Everyone has a journal here: parents may write about themselves too.

    One who has home care is on the lists of that service alone, until she has to do with another.
    """
    by_id = {person.id: person for person in them}
    return [
        NewPatient(
            person.id,
            person.ident,
            person.family,
            person.given,
            person.birth_date.isoformat(),
            person.kind,
            tuple(
                Guardian(by_id[guardian].ident, by_id[guardian].name, person.relation) for guardian in person.guardians
            ),
            services=("hjemmetjeneste",) if HOME_CARE in person.traits else (),
        )
        for person in them
    ]
