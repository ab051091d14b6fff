"""What Meldingstjener may be made to do wrong."""

from __future__ import annotations

from typing import Final

from simulator.serving.faults import Fault

READS_EARLY: Final = "reads_early"
OTHER_CLIENT_READS: Final = "other_client_reads"
LOSES_RECEIPTS: Final = "loses_receipts"
STUCK_TRANSPORT: Final = "stuck_transport"
REJECTED_TRANSPORT: Final = "rejected_transport"
WRONG_CASE: Final = "wrong_case"
SLOW: Final = "slow"
SERVER_ERROR: Final = "server_error"
NO_OFFSET: Final = "gen_date_no_offset"
OLD_RECEIPT: Final = "apprec_1_0"
LETS_BROKEN_THROUGH: Final = "lets_broken_through"
LISTS_TWICE: Final = "lists_twice"

CATALOGUE: Final = (
    Fault(READS_EARLY, "Merker meldinger som lest når de bare listes, så den som ikke hentet dem, mister dem."),
    Fault(
        OTHER_CLIENT_READS,
        "Et annet system i samme kommune merker en ny melding som lest, så mottakeren aldri ser den i listen.",
    ),
    Fault(LOSES_RECEIPTS, "Tar imot kvitteringen, men kvitteringsstatusen til meldingen blir aldri satt."),
    Fault(STUCK_TRANSPORT, "Meldingen leveres, men transportstatusen blir stående som Unconfirmed."),
    Fault(REJECTED_TRANSPORT, "Meldingen kommer ikke fram, og transportstatusen blir Rejected."),
    Fault(WRONG_CASE, "Svarer med stor forbokstav i feltnavnene."),
    Fault(SLOW, "Svarer sent.", seconds=2.0),
    Fault(SERVER_ERROR, "Svarer 500 med en ErrorMessage uten stackTrace."),
    Fault(NO_OFFSET, "businessDocumentGenDate har ingen tidssone."),
    Fault(OLD_RECEIPT, "Kvitteringen som lages, er AppRec 1.0 også der meldingen skal ha 1.1."),
    Fault(LETS_BROKEN_THROUGH, "Slipper gjennom dokumenter som bryter skjemaet."),
    Fault(LISTS_TWICE, "Lister samme melding to ganger."),
)
