"""What can be wrong with a signed or encrypted body, each with the error condition of the bus (HITS 1216:2018, 2.2.3).

The conditions that only the common library has are used where the standard names none.
"""

from __future__ import annotations

from typing import ClassVar

from standards.errors import StandardsError


class CmsFault(StandardsError):
    """A body that must not be read on; `data` are the parts of errorConditionData, expected before found."""

    condition: ClassVar[str]

    def __init__(
        self, problem: str, *, expected: str = "", found: str = "", fix: str = "", data: tuple[str, ...] = ()
    ) -> None:
        super().__init__(problem, expected=expected, found=found, fix=fix)
        self.data = data

    @property
    def condition_data(self) -> str:
        """The parts joined with semicolons, as the common library writes errorConditionData."""
        return ";".join(self.data)


class WrongContentType(CmsFault):
    """The content-type property names no kind of body that the standard knows."""

    condition = "transport:invalid-field-value"


class NotCms(CmsFault):
    """The bytes are not the CMS structure that they should be."""

    condition = "transport:invalid-cms-pkcs"


class CannotDecrypt(CmsFault):
    """The content does not open; the text never tells which step failed, for that would help whoever guesses."""

    condition = "transport:decryption-failed"


class WrongSignature(CmsFault):
    """The signature does not fit the content, or is made in a way that is not allowed."""

    condition = "transport:invalid-signature"


class WrongCertificate(CmsFault):
    """Another certificate than the one expected, or one that is not made for this use."""

    condition = "transport:invalid-certificate"


class CertificateExpired(CmsFault):
    """A certificate used before or after its dates."""

    condition = "transport:expired-certificate"


class CertificateRevoked(CmsFault):
    """A certificate that its issuer has revoked."""

    condition = "transport:revoked-certificate"


class RevocationUnknown(CmsFault):
    """Nothing tells whether the certificate is revoked: stop, and try again later (HITS 1216:2018, 2.1.4)."""

    condition = "transport:revoked-certificate-offline"


class CertificateMissing(CmsFault):
    """There is no certificate to use."""

    condition = "transport:missing-certificate"


class CertificateUnverified(CmsFault):
    """A certificate that does not lead to any authority that is trusted."""

    condition = "transport:unverified-certificate"
