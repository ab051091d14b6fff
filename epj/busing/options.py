"""The options that every command at the bus has; they may stand before its name too."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from epj.busing.reaching import Where
from epj.options import WrongUse
from epj.simulate import WholeNumber

F = TypeVar("F", bound=Callable[..., Any])


class Count(WholeNumber):
    """How many messages to look at."""

    lowest, highest = 1, 1000
    expected = "et heltall fra 1 til 1000"


class HerId(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """A HER-id, with a bokmål error."""

    name = "HER-ID"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse everything else."""
        if not re.fullmatch(r"[1-9][0-9]{0,8}", str(value)):
            self.fail(f"«{value}» er ikke en HER-id, for eksempel 8210011.", param, ctx)
        return str(value)


def before(function: F) -> F:
    """`--target` and `--her-id` before the name of the command."""
    target = click.option("--target", type=click.Path(path_type=Path), metavar="FIL", help="Testobjektfil (TOML).")
    who = click.option(
        "--her-id",
        type=HerId(),
        help="Vær denne parten på bussen i stedet for Helsenorge. Passordet leses av EPJ_BUS_PASSWORD.",
    )
    return target(who(function))


def at_the_bus(function: Callable[..., int]) -> Callable[..., int]:
    """The same options behind the name, and `--json`; the command gets them as the `Where` it begins with."""

    @before
    @click.option("--json", "as_json", is_flag=True, help="Skriv én linje JSON for hver melding.")
    @functools.wraps(function)
    def asked(*, target: Path | None, her_id: str | None, as_json: bool, **more: Any) -> int:
        given: dict[str, Any] = click.get_current_context().obj or {}
        path = target or given.get("target")
        if path is None:
            raise WrongUse("--target mangler. Oppgi testobjektfilen.")
        return function(Where(path, her_id or given.get("her_id") or "", as_json), **more)

    return asked
