"""What the options of several commands share: wrong use is told in bokmål, and ends with exit code 2."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import click


class WrongUse(click.ClickException):
    """The command was asked for something that it cannot do; exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print in bokmål."""
        click.echo(f"Feil: {self.message}", err=file is None, file=file)


class Choice(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """One of a few words, with a bokmål error."""

    name = "valg"

    def __init__(self, choices: tuple[str, ...]) -> None:
        self.choices = choices

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The words with bars between."""
        return f"[{'|'.join(self.choices)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse other words."""
        if value in self.choices:
            return str(value)
        option = "valget" if param is None else param.opts[0]
        raise WrongUse(f"{option} kan ikke være «{value}». Velg {either(self.choices)}.")


def either(words: tuple[str, ...]) -> str:
    """`a, b eller c`."""
    return " eller ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


run_option = click.option(
    "--run",
    "run",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    help="Mappen til kjøringen. Uten valget: den nyeste i runs.",
)
"""The run that a command takes something out of."""
