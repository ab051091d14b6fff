"""A code list of Volven: number, OID, name and codes, as data on a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.codes import Code
from standards.errors import StandardsError


class Kodeverk:
    """One code list; `closed` says that all its codes are here, so that an unknown one is a finding."""

    number: ClassVar[int]
    oid: ClassVar[str]
    name: ClassVar[str]
    codes: ClassVar[Mapping[str, str]]
    """Code → display name; empty where no source states it. A display name is never compared."""
    closed: ClassVar[bool] = False

    @classmethod
    def cv(cls, code: str) -> Code:
        """The code with the OID of its list (type CV); raises `StandardsError` for an unknown code."""
        return Code(cls._known(code), cls.oid, cls.codes[code])

    @classmethod
    def cs(cls, code: str) -> Code:
        """The code without OID (type CS); raises `StandardsError` for an unknown code."""
        return Code(cls._known(code), "", cls.codes[code])

    @classmethod
    def knows(cls, code: str) -> bool:
        """Whether the code stands in the list."""
        return code in cls.codes

    @classmethod
    def _known(cls, code: str) -> str:
        if code in cls.codes:
            return code
        raise StandardsError(
            f"Koden finnes ikke i kodeverk {cls.number} ({cls.name}).",
            expected=", ".join(cls.codes),
            found=code,
            fix="Bruk en kode fra listen.",
        )
