"""Unusual files that a citizen or a nurse attaches, all made here: nothing of it lies in the repository as a file."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import Final

from conformance.steps.samples import PDF_FILE, PICTURE
from standards.attachments import PDF, PNG, Attachment

BIG_BYTES: Final = 2 * 1024 * 1024
"""Well under the 10 MB that all files of a message may be together (HIS 1036:2011, 3.2)."""
_TEST_VIRUS: Final = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR", "-STANDARD-", "ANTIVIRUS-", "TEST-FILE!", "$H+H*")
_LOCKED: Final = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>\n%%%%EOF\n"
)


def drawing() -> Attachment:
    """A PNG of one dot."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00\xff\x80\x00")), (b"IEND", b""))
    chunks = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return Attachment(PNG, "Tegning", b"\x89PNG\r\n\x1a\n" + chunks)


def big() -> Attachment:
    """A PDF of some megabytes that cannot be packed smaller."""
    noise = hashlib.shake_128(b"stort").digest(BIG_BYTES)
    return Attachment(PDF, "Epikrise med mange bilder", PDF_FILE.content + b"%" + noise.replace(b"\n", b" ") + b"\n")


def oddly_named() -> Attachment:
    """A picture whose description has signs that XML and pages of the web use themselves."""
    return Attachment(PICTURE.mime_type, "Utslett på kne & albue «før» <etter> – 'Čáhci' 100 %", PICTURE.content)


def empty() -> Attachment:
    """A picture that was cut off before it began."""
    return Attachment(PICTURE.mime_type, "Bilde som ikke ble lastet opp", b"")


def test_virus() -> Attachment:
    """The harmless file that every virus scanner knows (EICAR)."""
    return Attachment(PDF, "Fil som virusvern stanser", "".join(_TEST_VIRUS).encode())


def locked() -> Attachment:
    """A PDF that asks for a password."""
    key, mark = b"5a" * 32, b"0f" * 16
    return Attachment(PDF, "Rapport med passord", _LOCKED % (key, key, mark, mark))


def mislabelled() -> Attachment:
    """A PNG that is said to be a PDF."""
    return Attachment(PDF, "Bilde lagret som dokument", drawing().content)
