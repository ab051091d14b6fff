"""The samples of the process catalogue: one for each step in each version that has it."""

from __future__ import annotations

from collections.abc import Iterator

from standards import kodeverk
from standards.exchange import Role
from standards.processes import CATALOGUE, Process, Step
from standards.samples.model import Kind, Sample
from standards.samples.variants import variants

REPRESENTED_FROM = "1.2"
"""The version that brought Pasientrelasjon, in the processes that came without it."""


def samples() -> Iterator[Sample]:
    """Every step, in the order of the catalogue, the newest version of a process first."""
    for process in CATALOGUE.values():
        for version in reversed(process.versions):
            yield from _of_version(process, version)


def _of_version(process: Process, version: str) -> Iterator[Sample]:
    dialog = dialog_of(process, version)
    for step in process.steps:
        if step.dialog in ("", dialog) and step.version <= version:
            for variant in variants(step, dialog):
                yield of_step(process, step, version, variant)


def of_step(process: Process, step: Step, version: str, variant: str = "") -> Sample:
    """The sample of a step in a version of its process."""
    dialog = dialog_of(process, version)
    return Sample(
        Kind.PROCESS,
        process.code,
        version,
        step.action,
        step.code,
        step.sender,
        f"{title_of(step) or process.name}{f' ({variant})' if variant else ''}",
        tolerated=step.tolerated or bool(step.dropped) or not process.binding,
        may_act=step.sender is Role.HELSENORGE and _represented(process, version, dialog, step),
        step=step,
        source=process,
        dialog=dialog,
        variant=variant,
    )


def dialog_of(process: Process, version: str) -> str:
    """The version of Dialogmelding in a version of the process; the newer of one goes with the newer of the other."""
    dialogs = sorted(process.dialogs)
    if not dialogs:
        return ""
    return dialogs[min(sorted(process.versions).index(version), len(dialogs) - 1)]


def title_of(step: Step) -> str:
    """What the code is called in its list; empty for a step without a code."""
    known = kodeverk.all_lists().get(step.kodeverk)
    return known.codes.get(step.code, "") if known is not None else ""


def _represented(process: Process, version: str, dialog: str, step: Step) -> bool:
    before = REPRESENTED_FROM in process.versions and version < REPRESENTED_FROM
    return process.representation and not before and dialog == "1.1" and step.patient is True
