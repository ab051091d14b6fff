"""The `epj` command: finds its commands among the modules beside this file, and speaks bokmål."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import pkgutil
import re
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from epj import console
from standards.errors import in_words

WRONG_USE = 2
TOOL_FAULT = 3
_TEXTS = {
    "Options": "Valg",
    "Commands": "Kommandoer",
    "Arguments": "Argumenter",
    "Show this message and exit.": "Vis denne hjelpen.",
}
_MARKS = ((r"\[required\]", "[må oppgis]"), (r"\[default: ", "[uten valg: "), (r"x>0", "større enn 0"))


class BokmaalFormatter(click.HelpFormatter):
    """Help with bokmål headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line."""
        words = args.replace("[OPTIONS]", "[VALG]").replace("COMMAND [ARGS]...", "KOMMANDO …")
        super().write_usage(prog, words, "Bruk: ")

    def write_heading(self, heading: str) -> None:
        """A heading."""
        super().write_heading(_TEXTS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of options or commands."""
        super().write_dl([(term, _bokmaal(text)) for term, text in rows], col_max, col_spacing)


class BokmaalContext(click.Context):
    """A context whose help is in bokmål."""

    formatter_class = BokmaalFormatter

    def invoke(self, callback: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As click does; what a program is to read is written as UTF-8 on every terminal."""
        if console.is_data(self._chosen()):
            console.for_programs()
        return super().invoke(callback, *args, **kwargs)

    def _chosen(self) -> dict[str, Any]:
        return {option: self.params.get(each.name or "") for each in self.command.params for option in each.opts}


class Commands(click.Group):
    """The commands: every module of this package that exports `command`."""

    context_class = BokmaalContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in alphabetical order."""
        return sorted(self._found())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with that name; the module of the same name is tried first, which keeps start-up quick."""
        found = _load(cmd_name) if cmd_name in _modules() else None
        if found is None or found.name != cmd_name:
            found = self._found().get(cmd_name)
        if found is not None:
            _speak_bokmaal(found)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a hint at the nearest name."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            names = self.list_commands(ctx)
            near = get_close_matches(args[0], names, n=1)
            hint = f"Mente du {near[0]}?" if near else f"Kommandoene er {', '.join(names)}."
            raise click.UsageError(f"Det finnes ingen kommando som heter {args[0]}. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def _found(self) -> dict[str, click.Command]:
        commands = (_load(name) for name in _modules())
        return {command.name: command for command in commands if command is not None and command.name}


@click.command(cls=Commands, name="epj", no_args_is_help=True)
@click.version_option(
    importlib.metadata.version("epj-testbenk"), "--version", message="epj-testbenk %(version)s", help="Vis versjonen."
)
def group() -> None:
    """Testbenk for EPJ-systemer som skal kobles til Helsenorge.

    «epj accept» kjører akseptansetesten, «epj validate» sjekker meldingsfiler, «epj build» skriver eksempler på
    meldinger, «epj simulate» starter en simulert journal. Hjelp til en kommando: epj KOMMANDO --help
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the `epj` command; ends the process with the exit code."""
    console.open_up()
    # What the test bench starts itself is read as UTF-8, whatever this terminal has.
    os.environ["PYTHONIOENCODING"] = console.UTF_8
    try:
        code = group.main(args=None if arguments is None else list(arguments), prog_name="epj", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message)
        code = 0
    except click.UsageError as error:
        click.echo(_in_words(error), err=True)
        code = WRONG_USE
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Avbrutt.", err=True)
        code = WRONG_USE
    except OSError as error:
        code = _tell(f"Noe kunne ikke leses eller skrives: {in_words(error)}.", WRONG_USE)
    except Exception as error:  # noqa: BLE001  nobody is helped by a stack trace on the screen
        code = _tell(f"Feil i testverktøyet ({type(error).__name__}: {error}).{_keep_trace()}", TOOL_FAULT)
    sys.exit(code if isinstance(code, int) else 0)


def _tell(text: str, code: int) -> int:
    with suppress(OSError):
        click.echo(text, err=True)
    _forget_output()
    return code


def _forget_output() -> None:
    """What could not be written must not be tried again as the process ends."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115,PTH123  open until the end


def _keep_trace() -> str:
    """Where the details went, for those who mend the test bench."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="epj-feil-", suffix=".txt", encoding="utf-8", delete=False
        ) as file:
            file.write(traceback.format_exc())
    except OSError:
        return ""
    return f" Send {file.name} til dem som vedlikeholder testverktøyet."


def _modules() -> list[str]:
    return [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name != "main"]


def _load(name: str) -> click.Command | None:
    command: Any = getattr(importlib.import_module(f"epj.{name}"), "command", None)
    return command if isinstance(command, click.Command) else None


def _speak_bokmaal(command: click.Command) -> None:
    """Let a command, and those below it, help in bokmål."""
    command.context_class = BokmaalContext
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _speak_bokmaal(below)


def _bokmaal(text: str) -> str:
    text = _TEXTS.get(text, text)
    for pattern, word in _MARKS:
        text = re.sub(pattern, word, text)
    return text


def _in_words(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "epj"
    return f"{_problem(error)}\nHjelp: {path} --help"


def _problem(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f" Mente du {error.possibilities[0]}?" if error.possibilities else ""
        return f"Valget {error.option_name} finnes ikke.{near}"
    if isinstance(error, click.BadOptionUsage):
        if "does not take a value" in error.message:
            return f"Valget {error.option_name} skal ikke ha noen verdi."
        return f"Valget {error.option_name} mangler verdien sin."
    if isinstance(error, click.MissingParameter):
        return f"{_name(error)} mangler."
    if isinstance(error, click.BadParameter):
        return f"{_name(error)} har en verdi som ikke går: {error.message}"
    extra = re.match(r"Got unexpected extra arguments? \((.*)\)", error.message)
    return f"Dette er for mye: {extra.group(1)}." if extra else _unknown_below(error)


def _unknown_below(error: click.UsageError) -> str:
    """A command that a group of commands does not have."""
    unknown = re.match(r"No such command '(.*)'", error.message)
    group = error.ctx.command if error.ctx else None
    if not unknown or not error.ctx or not isinstance(group, click.Group):
        return error.message
    names = ", ".join(group.list_commands(error.ctx))
    return f"Det finnes ingen kommando som heter {unknown.group(1)}. Kommandoene er {names}."


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "Et valg")
    return parameter.opts[0] if parameter.param_type_name == "option" else str(parameter.metavar or parameter.name)


if __name__ == "__main__":
    main()
