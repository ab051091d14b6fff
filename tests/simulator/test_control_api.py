"""What the control API says of itself, and clock, snapshots, seed packs and inspection."""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import urllib3
from jsonschema import Draft202012Validator

from simulator.clock import ManualClock, ShiftableClock, SystemClock
from simulator.landscape import RunningJournal, start_bus, start_journal
from simulator.landscape.world import MAX_INTENT_BYTES, build_app
from simulator.vendors import find_profile
from tests.simulator.journal_kit import person

NORA = person("nora")
TARGET = json.loads((Path(__file__).parents[2] / "standards" / "schemas" / "target.schema.json").read_text("utf-8"))


class Control:
    """The control API of a running journal; what is answered is held to the description."""

    def __init__(self, journal: RunningJournal) -> None:
        self.journal = journal
        self.described: dict[str, Any] = urllib3.request("GET", f"{journal.url}/_sim/openapi.json").json()

    def ask(self, method: str, path: str, content: object = None, *, status: int) -> Any:
        more = {} if content is None else {"json": content}
        answer = urllib3.request(method, f"{self.journal.url}/_sim{path}", retries=False, timeout=20.0, **more)
        assert answer.status == status, answer.data
        assert answer.headers["SIMULERT"]
        if not answer.data:
            return None
        said = answer.json() if "json" in answer.headers["Content-Type"] else answer.data.decode()
        self.valid(method, path.partition("?")[0], status, said)
        return said

    def valid(self, method: str, path: str, status: int, said: object) -> None:
        found = [
            ways[method.lower()]["responses"]
            for known, ways in self.described["paths"].items()
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", known), f"/_sim{path}") and method.lower() in ways
        ]
        told = found[0][str(status)] if found else {"$ref": "#/components/responses/Unknown"}
        if "$ref" in told:
            told = self.described["components"]["responses"][told["$ref"].rpartition("/")[2]]
        schema = next(iter(told["content"].values()))["schema"]
        Draft202012Validator({**schema, "components": self.described["components"]}).validate(said)

    def book(self, area: str, minute: int) -> None:
        start = datetime(2031, 1, 1) + timedelta(minutes=minute)
        times = {"start": start.isoformat(), "end": (start + timedelta(minutes=1)).isoformat()}
        params = {"patient": NORA.ident, "summary": "x", "location": "y", **times}
        found = self.journal.areas.find(area)
        assert found.journal.do("create_appointment", params, str(uuid.uuid4()))["outcome"] == "done"
        assert found.settle(20)[0]

    def booked(self, area: str) -> int:
        tables = self.ask("GET", f"/areas/{area}/inspect?table=appointment", status=200)
        return len(tables["appointment"])


@pytest.fixture(scope="module")
def control() -> Iterator[Control]:
    with ExitStack() as running:
        bus = start_bus(None, SystemClock(), port=0)
        running.callback(bus.stop)
        journal = start_journal(find_profile("visma_hspro"), bus.url, None, SystemClock(), port=0, seed=1)
        running.callback(journal.stop)
        yield Control(journal)


@pytest.fixture
def area(control: Control) -> str:
    name = f"a{uuid.uuid4().hex[:12]}"
    control.ask("POST", "/areas", {"area": name, "seed": 1}, status=201)
    return name


