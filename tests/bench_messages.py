"""How fast messages are judged on one core, beside a bare lxml pass over the same bytes, and whether memory stays flat.

`python -m tests.bench_messages`. The two passes take turns, round by round, and the processor time of this thread alone
is measured, so that a busy machine disturbs little; the figures are medians, and their spread is printed with them.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import count, cycle, islice
from pathlib import Path
from uuid import UUID, uuid5

from lxml import etree

from standards.rules.engine import judge_message
from standards.samples import SAMPLES, Cast, Kind, Person, write
from standards.schema import OWN_FOLDER
from standards.schema_folder import ENTRY
from tests.standards import good

ROUNDS = 15
SPACE = UUID("0f6f2a4e-7f53-4a44-9b1c-0d8f4e1a2b3c")
FIRST, LAST = 10_000, 100_000


def corpus() -> list[bytes]:
    """Every kind of message and receipt of the standard as XML, also written for another and with a file."""
    numbers = count()
    made = []
    for acting, attachment in ((None, False), (Person("Nordmann", "Kari", good.MOTHER), True)):
        cast = Cast(
            patient=Person("Nordmann", "Nora", good.CHILD),
            helsenorge=good.HELSENORGE,
            epj=good.STATION,
            now=good.NOW,
            new_id=lambda: str(uuid5(SPACE, str(next(numbers)))),
            acting=acting,
            attachment=attachment,
        )
        made += [write(sample, cast) for sample in SAMPLES if sample.kind is not Kind.ERROR]
    return [raw for raw in made if raw.startswith(b"<")]


def bare_pass() -> Callable[[bytes], object]:
    """lxml alone: parse and validate, with the compiled schemas of our own pack."""
    schema = etree.XMLSchema(etree.parse(str(OWN_FOLDER / ENTRY)))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return lambda raw: schema.validate(etree.fromstring(raw, parser))


def spent(judge: Callable[[bytes], object], messages: Sequence[bytes]) -> float:
    """Processor seconds for every message once."""
    begun = time.thread_time()
    for raw in messages:
        judge(raw)
    return time.thread_time() - begun


def speed(messages: Sequence[bytes], rounds: int = ROUNDS) -> None:
    """Messages a second of both passes, and how many times longer the full one takes."""
    bare = bare_pass()
    spent(bare, messages), spent(judge_message, messages)
    pairs = [(spent(bare, messages), spent(judge_message, messages)) for _ in range(rounds)]
    for name, seconds in zip(("lxml parse and XSD", "parse, schema, rules"), zip(*pairs, strict=True), strict=True):
        print(f"  {name}: {_per_second(messages, seconds)}")
    ratios = sorted(full / plain for plain, full in pairs)
    print(f"  ratio: {statistics.median(ratios):.2f} (rounds from {ratios[0]:.2f} to {ratios[-1]:.2f}; aim: at most 5)")


def _per_second(messages: Sequence[bytes], seconds: Sequence[float]) -> str:
    middle, spread = statistics.median(seconds), (max(seconds) - min(seconds)) / statistics.median(seconds)
    each = middle / len(messages)
    return f"{1 / each:,.0f} messages/s, {each * 1e6:.0f} µs each (spread {spread:.0%})"


def memory(messages: Sequence[bytes], first: int = FIRST, last: int = LAST) -> None:
    """Resident memory after the first messages and after the last, all judged and let go."""
    seen = []
    for number, raw in enumerate(islice(cycle(messages), last), 1):
        judge_message(raw)
        if number in (first, last):
            seen.append(_resident())
    print(f"  memory after {first:,} messages: {seen[0]:.1f} MB, after {last:,}: {seen[1]:.1f} MB")


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def main() -> None:
    """Print one line a measurement."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    messages = corpus()
    size = sum(map(len, messages)) // len(messages)
    print(f"{len(messages)} messages of {size} bytes on average, one core, load {os.getloadavg()[0]:.1f}")
    speed(messages)
    memory(messages)


if __name__ == "__main__":
    main()
