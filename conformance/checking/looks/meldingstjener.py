"""That Meldingstjener lets us in, where the target has one beside the bus."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checking.light import Light, Who, green, grey, red, undeclared
from conformance.checking.looks import Look
from conformance.checking.sight import TIMEOUT, Sight


def see(sight: Sight) -> Iterator[Light]:
    """For which HER-ids our client may list unread messages; nothing is fetched or marked as read."""
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
    let_in: list[str] = []
    refused = ""
    try:
        for her_id in (*(party.her_id for party in target.parties), target.helsenorge.her_id):
            try:
                client.unread(int(her_id), metadata=False)
                let_in.append(her_id)
            except MshError as error:
                refused = f"{error.problem} Fant: {error.found}".rstrip(".")
    finally:
        client.close()
    if let_in:
        yield green(f"vi slipper inn for HER-id {', '.join(let_in)}.")
        return
    line = target.line("services", "meldingstjener", "address")
    ours = ", ".join(party.her_id for party in target.parties)
    sentence = f"Gi klienten vår i HelseID test tilgang til Meldingstjener ({SCOPE}) for HER-id {ours}."
    yield red(f"Meldingstjener slipper oss ikke inn for noen HER-id. {refused}.", Who.NHN, sentence, line)


LOOK = Look(45, "Meldingstjener", see)
