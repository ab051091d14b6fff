"""Writes the keys and certificates that Helsenorge needs towards a journal, and the table that names them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from simulator.certificates import Certificate, Use
from simulator.certificates.directory import Directory, certificate_of
from simulator.certificates.issuing import TEST_POLICY
from simulator.landscape.config import write_private

_HEAD: Final = """\
# Meldinger signeres og krypteres (HITS 1216 kapittel 2.1.5). Nøklene kan bare leses av eieren.
[protection]
kind = "cms"
"""


def write(here: Directory, own: str, counterparts: Iterable[str], folder: Path) -> str:
    """Write the files (0600) and give the table, with names as seen from beside the folder; raises `OSError`."""
    return _Writer(here, own, folder).table(tuple(counterparts))


class _Writer:
    """One folder being written."""

    def __init__(self, here: Directory, own: str, folder: Path) -> None:
        self._here = here
        self._own = own
        self._folder = folder

    def table(self, counterparts: Sequence[str]) -> str:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        wallet, own, subject = self._here.wallet, self._own, self._here.subjects[self._own]
        older, newer = wallet.successor(own, Use.SIGNING, subject)
        expired = wallet.history(own, Use.SIGNING, subject)[-1]
        revoked = wallet.revoked(own, Use.SIGNING, subject)
        unknown = wallet.unpublished(own, Use.SIGNING, subject)
        opens = wallet.published(own, Use.ENCRYPTION, subject)
        parts = [
            *("# Det vi signerer med.", *self._identity("[protection.signing]", "signering", older)),
            "# Det andre krypterer til oss med.",
            *(
                line
                for place, one in enumerate(opens, start=1)
                for line in self._identity("[[protection.decryption]]", f"kryptering-{place}", one)
            ),
            "# Det motpartene har registrert.",
            *(line for her_id in counterparts for line in self._counterpart(her_id)),
            "# Til feilsituasjoner: det skal ikke godtas at vi signerer med disse.",
            *self._identity("[protection.expired]", "utgaatt", expired),
            *self._identity("[protection.revoked]", "tilbakekalt", revoked),
            *self._identity("[protection.unregistered]", "uregistrert", unknown),
            "# Det vi går over til når sertifikatet byttes.",
            *self._identity("[protection.successor]", "etterfoelger", newer),
        ]
        return "\n".join([_HEAD + self._authority(), *parts])

    def _authority(self) -> str:
        root = x509.load_der_x509_certificate(self._here.wallet.authority_der())
        lists = x509.load_der_x509_crl(self._here.wallet.revocation_list())
        return (
            f"roots = [{self._file('test-ca.pem', root.public_bytes(Encoding.PEM))}]\n"
            f"revocations = [{self._file('test-ca.crl', lists.public_bytes(Encoding.PEM))}]\n"
            f"policies = [{json.dumps(TEST_POLICY.dotted_string)}]\n"
        )

    def _identity(self, table: str, name: str, found: Certificate) -> Iterator[str]:
        yield table
        yield f"certificate = {self._file(f'{name}.pem', _pem(certificate_of(found)))}"
        yield f"key = {{ file = {self._file(f'{name}.key', found.pem)} }}\n"

    def _counterpart(self, her_id: str) -> Iterator[str]:
        subject = self._here.subjects[her_id]
        self._here.wallet.revoked(her_id, Use.SIGNING, subject)
        signing, encryption = (self._here.wallet.history(her_id, use, subject) for use in (Use.SIGNING, Use.ENCRYPTION))
        yield "[[protection.counterparts]]"
        yield f"her_id = {json.dumps(her_id)}"
        yield f"signing = [{', '.join(self._public(her_id, 'signering', signing))}]"
        yield f"encryption = [{', '.join(self._public(her_id, 'kryptering', encryption))}]\n"

    def _public(self, her_id: str, what: str, found: Iterable[Certificate]) -> Iterator[str]:
        for place, one in enumerate(found, start=1):
            yield self._file(f"{her_id}-{what}-{place}.pem", _pem(certificate_of(one)))

    def _file(self, name: str, content: bytes) -> str:
        """Write a file; gives its name as TOML has it."""
        write_private(self._folder / name, content.decode("ascii"))
        return json.dumps(f"{self._folder.name}/{name}")


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)
