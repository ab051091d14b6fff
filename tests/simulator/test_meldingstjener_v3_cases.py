"""Schemathesis against what the description says of MSH v3, in this process: a fixed seed, a world with messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import schemathesis
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events

from simulator.national.meldingstjener import access
from tests.simulator.meldingstjener_world import CLINIC, SURGERY, World, message, packed, running

SEED: Final = 20261122
EACH: Final = 6
LEAST_CASES: Final = 300
OFF: Final = (
    "positive_data_acceptance", "ignored_auth", "object_level_authorization", "use_after_free",
    "ensure_resource_availability",
)  # fmt: skip
"""What JSON Schema cannot say of a document, and what an open area without accounts has not."""
HER_IDS: Final = [8230101, 8230201]
FACE: Final = ("/w/{area}/msh/messages", "/w/{area}/msh/notifications", "/w/{area}/msh/mshconfigurations")


def described(world: World) -> dict[str, Any]:
    """The description of v3 alone, where what is named exists: else nearly every case would be of nothing."""
    whole: dict[str, Any] = world.client.get("/openapi.json").get_json()
    whole["paths"] = {path: ways for path, ways in whole["paths"].items() if path.startswith(FACE)}
    world.client.put("/w/a/msh/mshconfigurations", json={"configurations": [{"herId": her_id} for her_id in HER_IDS]})
    known: Mapping[str, Any] = {
        "area": {"enum": ["a"]},
        "message": {"enum": [world.send(message(CLINIC, SURGERY).to_xml()) for _ in range(2)]},
        "herId": {"enum": HER_IDS},
        "herIds": {"type": "array", "minItems": 1, "items": {"enum": HER_IDS}},
    }
    for name, schema in known.items():
        whole["components"]["parameters"][name]["schema"] = schema
    letter = whole["components"]["schemas"]["SendMessageRequest"]["properties"]
    document = packed(message(CLINIC, SURGERY).to_xml())["businessDocument"]
    letter |= {
        "businessDocument": {"enum": [document]},
        "senderHerId": {"enum": HER_IDS[:1]},
        "receiverHerIds": {"type": "array", "items": {"enum": HER_IDS[1:]}},
        "contentType": {"enum": ["application/xml"]},
        "contentTransferEncoding": {"enum": ["base64"]},
    }
    return whole


def finished(world: World) -> Iterator[events.EngineEvent]:
    settings = {
        "seed": SEED,
        "base-url": "http://localhost",
        "continue-on-failure": True,
        "workers": 1,
        "generation": {"max-examples": EACH, "database": "none", "deterministic": True},
        "phases": {"stateful": {"enabled": False}},
        "checks": {name: {"enabled": False} for name in OFF},
    }
    schema = schemathesis.openapi.from_dict(described(world), config=SchemathesisConfig.from_dict(settings))
    schema.app = world.client.application
    yield from engine.from_schema(schema).execute()


def test_the_description_of_v3_is_true() -> None:
    cases, statuses, failures = 0, Counter[int](), list[str]()
    open_to_all = access.by_token(lambda area: "")
    with running(check=open_to_all) as world:
        for event in finished(world):
            if isinstance(event, events.ScenarioFinished):
                cases += len(event.recorder.cases)
                statuses.update(
                    one.response.status_code for one in event.recorder.interactions.values() if one.response is not None
                )
            elif isinstance(event, events.NonFatalError):
                failures.append(f"{event.label}: {event.value!r}")
            elif isinstance(event, events.FatalError):
                failures.append(f"{event.exception!r}")
            elif isinstance(event, events.EngineFinished):
                failures += [f"{one.operation}: {one.title}: {one.message[:300]}" for one in event.failures]
    assert not failures, "\n".join(failures)
    assert cases >= LEAST_CASES
    assert not [status for status in statuses if status >= 500]
    assert {200, 202, 204, 400, 405} <= set(statuses)
