"""The page that verifies a pack in a browser: one file, no request, the same sentences as `epj verify`."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from conformance.packing import ziplayout
from conformance.packing.reasons import texts
from conformance.packing.suite import Suite
from conformance.packing.truth import APART

_PAGES: Final = Path(__file__).with_name("pages")


def verifier_page(suite: Suite) -> bytes:
    """The page with everything in it: script, sentences, and the locked lists of this suite."""
    environment = Environment(  # noqa: S701  nothing in it comes from outside; the data is escaped below
        loader=PackageLoader("conformance.packing", "pages"), undefined=StrictUndefined, keep_trailing_newline=True
    )
    script = (_PAGES / "verifier.js").read_text("utf-8")
    page = environment.get_template("verifier.html.j2").render(
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        style=(_PAGES / "pack.css").read_text("utf-8"),
        version=suite.version,
        data=json.dumps(_data(suite), ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"),
    )
    return page.encode()


def _data(suite: Suite) -> dict[str, Any]:
    return {
        "texts": texts(),
        "limits": {
            "files": ziplayout.MOST_FILES,
            "bytes": ziplayout.MOST_BYTES,
            "file": ziplayout.LARGEST_FILE,
            "times": ziplayout.MOST_TIMES,
            "seconds": APART.total_seconds(),
        },
        "suite": {
            "version": suite.version,
            "sha256": suite.sha256,
            "weights": suite.weights,
            "plans": {plan.id: suite.ids(plan.id) for plan in suite.book.plans},
        },
    }
