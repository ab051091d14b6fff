"""The files that a citizen attaches, made here so that every run sends the same bytes."""

from __future__ import annotations

import base64
from typing import Final

from standards.attachments import JPEG, PDF, Attachment

_JPEG: Final = (
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
    "AQEBAQEBAQEBAQH/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k="
)
_PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)

PICTURE: Final = Attachment(JPEG, "Bilde av utslett", base64.b64decode(_JPEG))
PDF_FILE: Final = Attachment(PDF, "Brev fra fastlegen", _PDF)
