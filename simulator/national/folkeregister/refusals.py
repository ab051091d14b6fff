"""What the register says no to, beside what any service does; each is one status of its contract."""

from __future__ import annotations

from simulator.serving.refusals import Refusal


class UnknownPerson(Refusal):
    """Nobody in this test area has that number."""

    status = 404


class RealPerson(Refusal):
    """A number that a living person could have."""


class NotPossible(Refusal):
    """The change contradicts what the register knows."""

    status = 409


def real_person() -> RealPerson:
    """What is said of a number that may be somebody's; it is not repeated, and not kept."""
    return RealPerson(
        "Nummeret kan være en virkelig persons. Dette er en simulator, og ingenting er lagret.",
        expected="en syntetisk person, med måned +80 eller +65 i fødselsnummeret",
        found="et fødselsnummer eller D-nummer uten slikt tillegg",
        fix="Bruk en syntetisk person.",
    )


def unknown_person(found: str = "et nummer som ingen her har") -> UnknownPerson:
    """What is said when nobody has the number, or when the person is not born yet."""
    return UnknownPerson(
        "Personen finnes ikke i testområdet.",
        expected="nummeret til en som bor i testområdet; GET /_sim/areas/<id>/personer viser dem",
        found=found[:80],
        fix="Rett nummeret, eller legg inn personen med en hendelse.",
    )