def test_every_route_is_described_and_the_other_way_round(control: Control) -> None:
    rules = [rule for rule in build_app(control.journal.areas).url_map.iter_rules() if rule.rule.startswith("/_sim")]
    served: dict[str, set[str]] = {}
    for rule in rules:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        served.setdefault(path, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    told = {path: {way.upper() for way in ways} for path, ways in control.described["paths"].items()}
    assert told == served
    for path, ways in control.described["paths"].items():
        for way in ways.values():
            named = {one["name"] for one in way.get("parameters", ()) if one["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))


def test_the_plain_answers_follow_the_description(control: Control, area: str) -> None:
    for path in ("/health", "/packs", "/areas", f"/areas/{area}/clock", f"/areas/{area}/snapshots", "/faults"):
        control.ask("GET", path, status=200)
    control.ask("POST", f"/areas/{area}/reset", status=204)
    assert control.ask("GET", f"/areas/{area}/target", status=200).startswith("# SIMULERT")


def test_the_clock_is_set_stopped_moved_and_let_go(control: Control, area: str) -> None:
    path = f"/areas/{area}/clock"
    stopped = control.ask("POST", path, {"set": "2027-03-01T08:00:00Z", "frozen": True}, status=200)
    assert (stopped["now"], stopped["frozen"]) == ("2027-03-01T08:00:00.000000Z", True)
    assert control.ask("GET", path, status=200) == stopped
    later = control.ask("POST", path, {"advance_seconds": 3600}, status=200)
    assert later["now"] == "2027-03-01T09:00:00.000000Z"
    going = control.ask("POST", path, {"frozen": False}, status=200)
    assert not going["frozen"] and going["now"] > later["now"]
    back = control.ask("POST", path, {"offset_seconds": 0}, status=200)
    assert abs(datetime.fromisoformat(back["now"]) - datetime.now(UTC)) < timedelta(seconds=60)
    for wrong in (
        {}, {"set": "i morgen"}, {"set": "2027-03-01T08:00:00"}, {"set": 1}, {"frozen": "ja"},
        {"set": "2027-03-01T08:00:00Z", "advance_seconds": 1}, {"set": "9999-03-01T08:00:00Z"},
        {"set": "0001-01-01T00:00:00+14:00"}, {"set": "9999-12-31T23:59:59-14:00"},
    ):  # fmt: skip
        assert control.ask("POST", path, wrong, status=400)["expected"]
    control.ask("POST", path, {"frozen": True}, status=200)
    control.ask("POST", f"/areas/{area}/reset", status=204)
    assert control.ask("GET", path, status=200)["frozen"] is False


def test_a_clock_that_stands_is_moved_exactly_and_goes_on_from_there() -> None:
    base = ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
    clock = ShiftableClock(base, timedelta(hours=1))
    stands = clock.freeze()
    base.advance(timedelta(hours=5))
    assert clock.now() == stands
    clock.shift_to(timedelta(hours=3))
    assert clock.now() == stands + timedelta(hours=2)
    clock.thaw()
    base.advance(timedelta(minutes=1))
    assert clock.now() == stands + timedelta(hours=2, minutes=1) and clock.stands is None


def test_a_snapshot_brings_back_the_journal_its_clock_and_its_faults(control: Control, area: str) -> None:
    control.book(area, 1)
    control.ask("POST", f"/areas/{area}/clock", {"set": "2027-03-01T08:00:00Z", "frozen": True}, status=200)
    assert control.ask("PUT", f"/areas/{area}/snapshots/en-time", status=201) == {"snapshot": "en-time"}
    control.ask("POST", f"/areas/{area}/clock", {"frozen": False}, status=200)
    control.book(area, 2)
    control.ask("POST", f"/areas/{area}/snapshots/en-time/restore", status=204)
    assert control.booked(area) == 1
    assert control.ask("GET", f"/areas/{area}/clock", status=200)["now"] == "2027-03-01T08:00:00.000000Z"
    control.ask("PUT", f"/areas/{area}/snapshots/en-time", status=200)
    assert control.ask("GET", f"/areas/{area}/snapshots", status=200) == {"snapshots": ["en-time"]}
    assert "en-time" in control.ask("POST", f"/areas/{area}/snapshots/entime/restore", status=404)["fix"]
    assert control.ask("PUT", f"/areas/{area}/snapshots/Æ", status=400)["expected"]
    control.ask("DELETE", f"/areas/{area}/snapshots/en-time", status=204)
    control.ask("DELETE", f"/areas/{area}/snapshots/en-time", status=404)
    control.ask("GET", "/areas/finnes-ikke/snapshots", status=404)


def test_snapshots_and_a_stopped_clock_outlive_the_process(tmp_path: Path) -> None:
    bus = start_bus(None, SystemClock(), port=0)

    def start() -> RunningJournal:
        return start_journal(find_profile("visma_hspro"), bus.url, tmp_path, SystemClock(), port=0, seed=1)

    journal = start()
    control = Control(journal)
    control.book("visma_hspro", 1)
    control.ask("POST", "/areas/visma_hspro/clock", {"set": "2027-03-01T08:00:00Z", "frozen": True}, status=200)
    control.ask("PUT", "/areas/visma_hspro/snapshots/en", status=201)
    control.book("visma_hspro", 2)
    journal.stop()
    again = Control(start())
    assert again.ask("GET", "/areas/visma_hspro/clock", status=200)["now"] == "2027-03-01T08:00:00.000000Z"
    assert again.booked("visma_hspro") == 2
    again.ask("POST", "/areas/visma_hspro/snapshots/en/restore", status=204)
    assert again.booked("visma_hspro") == 1
    again.journal.stop()
    bus.stop()


def test_seed_packs_are_named_and_their_targets_can_be_used(control: Control, area: str) -> None:
    sizes = {}
    for pack in [one["pack"] for one in control.ask("GET", "/packs", status=200)["packs"]]:
        seeded = control.ask("POST", f"/areas/{area}/seed", {"pack": pack, "seed": 4}, status=200)
        target = tomllib.loads(seeded["target"])
        jsonschema.validate(json.loads(json.dumps(target, default=str)), TARGET)
        assert (seeded["pack"], seeded["seed"]) == (pack, 4) and NORA.ident in seeded["target"]
        sizes[pack] = len(target["persons"])
    assert sizes["personas"] < sizes["vanlig"] < sizes["familier"] < sizes["mange"]
    assert "Mente du" in control.ask("POST", f"/areas/{area}/seed", {"pack": "vanlige"}, status=400)["fix"]
    for wrong in ({"pack": 1}, {}):
        control.ask("POST", f"/areas/{area}/seed", wrong, status=400)


def test_what_was_exchanged_is_told_a_page_at_a_time(control: Control, area: str) -> None:
    for minute in range(7):
        control.book(area, minute)
    page = control.ask("GET", f"/areas/{area}/exchanges?limit=3", status=200)
    seen = [row["number"] for row in page["exchanges"]]
    assert len(seen) == 3 and page["before"] == seen[-1]
    while page["before"] is not None:
        page = control.ask("GET", f"/areas/{area}/exchanges?limit=3&before={page['before']}", status=200)
        seen += [row["number"] for row in page["exchanges"]]
    assert seen == sorted(set(seen), reverse=True) and len(seen) == 7
    assert len(control.ask("GET", f"/areas/{area}/inspect?limit=2", status=200)["transport"]) == 2
    for wrong in ("limit=0", "limit=1001", "limit=x", "before=-1", "before=²", f"before={2**63}"):
        control.ask("GET", f"/areas/{area}/exchanges?{wrong}", status=400)
    assert "transport" in control.ask("GET", f"/areas/{area}/inspect?table=transprt", status=400)["expected"]


def test_bad_input_is_answered_in_json_that_helps(control: Control, area: str) -> None:
    assert "/_sim/areas/{area}/reset" in control.ask("POST", f"/areas/{area}/rest", status=404)["expected"]
    assert control.ask("PUT", f"/areas/{area}/reset", status=405)["expected"] == "OPTIONS, POST"
    large = {"area": "x" * MAX_INTENT_BYTES}
    assert str(MAX_INTENT_BYTES) in control.ask("POST", "/areas", large, status=413)["expected"]
    for wrong in ([], "x", 1):
        control.ask("POST", "/areas", wrong, status=400)
