"""How a body is protected, as the content-type property says (HITS 1216:2018, 2.1.2 and 2.1.5)."""

from __future__ import annotations

from email.message import Message
from enum import StrEnum
from typing import Final

from standards.cms.faults import WrongContentType


class Protection(StrEnum):
    """The value is the content-type property as it is written."""

    SIGNED_AND_ENCRYPTED = "application/pkcs7-mime; smime-type=signed-and-enveloped-data"
    SIGNED = "application/pkcs7-mime; smime-type=signed-data"
    ENCRYPTED = "application/pkcs7-mime; smime-type=enveloped-data"
    SOAP = "application/soap+xml"
    PLAIN = "text/plain"

    @property
    def signed(self) -> bool:
        """The content lies in SignedData."""
        return self in (Protection.SIGNED, Protection.SIGNED_AND_ENCRYPTED)

    @property
    def encrypted(self) -> bool:
        """The outermost structure is EnvelopedData or AuthEnvelopedData."""
        return self in (Protection.ENCRYPTED, Protection.SIGNED_AND_ENCRYPTED)


_AS_WRITTEN: Final = frozenset(map(str, Protection))
_LONGEST: Final = 300


def protection_of(content_type: str) -> Protection:
    """What a content-type property means, whatever its case, spaces and other parameters; WrongContentType if nothing.

    `authEnveloped-data` (RFC 8551) means the same as `enveloped-data`.
    """
    if content_type in _AS_WRITTEN:
        return Protection(content_type)
    header = Message()
    header["content-type"] = " ".join(content_type[:_LONGEST].split())
    kind, inner = header.get_content_type(), str(header.get_param("smime-type", "")).lower()
    if kind == "application/pkcs7-mime":
        wanted = f"{kind}; smime-type={'enveloped-data' if inner == 'authenveloped-data' else inner}"
    else:
        wanted = kind if "/" in content_type else ""
    try:
        return Protection(wanted)
    except ValueError:
        raise WrongContentType(
            "Egenskapen content-type sier ikke hvordan meldingen er beskyttet",
            expected=" eller ".join(Protection),
            found=content_type[:_LONGEST] or "ingenting",
            fix="Skriv content-type slik HITS 1216 kapittel 2.1.2 viser",
        ) from None
