"""The report as PDF: the same page, with everything in it opened, made by WeasyPrint (the extra `report`)."""

from __future__ import annotations

import importlib
import logging
from pathlib import Path
from typing import Any, Final

from conformance.reports import write_whole
from conformance.reports.facts import Facts
from conformance.reports.html import render
from conformance.reports.language import Language

NAMES: Final = {"nb": "report.pdf", "en": "report.en.pdf"}
INSTALL: Final = 'python -m pip install "epj-testbenk[report]"'


class NoPdf(Exception):
    """What makes PDF is not there; says how to get it (bokmål)."""


def write_pdf(facts: Facts, directory: Path, say: Language) -> Path:
    """Write the PDF beside the report; raises `NoPdf`, and `OSError` when it cannot be written."""
    document = lay_out(render(facts, say, all_open=True))
    return write_whole(directory / NAMES[say.code], document.write_pdf(pdf_tags=True))


def lay_out(page: str) -> Any:
    """An HTML page on sheets of paper, before they are written; raises `NoPdf`."""
    try:
        weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise NoPdf(
            f"PDF kan ikke lages, for tillegget «report» er ikke installert ({error}). Installer det med: {INSTALL}"
        ) from error
    # It tells of every line of CSS that only a screen needs.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return weasyprint.HTML(string=page, url_fetcher=_nothing).render()


def _nothing(url: str, *_: object, **__: object) -> Any:
    """The report holds all it needs: nothing is fetched."""
    raise ValueError(f"nothing is fetched: {url}")
