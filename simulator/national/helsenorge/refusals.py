"""What Helsenorge's parts say no to, beside what any service does; each is one status of their contract."""

from __future__ import annotations

from simulator.serving.refusals import Refusal


class UnknownPerson(Refusal):
    """Folkeregisteret does not know the number."""

    status = 404


class SaidBefore(Refusal):
    """The same id was told before, with another content."""

    status = 409


class RegisterSilent(Refusal):
    """Folkeregisteret is not there, or does not answer."""

    status = 502


class RealPerson(Refusal):
    """A number that a living person could have."""


def real_person() -> RealPerson:
    """What is said of a number that may be somebody's; it is not repeated, and not kept."""
    return RealPerson(
        "Nummeret kan være en virkelig persons. Dette er en simulator, og ingenting er lagret.",
        expected="en syntetisk person, med måned +80 eller +65 i fødselsnummeret",
        found="et fødselsnummer eller D-nummer uten slikt tillegg",
        fix="Bruk en syntetisk person.",
    )


def unknown_person() -> UnknownPerson:
    """What is said when Folkeregisteret does not know the number."""
    return UnknownPerson(
        "Personen finnes ikke i testområdets folkeregister.",
        expected="nummeret til en som bor i testområdet",
        found="et nummer som ingen der har",
        fix="Rett nummeret, eller legg inn personen i folkeregisteret.",
    )


def register_silent(found: str) -> RegisterSilent:
    """What is said when Folkeregisteret cannot be asked."""
    return RegisterSilent(
        "Helsenorge får ikke spurt Folkeregisteret i testområdet.",
        expected="et folkeregister som svarer",
        found=found[:120],
        fix="Start folkeregisteret ved siden av, og se at testområdet finnes der.",
    )
