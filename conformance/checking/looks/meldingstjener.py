"""That Meldingstjener lets us in, where the target has one beside the bus."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checking.light import Light, Who, green, grey, red, undeclared
from conformance.checking.looks import Look
from conformance.checking.sight import TIMEOUT, Sight


def see(sight: Sight) -> Iterator[Light]:
    """A list of the unread messages to us, of which nothing is marked as read."""
    target = sight.target
    address = target.services.meldingstjener
    if not address:
        yield undeclared("address under [services.meldingstjener]")
        return
    if sight.silent(address):
        yield grey("ikke sett på: Meldingstjener svarer ikke, se «Nett og sertifikater».")
        return
    from wire.msh import MshClient, MshError  # noqa: PLC0415  JOSE is slow to load
    from wire.mshaccess import SCOPE, ByHelseId  # noqa: PLC0415

    sight.headers("GET", address, SCOPE)
    auth = ByHelseId(sight.tokens.source) if target.services.helseid is not None else None
    client = MshClient(address, "EPJ testbenk 0.1", auth=auth, timeout=TIMEOUT[1], route=target.route)
    us = target.helsenorge.her_id
    try:
        unread = client.unread(int(us), metadata=False)
    except MshError as error:
        line = target.line("services", "meldingstjener", "address")
        sentence = f"Gi klienten vår i HelseID test tilgang til Meldingstjener (nhn:msh/api) for HER-id {us}."
        yield red(f"{error.problem} Fant: {error.found}.", Who.NHN, sentence, line)
    else:
        yield green(f"vi slipper inn for HER-id {us}. Uleste meldinger: {len(unread)}.")
    finally:
        client.close()


LOOK = Look(45, "Meldingstjener", see)
