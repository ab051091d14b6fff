"""The access token: its claims as infrastructure 5.4 lists them, signed with RS256."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

from simulator.national.helseid.clients import Client
from simulator.national.helseid.organisations import Organisation
from simulator.national.helseid.scopes import Granted
from simulator.serving.tokens import CLIENT, HER_IDS

CLIENT_INFO: Final = "helseid://claims/client/"
USER: Final = "helseid://claims/identity/"


def claims_of(
    client: Client, organisation: Organisation, granted: Granted, *, issuer: str, now: float, seconds: int, jkt: str
) -> dict[str, Any]:
    """Everything an access token says; `jkt` is empty for one that is not bound. `scope` is a list (I)."""
    begins = int(now)
    audiences = list(granted.audiences)
    return {
        "iss": issuer,
        "nbf": begins,
        "iat": begins,
        "exp": begins + seconds,
        "aud": audiences[0] if len(audiences) == 1 else audiences,
        **({"cnf": {"jkt": jkt}} if jkt else {}),
        "scope": list(granted.scopes),
        "client_id": client.client_id,
        f"{CLIENT_INFO}client_name": client.name,
        f"{CLIENT_INFO}client_tenancy": client.tenancy,
        f"{CLIENT_INFO}amr": "private_key_jwt",
        **organisation_claims(organisation),
        **({HER_IDS: list(client.her_ids)} if client.her_ids is not None else {}),
        "jti": secrets.token_hex(16).upper(),
    }


def organisation_claims(organisation: Organisation) -> dict[str, str]:
    """The organisation numbers; what is not told is left out."""
    told: Mapping[str, str] = {
        "orgnr_parent": organisation.parent,
        "orgnr_child": organisation.child,
        "orgnr_supplier": organisation.supplier,
    }
    return {f"{CLIENT}{name}": value for name, value in told.items() if value}
