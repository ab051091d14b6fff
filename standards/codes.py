"""Coded values and identifiers as the KITH types CV, CS and Ident carry them."""

from __future__ import annotations

from dataclasses import dataclass

OID_ROOT = "2.16.578.1.12.4.1.1."


def oid(number: int) -> str:
    """The OID of a Volven code list."""
    return f"{OID_ROOT}{number}"


@dataclass(frozen=True)
class Code:
    """A coded value: `v` code, `s` OID of the list (empty for CS), `dn` display name, `ot` original text."""

    v: str
    s: str = ""
    dn: str = ""
    ot: str = ""

    def attributes(self) -> dict[str, str]:
        """The XML attributes, without the empty ones."""
        named = (("V", self.v), ("S", self.s), ("DN", self.dn), ("OT", self.ot))
        return {name: value for name, value in named if value}


@dataclass(frozen=True)
class Ident:
    """An identifier with its type, such as a HER-id (9051 on an organisation, 8116 on a person)."""

    id: str
    type: Code

    @classmethod
    def her(cls, value: str, *, person: bool = False) -> Ident:
        """HER-id of an organisation, or of a person as communication party."""
        return cls(value, Code("HER", oid(8116 if person else 9051), "HER-id"))

    @classmethod
    def hpr(cls, value: str) -> Ident:
        """HPR number of a practitioner."""
        return cls(value, Code("HPR", oid(8116), "HPR-nummer"))

    @classmethod
    def enh(cls, value: str) -> Ident:
        """Organisation number."""
        return cls(value, Code("ENH", oid(9051), "Organisasjonsnummeret i Enhetsregisteret"))

    @classmethod
    def fnr(cls, value: str) -> Ident:
        """Fødselsnummer."""
        return cls(value, Code("FNR", oid(8116), "Fødselsnummer"))

    @classmethod
    def dnr(cls, value: str) -> Ident:
        """D-number."""
        return cls(value, Code("DNR", oid(8116), "D-nummer"))

    @classmethod
    def national(cls, value: str) -> Ident:
        """Fødselsnummer or D-number, told apart by the first digit."""
        return cls.dnr(value) if value[:1] in "4567" else cls.fnr(value)
