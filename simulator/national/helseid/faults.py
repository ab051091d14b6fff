"""What HelseID may be made to do wrong; all of it inferred (infrastructure 7.2), to see whether a client stands it."""

from __future__ import annotations

from typing import Final

from simulator.serving.faults import Fault

CATALOGUE: Final = (
    Fault("slow", "Svaret fra token-endepunktet kommer sent.", ("klientens tidsgrense",), seconds=3.0),
    Fault("unavailable", "Token-endepunktet svarer 503.", ("klientens nye forsøk",)),
    Fault("client_refused", "En riktig klient får invalid_client.", ("klientens feilmelding",)),
    Fault("nonce_never_accepted", "Hvert bevis får use_dpop_nonce, også med riktig nonce.", ("løkke uten ende",)),
    Fault("no_nonce_demanded", "Første kall får token uten nonce.", ("KS-klienten avviser, NAV godtar",)),
    Fault("wrong_audience", "Tokenet har en annen aud.", ("API-et svarer 401",)),
    Fault("wrong_issuer", "Tokenet har en annen iss.", ("API-et svarer 401",)),
    Fault("expired_token", "Tokenet er utløpt når det kommer.", ("API-et svarer 401",)),
    Fault("unbound_token", "Tokenet mangler cnf, så det ikke er bundet til noen nøkkel.", ("API-et svarer 401",)),
    Fault("bearer_answer", "Svaret sier token_type Bearer om et DPoP-token.", ("KS-klienten",)),
    Fault("no_scope_in_answer", "Svaret mangler scope.", ("KS-klienten krever scope",)),
    Fault("unpublished_key", "Tokenet er signert med en nøkkel som ikke er publisert.", ("API-et svarer 401",)),
)
