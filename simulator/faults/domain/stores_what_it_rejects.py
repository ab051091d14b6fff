"""A rejected message is filed all the same."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal import patients
from simulator.journal.hooks import Hook


def _strike(case: Case, value: bool) -> bool:
    patient = case.about.patient
    known = patient is not None and patient.ident is not None and patients.known(case.unit, patient.ident.id)
    return True if not value and known else value


FAULT = Fault(
    id="stores_what_it_rejects",
    title="En avvist melding føres likevel i journalen",
    noticed="Innbyggeren får vite at meldingen er avvist, men den står i journalen.",
    caught_by=("JRN-F01", "JR-03"),
    hook=Hook.FILES,
    act=_strike,
)
