"""Holds the parameters of an intent against the published contract, standards/schemas/intents.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

import standards
from simulator.journal.refusals import FaultyParams
from simulator.staff import glance
from simulator.staff.glance import Sure
from standards import identifiers

_CONTRACT = Path(standards.__file__).parent / "schemas" / "intents.json"


@dataclass(frozen=True)
class _Form:
    """What an intent takes: told at a glance when all is well, else asked of the library, which can say what is not."""

    sure: Sure
    validator: Validator


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, _Form]:
    contract = json.loads(_CONTRACT.read_text("utf-8"))
    definitions = contract["$defs"]
    return MappingProxyType(
        {
            name: _Form(
                glance.sure(intent["params"], definitions),
                jsonschema.Draft202012Validator({**intent["params"], "$defs": definitions}),
            )
            for name, intent in contract["intents"].items()
        }
    )


def check(intent: str, params: Mapping[str, Any]) -> None:
    """Raise `FaultyParams` for the first parameter that breaks the contract; unknown intents are not judged here."""
    form = _forms().get(intent)
    if form is None or form.sure(params):
        return
    fault = next(iter(form.validator.iter_errors(params)), None)
    if fault is None:
        return
    name = ".".join(str(step) for step in fault.path) or "parametrene"
    expected = _EXPECTED.get(str(fault.validator), lambda rule: f"{fault.validator}: {rule}")(fault.validator_value)
    raise FaultyParams(
        f"Oppdraget {intent} har feil i {name}.",
        expected=expected,
        found=identifiers.mask(json.dumps(fault.instance, ensure_ascii=False))[:200],
        fix="Rett parametrene; formen står i docs/contract.md, del 2.",
    )


_EXPECTED: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "required": lambda names: f"alle av {', '.join(names)}",
        "additionalProperties": lambda _: "bare parametre som står i kontrakten",
        "maxLength": lambda limit: f"høyst {limit} tegn",
        "minLength": lambda limit: f"minst {limit} tegn",
        "maximum": lambda limit: f"høyst {limit}",
        "exclusiveMinimum": lambda limit: f"mer enn {limit}",
        "enum": lambda values: f"en av {', '.join(map(str, values))}",
        "pattern": lambda pattern: f"en tekst på formen {pattern}",
        "type": lambda kind: f"en verdi av typen {kind}",
    }
)
