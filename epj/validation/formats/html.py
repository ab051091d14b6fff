"""The report as a page that stands alone: no script, nothing from outside, each finding beside its line."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import PurePath
from typing import IO, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from epj.validation import wording
from epj.validation.formats import Setting
from epj.validation.listing import Listing, listing
from epj.validation.names import printable
from epj.validation.output import write_whole
from epj.validation.records import NEEDS_CONVERSATION, Judged
from epj.validation.tally import Tally
from epj.validation.version import VERSION
from standards.rules.model import Severity

PAGES: Final = True
INDEX: Final = "index.html"
MOST_ON_A_PAGE: Final = 300
"""Messages shown line by line on one page; the rest stand in the table, and have pages of their own in a folder."""

_IN_MEMORY: Final = 4_000_000


class Writer:
    """Messages wait in a spool, for the table stands first; in a folder each message is a page of its own."""

    def __init__(self, out: IO[str], setting: Setting) -> None:
        self._out = out
        self._set = setting
        self._render = _Pages(setting)
        self._rows, self._bodies, self._unread = _spool(), _spool(), _spool()
        self._number = 0

    def file(self, judged: Judged) -> None:
        """One file: a row, and its lines."""
        self._number += 1
        record = judged.record
        shown = self._set.folder is not None or self._number <= MOST_ON_A_PAGE
        href = f"#m{self._number}" if shown else ""
        if self._set.folder is not None:
            href = page_name(self._number, record["file"])
        self._row(record["file"], record, href)
        if not shown:
            return
        body = self._render.message(self._number, record, listing(judged.raw, record["findings"]))
        if self._set.folder is None:
            self._bodies.write(body)
        else:
            page = self._render.page(name=record["file"], body=body)
            write_whole(self._set.folder / href, "".join(page).encode())

    def exchange(self, record: dict[str, Any]) -> None:
        """One conversation: a row and its findings."""
        self._number += 1
        self._row(record["folder"], record, f"#m{self._number}")
        self._bodies.write(self._render.conversation(self._number, record))

    def unread(self, file: str, reason: str) -> None:
        """A line in a list of its own."""
        self._unread.write(json.dumps({"file": file, "reason": reason}) + "\n")

    def end(self, tally: Tally) -> None:
        """The page."""
        rows, unread = _read(self._rows), _read(self._unread)
        bodies = (Markup(line) for line in _lines(self._bodies))  # noqa: S704  rendered with escaping above
        for piece in self._render.page(tally=tally, rows=rows, bodies=bodies, unread=unread):
            self._out.write(piece)

    def _row(self, name: str, record: Mapping[str, Any], href: str) -> None:
        errors = sum(finding["severity"] == Severity.ERROR for finding in record["findings"])
        row = {
            "name": name,
            "href": href,
            "type": wording.type_of(record, self._set.say) if "kind" in record else self._set.say("samtale"),
            "schema": record.get("schema", ""),
            "schema_text": wording.schema_of(record, self._set.say) if "schema" in record else "",
            "errors": errors,
            "remarks": len(record["findings"]) - errors,
        }
        self._rows.write(json.dumps(row) + "\n")


class _Pages:
    """The templates with what all of them share."""

    def __init__(self, setting: Setting) -> None:
        self._set = setting
        environment = Environment(
            loader=PackageLoader("epj.validation", "pages"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        say = setting.say
        environment.globals.update(
            say=say,
            count=say.count,
            labels=wording.LABELS,
            type_of=partial(wording.type_of, say=say),
            schema_of=partial(wording.schema_of, say=say),
            severity_of=partial(wording.severity_of, say=say),
            grouped=wording.grouped,
            later=say.text(NEEDS_CONVERSATION),
            version=VERSION,
        )
        environment.filters["plain"] = printable
        self._get: Callable[[str], Any] = environment.get_template
        self._css = environment.get_template("report.css").render()

    def message(self, number: int, record: Mapping[str, Any], lines: Listing) -> str:
        return str(
            self._get("message.html.j2").render(
                number=number, file=record, listing=lines, folded=self._set.folder is None
            )
        )

    def conversation(self, number: int, record: Mapping[str, Any]) -> str:
        return str(self._get("conversation.html.j2").render(number=number, exchange=record))

    def page(
        self,
        *,
        tally: Tally | None = None,
        rows: Iterable[Any] = (),
        bodies: Iterable[Markup] = (),
        unread: Iterable[Any] = (),
        name: str = "",
        body: str = "",
    ) -> Iterator[str]:
        """The pieces of a page: the report when there are sums, else one message."""
        digest = base64.b64encode(hashlib.sha256(self._css.encode()).digest()).decode()
        yield from self._get("page.html.j2").generate(
            css=Markup(self._css),  # noqa: S704  our own file
            digest=digest,
            setting=self._set,
            tally=tally,
            rows=rows,
            bodies=bodies if tally else (Markup(body),),  # noqa: S704  rendered with escaping above
            unread=unread,
            name=name,
            most=MOST_ON_A_PAGE,
            index=INDEX,
        )


def page_name(number: int, file: str) -> str:
    """A file name for the page of one message."""
    stem = re.sub(r"[^A-Za-z0-9_.-]", "-", PurePath(file).name)
    return f"{number:05}-{stem[-60:]}.html"


def _spool() -> IO[str]:
    return tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n")


def _lines(spool: IO[str]) -> Iterator[str]:
    spool.seek(0)
    yield from spool
    spool.close()


def _read(spool: IO[str]) -> Iterator[Any]:
    return (json.loads(line) for line in _lines(spool))
