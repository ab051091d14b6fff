"""The role names of a process: two generations of them, and which side each one is."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from standards.exchange import Role


class Generation(StrEnum):
    """How a process is written: with one action named as the process, or with one action for each function."""

    OLD = "gammel"
    NEW = "ny"


_OLD_ENDINGS: Final = ("SENDER", "RECEIVER")
_SIDES: Final = {
    "INNBYGGER": Role.HELSENORGE,
    "INNBYGGERPORTAL": Role.HELSENORGE,
    "HELSEPERSONELL": Role.EPJ,
    "TJENESTETILBYDER": Role.EPJ,
}


def generation_of(role: str) -> Generation:
    """The generation that a role name belongs to."""
    return Generation.OLD if role.upper().endswith(_OLD_ENDINGS) else Generation.NEW


def side_of(role: str) -> Role | None:
    """Which side a role name is; None where the name does not tell."""
    return _SIDES.get(role.upper())


def roles_differ(one: str, other: str) -> bool:
    """Whether two role names are the two sides of a process.

    An old entry and a new one can meet: name, version and uuid of the process are the same in both generations, only
    roles and actions are named otherwise. No source says which side the old names mean, so an old role differs from
    every new one; what each can do is then told by CanSend and CanReceive, where the single old action stands for all.
    """
    if generation_of(one) is not generation_of(other):
        return True
    sides = side_of(one), side_of(other)
    if None not in sides:
        return sides[0] is not sides[1]
    return one.upper() != other.upper()
