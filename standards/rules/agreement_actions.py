"""CP-03: the actions of a profile or an agreement, and the channels that they stand on."""

from __future__ import annotations

from collections.abc import Container, Iterator

from standards.cppa.actions import is_receipt, is_whole_process, same_function, spellings
from standards.cppa.entries import Entry, Function
from standards.cppa.model import Mode
from standards.rules.agreement_view import TEMPLATES, Bound, Part, parts
from standards.rules.register import Fault, Judgement, Kind, rule
from standards.rules.view import Message

MODES = {Mode.ASYNC: "en asynkron kanal (syncReplyMode none)", Mode.SYNC: "en synkron kanal (mshSignalsOnly)"}


@rule(
    "CP-03",
    clause=f"HITS 1217:2018, kapittel 3; {TEMPLATES}",
    title="Handlingene er de som prosessen har, på riktig kanal",
    on=(Kind.AGREEMENT,),
)
def actions(message: Message) -> Iterator[Judgement]:
    """Names are configuration, so only a search in real time that has no channel for it is an error."""
    everything = [(part, part.bound()) for part in parts(message.root)]
    # One odd channel beside a right one somewhere is seen in real agreements.
    right = {found for part, bindings in everything for bound in bindings for found in _in_modes(part, bound)}
    for part, bindings in everything:
        if part.entry is None:
            continue
        for bound in bindings:
            yield from _action(part, part.entry, bound, right)
        yield from _lacking(part, part.entry, bindings)


def _in_modes(part: Part, bound: Bound) -> Iterator[tuple[str, Function, Mode]]:
    if part.entry is not None and (function := part.entry.function(bound.action)):
        yield from ((part.code, function, mode) for mode in bound.modes)


def _action(
    part: Part, entry: Entry, bound: Bound, right: Container[tuple[str, Function, Mode]]
) -> Iterator[Judgement]:
    if is_receipt(bound.action) or not bound.modes:
        return
    function = entry.function(bound.action)
    if function is not None:
        yield from _spelling(part, bound)
        if function.mode not in bound.modes:
            somewhere = (part.code, function, function.mode) in right
            yield _wrong_channel(bound, function.mode, remark=function.mode is Mode.ASYNC or somewhere)
    elif not is_whole_process(part.code, bound.action):
        yield Fault(
            "Handlingen er ikke kjent i prosessen.",
            bound.element,
            expected=" eller ".join(dict.fromkeys(one.action for one in entry.functions)),
            found=bound.action or "tom",
            fix="Rett navnet på handlingen. Store og små bokstaver teller i registeret.",
            remark=True,
        )
    elif entry.modes and not set(entry.modes) & bound.modes:
        yield _wrong_channel(bound, entry.modes[0], remark=True)


def _spelling(part: Part, bound: Bound) -> Iterator[Judgement]:
    known = spellings(part.code, bound.action)
    if known and bound.action not in known:
        yield Fault(
            "Navnet på handlingen er skrevet på en annen måte enn kildene har.",
            bound.element,
            expected=" eller ".join(known),
            found=bound.action,
            fix="Skriv navnet likt; store og små bokstaver teller i registeret.",
            remark=True,
        )


def _wrong_channel(bound: Bound, mode: Mode, *, remark: bool) -> Fault:
    return Fault(
        f"Handlingen {bound.action} står på feil kanal.",
        bound.element,
        expected=MODES[mode],
        found=" og ".join(MODES[one] for one in sorted(bound.modes)),
        fix="Bind handlingen til den andre kanalen.",
        remark=remark,
    )


def _lacking(part: Part, entry: Entry, bindings: list[Bound]) -> Iterator[Judgement]:
    missing = []
    if entry.apprec and not any(is_receipt(bound.action) for bound in bindings):
        missing.append("APPREC")
    if part.side is not None and not any(is_whole_process(part.code, bound.action) for bound in bindings):
        for function in entry.functions:
            sends = function.sender is part.side
            same = (
                same_function(part.code, bound.action, function.action) for bound in bindings if bound.sends is sends
            )
            if function.expected and not any(same):
                missing.append(f"{function.action} ({'sende' if sends else 'motta'})")
    if missing:
        yield Fault(
            "Prosessen mangler handlinger, så innbyggeren får ikke brukt alt i den.",
            part.element,
            expected=", ".join(missing),
            found=", ".join(dict.fromkeys(bound.action for bound in bindings)) or "ingen handlinger",
            fix="Legg til handlingene i profilen, om systemet har dem.",
            remark=True,
        )
