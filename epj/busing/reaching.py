"""What every command at the bus needs: a target that may be touched, who we are there, and a connection."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click

from epj.options import WrongUse, either
from standards.exchange import Role

if TYPE_CHECKING:
    from conformance.targets.model import Target, Transport
    from wire.bus import BusClient

PASSWORD: Final = "EPJ_BUS_PASSWORD"  # noqa: S105  the name of the variable that holds it
KINDS: Final = ("async", "sync", "syncreply", "error", "dl")
"""The queues of a HER-id; dead letters lie in the last."""
OSLO: Final = ZoneInfo("Europe/Oslo")
_NOT_LET_IN: Final = 401


@dataclass(frozen=True)
class Where:
    """What was asked for: a target file, and the HER-id to be there, empty for Helsenorge's."""

    path: Path
    her_id: str = ""
    as_json: bool = False


@dataclass(frozen=True)
class Reached:
    """A bus that we are connected to; `role` is whether we are Helsenorge there or one of the parties."""

    target: Target
    her_id: str
    role: Role
    client: BusClient

    def queue(self, name: str) -> str:
        """One of our own queues by its kind or its whole name; raises `WrongUse`."""
        kind = name.removeprefix(f"{self.her_id}_")
        if kind in KINDS:
            return f"{self.her_id}_{kind}"
        raise WrongUse(
            f"{name} er ikke en av køene til {self.her_id}. Velg {either(KINDS)}. "
            "Køene til en annen part i testobjektet leses med --her-id."
        )


@contextmanager
def reached(where: Where, *, alone: str = "", environ: Mapping[str, str] = os.environ) -> Iterator[Reached]:
    """A connection to the bus of a target; raises `WrongUse` for what must not be touched or does not answer.

    With `alone`, the name of a command, the target is held as a run holds it: two readers take each other's messages.
    """
    from conformance import transports  # noqa: PLC0415  slow to load for `--help`
    from conformance.outcomes import Outcome  # noqa: PLC0415
    from wire.bus import BusError, BusRefused  # noqa: PLC0415

    target = _target(where.path)
    us = _us(target, where.her_id, environ)
    role = Role.HELSENORGE if us is target else Role.EPJ
    with ExitStack() as stack:
        if alone:
            _take(stack, us, alone)
        try:
            client = transports.connect(us)
            stack.callback(client.close)
            yield Reached(target, us.helsenorge.her_id, role, client)
        except (BusError, Outcome) as problem:
            if role is Role.EPJ and isinstance(problem, BusRefused) and problem.status == _NOT_LET_IN:
                raise WrongUse(_not_let_in(us)) from problem
            raise WrongUse(str(problem)) from problem


def _target(path: Path) -> Target:
    """A target that is no production and has no living persons."""
    from conformance.clock import SystemClock  # noqa: PLC0415
    from conformance.targets.file import TargetError  # noqa: PLC0415
    from conformance.targets.interlock import refusals  # noqa: PLC0415
    from conformance.targets.loading import load  # noqa: PLC0415

    try:
        target = load(path)
    except TargetError as error:
        raise WrongUse(str(error)) from error
    today = SystemClock().now().astimezone(OSLO).date()
    if target.override is not None and target.override.valid_on(today):
        click.echo(target.override.in_words(), err=True)
    if reasons := refusals(target, today):
        head = f"{path} peker på noe som epj ikke rører:"
        raise WrongUse("\n".join([head, *(f"  {reason}" for reason in reasons)]))
    return target


def _us(target: Target, her_id: str, environ: Mapping[str, str]) -> Target:
    """The target with one of its parties where Helsenorge stands; its keys are not ours to have."""
    if her_id in ("", target.helsenorge.her_id):
        return target
    known = sorted({one for party in target.parties for one in (party.her_id, party.parent_her_id)})
    if her_id not in known:
        raise WrongUse(f"Testobjektet har ingen part med HER-id {her_id}. Det har {either(tuple(known))}.")
    password = environ.get(PASSWORD, "")
    if not password:
        raise WrongUse(f"Passordet til {her_id} mangler. Sett miljøvariabelen {PASSWORD}.")
    ours = replace(target.helsenorge, her_id=her_id, secret=password)
    return replace(target, helsenorge=ours, transport=_without_login(target.transport), protection=None)


def _not_let_in(us: Target) -> str:
    """The password is not that of the target file, which is the one that the bus's own words would have mended."""
    us_there, bus = us.helsenorge.her_id, us.transport.address
    return f"Bussen på {bus} slapp ikke inn {us_there}. Rett passordet i miljøvariabelen {PASSWORD}."


def _without_login(transport: Transport) -> Transport:
    """The same transport, where what Helsenorge logs in by does not stand in the address."""
    return replace(transport, address=re.sub(r"//[^/@]*@", "//", transport.address))


def _take(stack: ExitStack, target: Target, command: str) -> None:
    from conformance.runner.lock import AlreadyRunning, hold  # noqa: PLC0415

    try:
        tell = stack.enter_context(hold(target))
    except AlreadyRunning as running:
        raise WrongUse(str(running)) from running
    tell(f"epj bus {command}")
