"""The table [transport]: a connection string of AMQP is looked over, and its password kept apart from the address."""

from __future__ import annotations

from typing import Final

from conformance.targets.file import Problem, TargetFile
from conformance.targets.model import Transport
from wire.amqp.address import UnusableAddress, read

AMQP: Final = "amqp"
DEFAULT_QUIET_SECONDS: Final = 3.0


def transport(source: TargetFile, problems: list[Problem]) -> tuple[Transport, str]:
    """How the bus is reached, and the password that stood in its address; what is wrong is added to the problems."""
    table = source.data["transport"]
    address, password = table["address"].rstrip("/"), ""
    if table["kind"] == AMQP:
        try:
            found = read(address)
        except UnusableAddress as error:
            line = source.line("transport", "address")
            problems.append(Problem(line, error.problem.rstrip("."), error.expected, error.found, error.fix))
        else:
            address, password = found.without_password, found.password
    quiet = float(table.get("quiet_seconds", DEFAULT_QUIET_SECONDS))
    return Transport(table["kind"], address, table.get("queue_exclusive", False), quiet), password
