"""The clients of a test area: who may get tokens, with which keys, for which scopes and organisations."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from simulator.serving import reading
from simulator.serving.refusals import FaultyRequest, faulty
from wire import jose

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS client (
  client_id TEXT PRIMARY KEY, content TEXT NOT NULL, private_jwk TEXT NOT NULL DEFAULT '') STRICT;
"""
Tenancy = Literal["single-tenant", "multi-tenant"]
SCOPES: Final = (
    "nhn:msh/api",
    "nhn:cppa/access",
    "nhn:cppa/access-with-dpop",
    "nhn:cp-api/access-v2-dpop",
    "nhn:communicationparty/read",
    "nhn:helsenorge.eksternapi/helsenorgeaktivsjekken",
    "nhn:helsenorge.eksternapi/avtaler",
    "nhn:hgd-persontjenesten-api/read-with-legal-basis",
    "nhn:hgd-persontjenesten-api/read-no-legal-basis",
)
"""What the ready clients have: those seen in the sources, and from the sixth on what our own services ask for (I)."""
GRANT: Final = "client_credentials"
_CLIENT_ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,120}")
_SCOPE: Final = re.compile(r"[!#-\[\]-~]{1,200}")
_ORGANISATION: Final = re.compile(r"[0-9]{9}")
_MOST_KEYS, _MOST_LISTED = 20, 200
_FIELDS: Final = frozenset(
    {"client_id", "name", "jwks", "scopes", "organisation_number", "sub_organisation_numbers", "tenancy", "dpop",
     "her_ids", "organisations", "not_accepted", "grant_types"}
)  # fmt: skip


@dataclass(frozen=True)
class Client:
    """A client as HelseID has it. Empty `organisations` and `sub_organisation_numbers` set no limit.

    `not_accepted` tells for an organisation number the scopes whose terms it has not accepted. `her_ids` None holds the
    client to none; they are no part of HelseID.
    """

    client_id: str
    name: str
    jwks: tuple[Mapping[str, Any], ...]
    scopes: tuple[str, ...] = SCOPES
    organisation_number: str = ""
    sub_organisation_numbers: tuple[str, ...] = ()
    tenancy: Tenancy = "single-tenant"
    dpop: bool = True
    her_ids: tuple[str, ...] | None = None
    organisations: tuple[str, ...] = ()
    not_accepted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grant_types: tuple[str, ...] = (GRANT,)

    def to_json(self) -> dict[str, Any]:
        """As the control API tells it."""
        return {**asdict(self), "jwks": {"keys": [dict(key) for key in self.jwks]}}


@dataclass(frozen=True)
class Known:
    """A client with its keys read: kid → key."""

    client: Client
    keys: Mapping[str, jose.Key]


def known(client: Client) -> Known:
    """The client with its keys read, by kid or else by thumbprint; raises `UnusableKey`."""
    keys = [jose.public_key(jwk) for jwk in client.jwks]
    return Known(client, {key.kid or key.thumbprint(): key for key in keys})


def of_json(content: Mapping[str, Any], jwks: tuple[Mapping[str, Any], ...] | None = None) -> Client:
    """The client that somebody registers; raises `FaultyRequest`."""
    extra = sorted(set(content) - _FIELDS)
    if extra:
        raise faulty(", ".join(sorted(_FIELDS)), ", ".join(extra)[:80])
    client_id = reading.text(content, "client_id")
    if not _CLIENT_ID.fullmatch(client_id):
        raise faulty("client_id som 1 til 120 tegn: bokstaver a–z, sifre og . _ : -", ascii(client_id)[:80])
    tenancy = content.get("tenancy", "single-tenant")
    if tenancy not in ("single-tenant", "multi-tenant"):
        raise faulty("tenancy er single-tenant eller multi-tenant", ascii(tenancy)[:40])
    dpop = content.get("dpop", True)
    if not isinstance(dpop, bool):
        raise faulty("dpop er true eller false", ascii(dpop)[:40])
    her_ids = content.get("her_ids")
    return Client(
        client_id,
        reading.text(content, "name") or client_id,
        _jwks(content) if jwks is None else jwks,
        _listed(content, "scopes", _SCOPE, SCOPES),
        _organisation(content),
        _listed(content, "sub_organisation_numbers", _ORGANISATION),
        tenancy,
        dpop,
        None if her_ids is None else _listed(content, "her_ids", re.compile(r"[1-9][0-9]{0,8}")),
        _listed(content, "organisations", _ORGANISATION),
        _not_accepted(content),
        _listed(content, "grant_types", re.compile(r"[a-z_:.-]{1,80}"), (GRANT,)),
    )


def stored(connection: sqlite3.Connection, client: Client, private_jwk: str) -> None:
    """Keep the client, in place of one with that id."""
    connection.execute(
        "REPLACE INTO client VALUES (?, ?, ?)", (client.client_id, json.dumps(client.to_json()), private_jwk)
    )


def _organisation(content: Mapping[str, Any]) -> str:
    given = reading.text(content, "organisation_number")
    if given and not _ORGANISATION.fullmatch(given):
        raise faulty("organisation_number som ni sifre", ascii(given)[:40])
    return given


def _listed(
    content: Mapping[str, Any], name: str, form: re.Pattern[str], usual: tuple[str, ...] = ()
) -> tuple[str, ...]:
    given = content.get(name)
    if given is None:
        return usual
    if not isinstance(given, list) or len(given) > _MOST_LISTED:
        raise faulty(f"{name} som en liste med høyst {_MOST_LISTED}", ascii(given)[:80])
    for one in given:
        if not isinstance(one, str) or not form.fullmatch(one):
            raise faulty(f"{name} som en liste av tekster av formen {form.pattern}", ascii(one)[:80])
    return tuple(dict.fromkeys(given))


def _not_accepted(content: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    given = content.get("not_accepted")
    found = reading.json_value({} if given is None else given, "not_accepted")
    return {organisation: _listed(found, organisation, _SCOPE) for organisation in found}


def _jwks(content: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    keys = reading.json_value(content.get("jwks"), "jwks").get("keys")
    if not isinstance(keys, list) or not 1 <= len(keys) <= _MOST_KEYS:
        raise faulty(f"jwks med keys, 1 til {_MOST_KEYS} offentlige nøkler", ascii(keys)[:80])
    try:
        return tuple(jose.shown(jose.public_key(jwk)) for jwk in keys)
    except jose.UnusableKey as error:
        raise FaultyRequest(error.problem, expected=error.expected, found=error.found, fix=error.fix) from error
