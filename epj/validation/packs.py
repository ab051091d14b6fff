"""Which schemas to judge by: ours, or those of a folder."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from epj.options import WrongUse
from epj.validation.language import Language
from standards.errors import StandardsError
from standards.rules.hodemelding import SOAP_ENVELOPES
from standards.schema import SchemaFault, SchemaPack

if TYPE_CHECKING:
    from lxml import etree


class Given(SchemaPack):
    """The schemas of a folder; the envelope of a SOAP fault, which no publisher of messages has, by ours."""

    def check(self, root: etree._Element, raw: bytes | None = None) -> tuple[SchemaFault, ...]:
        """Every breach in the document, in document order."""
        return _ours().check(root, raw) if root.tag in SOAP_ENVELOPES else super().check(root, raw)


@functools.cache
def _ours() -> SchemaPack:
    return SchemaPack.own()


def chosen(folder: str | None, say: Language) -> SchemaPack:
    """The pack of the folder, or our own; raises `WrongUse` with the reason when it cannot be used."""
    if folder is None:
        return SchemaPack.own()
    try:
        if not Path(folder).is_dir():
            raise WrongUse(f"--schemas {folder}: mappen finnes ikke. Oppgi en mappe med skjemafiler (.xsd).")
        return Given.from_folder(folder)
    except StandardsError as error:
        raise WrongUse(f"--schemas {folder}: {say.problem(error)}") from error
    except OSError as error:
        raise WrongUse(f"--schemas {folder}: {error}") from error
