"""What the registry of agreements says no to, beside what any service does."""

from __future__ import annotations

from simulator.serving.refusals import Refusal


class NothingFound(Refusal):
    """No profile or agreement to give."""

    status = 404


class NotAcceptable(Refusal):
    """The client wants another media type than XML."""

    status = 406


class RegistryUnreachable(Refusal):
    """The address registry, which knows the parties, does not answer."""

    status = 503
    headers = (("Retry-After", "5"),)


def no_profile(her_id: str, why: str = "") -> NothingFound:
    """No profile for it."""
    return NothingFound(
        "Det finnes ingen profil (CPP) for denne HER-id-en.",
        expected="HER-id-en til en gyldig part på nivå 2 som har prosesser",
        found=why or her_id[:80],
        fix="Rett HER-id-en. Partene i testområdet vises på GET /_sim/areas/{area}/parties hos adresseregisteret.",
    )


def no_agreement(found: str) -> NothingFound:
    """No agreement of that id, or none between the two."""
    return NothingFound(
        "Det finnes ingen avtale (CPA).",
        expected="to parter med minst én prosess felles, i hver sin rolle, eller id-en til en avtale som er gitt før",
        found=found[:300],
        fix="Rett HER-id-ene eller id-en, eller se hva hver av partene har i profilen sin.",
    )
