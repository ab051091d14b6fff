"""What the national services say of themselves, as one list."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from simulator import national
from simulator.serving.operations import Account, read

_HEAD = """# What the simulated national services do

Made by `epj services --markdown > docs/services.md` from `operations.toml` in each folder of `simulator/national/`; a
test holds it against the routes. Addresses are told without the test area in front (`/w/AREA`). Marks: **V** read in
the source named, **V-sec** read in somebody's notes about it, **T** seen in a sample, **I** inferred or our own: nobody
fails by it.
"""


def accounts() -> dict[str, tuple[str, Account]]:
    """Folder → what it is called, and its account; every national service has one."""
    found = {}
    for module in sorted(pkgutil.iter_modules(national.__path__), key=lambda module: module.name):
        package = importlib.import_module(f"{national.__name__}.{module.name}")
        service = getattr(package, "SERVICE", None)
        folder = Path(str(package.__file__)).parent
        found[module.name] = (service.title if service is not None else module.name.capitalize(), read(folder))
    return found


def markdown() -> str:
    """The list for the documentation."""
    return "\n".join([_HEAD, *_sections()])


def plain() -> str:
    """The list for a terminal."""
    lines = []
    for name, (title, account) in accounts().items():
        lines.append(f"{title} ({name})")
        lines += [
            f"  {one.mark:<6}{one.method} {one.path}\n        {one.does} [{one.source}]" for one in account.operations
        ]
        lines += [f"  ikke  {one.what}: {one.why}" for one in account.not_done]
        lines.append("")
    return "\n".join(lines)


def _sections() -> Iterator[str]:
    for name, (title, account) in accounts().items():
        yield f"## {title}\n"
        yield f"`simulator/national/{name}`\n"
        yield "| Call | What it does | Source | Mark |\n|---|---|---|---|"
        for one in account.operations:
            yield f"| `{one.method} {one.path}` | {one.does} | {one.source} | {one.mark} |"
        yield ""
        for missing in account.not_done:
            yield f"- Not done: {missing.what} ({missing.why})"
        if account.not_done:
            yield ""
