"""The report as text for a terminal: each finding with its line, and the sums at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

import click

from epj.validation.formats import Setting
from epj.validation.listing import excerpts
from epj.validation.names import printable
from epj.validation.records import NEEDS_CONVERSATION, Judged
from epj.validation.tally import Row, Tally
from epj.validation.wording import LABELS, SCHEMA, grouped, schema_of, severity_of, type_of
from standards.rules.model import Severity

_COLOURS = {Severity.ERROR: "red", Severity.REMARK: "yellow"}
_NAME_AT_LEAST = 24
_WAITING = "{} regler krever hele samtalen, og er ikke vurdert. Oppgi en mappe med bare 01-helsenorge-epj.xml osv."


class Writer:
    """Prints each file when it is judged."""

    def __init__(self, out: IO[str], setting: Setting) -> None:
        self._out = out
        self._set = setting
        self._say = setting.say
        self._later = self._say.text(NEEDS_CONVERSATION)
        self._waiting: dict[str, None] = {}

    def file(self, judged: Judged) -> None:
        """One file; what every lone file lacks is said once, at the end."""
        record = judged.record
        waiting = [item["rule"] for item in record["not_judged"] if item["reason"] == self._later]
        self._waiting |= dict.fromkeys(waiting)
        if not self._set.quiet:
            self._print(self._file(record, judged.raw))

    def exchange(self, record: dict[str, Any]) -> None:
        """One conversation."""
        if not self._set.quiet:
            self._print(self._exchange(record))

    def unread(self, file: str, reason: str) -> None:
        """Told on stderr, and counted in the sums."""

    def end(self, tally: Tally) -> None:
        """The table when there is more than one row, then the sums."""
        if not tally.rows and not tally.unread and not tally.interrupted:
            return
        if tally.rows > 1:
            self._print(self._table(tally))
        self._out.write("\n".join(self._summary(tally)) + "\n")

    def _print(self, lines: Iterator[str]) -> None:
        self._out.write("\n".join(lines) + "\n\n")

    def _file(self, record: Mapping[str, Any], raw: bytes) -> Iterator[str]:
        yield click.style(record["file"], bold=True) if self._set.colour else record["file"]
        yield f"  {self._say('Type') + ':':<8}{printable(type_of(record, self._say))}"
        yield f"  {self._say('Skjema') + ':':<8}{schema_of(record, self._say)}"
        for note in record["notes"]:
            yield f"  {self._say('Merk') + ':':<8}{note}"
        for finding, (number, line) in zip(record["findings"], excerpts(raw, record["findings"]), strict=True):
            yield from self._finding(finding, number, line)
        if not record["findings"] and not record.get("deliberate_fault"):
            yield f"  {self._say('Ingen funn.')}"
        yield from self._not_judged([item for item in record["not_judged"] if item["reason"] != self._later])

    def _exchange(self, record: Mapping[str, Any]) -> Iterator[str]:
        count = self._say.count(len(record["files"]), "melding", "meldinger")
        yield self._say("{} som samtale ({})", record["folder"], count)
        for finding in record["findings"]:
            yield from self._finding(finding)
        if not record["findings"]:
            yield f"  {self._say('Ingen funn i samtalen.')}"
        yield from self._not_judged(record["not_judged"])

    def _finding(self, finding: Mapping[str, Any], number: str = "", line: str = "") -> Iterator[str]:
        head = f"{severity_of(finding, self._say).upper()} {finding['rule']}"
        if self._set.colour:
            head = click.style(head, fg=_COLOURS[Severity(finding["severity"])], bold=True)
        place = f", {self._say('linje')} {finding['line']}" if finding["line"] else ""
        yield f"  {head} ({finding['clause']}){place}"
        yield f"    {_one_line(finding['problem'])}"
        if line:
            yield f"    {number:>6} | {_short(line, self._set.width - 13)}"
        for label, key in LABELS:
            if finding.get(key):
                yield f"    {self._say(label) + ':':<{self._label_width}}{_one_line(finding[key])}"

    @property
    def _label_width(self) -> int:
        return max(len(self._say(label)) for label, _ in LABELS) + 2

    def _not_judged(self, items: Sequence[Mapping[str, str]]) -> Iterator[str]:
        for reason, rules in grouped(items).items():
            names = "" if rules == ["*"] else f" {', '.join(rules)}"
            yield f"  {self._say('Ikke vurdert')}{names}: {_one_line(reason)}"

    def _table(self, tally: Tally) -> Iterator[str]:
        say = self._say
        heads = [say(head) for head in ("Fil", "Type", "Skjema", "Feil", "Merknader")]
        rows = [self._cells(row) for row in tally.table]
        widths = [max([len(head), *(len(row[at]) for row in rows)]) for at, head in enumerate(heads)]
        widths[0] = min(widths[0], max(_NAME_AT_LEAST, self._set.width - sum(widths[1:]) - 2 * len(widths)))
        for cells in (heads, ["-" * width for width in widths], *rows):
            name = _tail(cells[0], widths[0])
            texts = [f"{cell:<{width}}" for cell, width in zip((name, *cells[1:3]), widths, strict=False)]
            yield "  ".join([*texts, f"{cells[3]:>{widths[3]}}", f"{cells[4]:>{widths[4]}}"]).rstrip()
        if tally.rows > len(tally.table):
            hidden = tally.rows - tally.marked_rows
            yield say("… og {} uten funn.", hidden)
        if tally.left_out:
            yield say("… og {} med funn som ikke fikk plass her.", tally.left_out)

    def _cells(self, row: Row) -> list[str]:
        kind = row.type if row.schema else self._say("samtale")
        schema = self._say(SCHEMA[row.schema]) if row.schema else ""
        return [row.name, printable(kind), schema, str(row.errors), str(row.remarks)]

    def _summary(self, tally: Tally) -> Iterator[str]:
        say = self._say
        width = max(len(say(label)) for label in ("Skjemaer", "Ikke lest", *(["Samtale"] if self._waiting else []))) + 2

        def line(label: str, text: str) -> str:
            return f"  {say(label) + ':' if label else '':<{width}}{text}"

        yield say("Oppsummering")
        yield line("Skjemaer", self._set.schemas or say("våre egne"))
        if self._set.profile:
            yield line("Profil", self._set.profile)
        states = ", ".join(f"{tally.schema[name]} {say(text)}" for name, text in SCHEMA.items() if tally.schema[name])
        yield line("Filer", f"{tally.files} ({states})" if states else str(tally.files))
        if spared := tally.files - tally.judged:
            yield line("", say("{} var ødelagt med vilje, og er ikke vurdert", spared))
        if tally.skipped:
            skipped = say.count(tally.skipped, "JSON-fil som ikke er en melding", "JSON-filer som ikke er meldinger")
            yield line("", say("{}, er hoppet over", skipped))
        yield line("Funn", ", ".join(tally.words(say)[:2]))
        if tally.unread:
            yield line("Ikke lest", say.count(tally.unread, "fil eller mappe", "filer eller mapper"))
        if self._waiting:
            yield line("Samtale", say(_WAITING, len(self._waiting)))
        yield line("Resultat", self._result(tally))

    def _result(self, tally: Tally) -> str:
        if tally.interrupted:
            return self._say("avbrutt; resten er ikke sjekket")
        if tally.ok:
            return self._say("ingen feil")
        return self._say("har feil" if tally.errors or tally.schema["valid"] != tally.judged else "ikke alt er lest")


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()))


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _tail(name: str, width: int) -> str:
    return name if len(name) <= width else f"…{name[1 - width :]}"
