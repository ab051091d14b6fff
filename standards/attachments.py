"""Attachments: base64 content in a Document of its own (HIS 1036:2011, 4.2)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from lxml import etree

from standards.build import Builder, Reader
from standards.xml import BASE64

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
ALLOWED_TYPES = (PDF, JPEG, PNG)


@dataclass(frozen=True)
class Attachment:
    """File content in bytes with what RefDoc says of it."""

    mime_type: str
    description: str
    content: bytes

    def to_element(self) -> etree._Element:
        """Build the Base64Container."""
        root = Builder.root(BASE64, "Base64Container")
        root.element.text = base64.b64encode(self.content).decode("ascii")
        return root.element

    @classmethod
    def from_element(cls, element: etree._Element, mime_type: str, description: str) -> Attachment:
        """Read the Base64Container; content that does not decode reads as empty."""
        text = "".join(str(part) for part in element.itertext())
        try:
            content = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            content = b""
        return cls(mime_type, description, content)


def is_container(element: etree._Element) -> bool:
    """Whether the element is a Base64Container."""
    root = Reader(element)
    return root.name == "Base64Container" and root.namespace == BASE64
