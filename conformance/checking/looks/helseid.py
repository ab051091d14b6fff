"""That HelseID knows our client, takes its key, and gives the scopes that are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checking.light import Light, Who, green, grey, red, undeclared
from conformance.checking.looks import Look
from conformance.checking.sight import Sight
from conformance.targets.services import HelseID


def see(sight: Sight) -> Iterator[Light]:
    """A token for everything that is asked for, or why there is none."""
    told = sight.target.services.helseid
    if told is None:
        yield undeclared("issuer, client_id og key under [services.helseid]")
        return
    from wire.helseid import HelseIdRefused, HelseIdUnreachable  # noqa: PLC0415  JOSE is slow to load
    from wire.jose import UnusableKey  # noqa: PLC0415

    if sight.silent(told.issuer):
        yield grey("ikke sett på: HelseID svarer ikke, se «Nett og sertifikater».")
        return
    line = sight.target.line("services", "helseid", "client_id")
    try:
        granted = sight.tokens.granted()
    except UnusableKey as problem:
        sentence = f"Gi oss den private nøkkelen til klienten {told.client_id} i HelseID test, som PEM eller JWK."
        key = sight.target.line("services", "helseid", "key")
        yield red(f"nøkkelen kan ikke brukes. Fant: {problem.found}.", Who.IT, sentence, key)
        return
    except HelseIdUnreachable as problem:
        sentence = f"HelseID i testmiljøet ({told.issuer}) svarer ikke. Er det driftsstans?"
        yield red(f"{problem.problem} Ventet {problem.expected}.", Who.NHN, sentence, line)
        return
    except HelseIdRefused as refused:
        yield _refused(told, refused.error, refused.found, line)
        return
    lacking = [scope for scope in told.scopes if scope not in granted]
    if lacking:
        names = ", ".join(lacking)
        sentence = f"Gi klienten {told.client_id} tilgang til {names} i HelseID test."
        at = sight.target.line("services", "helseid", "scopes")
        yield red(f"HelseID gir ikke klienten tilgang til {names}.", Who.NHN, sentence, at)
    else:
        yield green(f"klienten {told.client_id} får token med {len(granted)} tilganger.")


def _refused(told: HelseID, error: str, found: str, line: int) -> Light:
    if error == "invalid_client":
        sentence = (
            f"Er klienten {told.client_id} registrert i HelseID Selvbetjening for test, med nøkkelen vi bruker?"
            f" HelseID svarte: {found}"
        )
        return red(f"HelseID kjenner ikke klienten {told.client_id}, eller ikke nøkkelen dens.", Who.IT, sentence, line)
    if error == "invalid_scope":
        sentence = f"Gi klienten {told.client_id} i HelseID test disse tilgangene: {', '.join(told.scopes)}."
        return red(f"HelseID gir ikke klienten {told.client_id} tilgangene vi ber om.", Who.NHN, sentence, line)
    sentence = f"HelseID i testmiljøet gir ikke klienten {told.client_id} noe token. Svaret var: {found}"
    return red(f"HelseID gir ikke noe token. Fant: {found}.", Who.NHN, sentence, line)


LOOK = Look(30, "HelseID", see)
