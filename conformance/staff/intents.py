"""The closed list of intents: schemas of what goes in and comes out, sentence and deadline of each."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from conformance.outcomes import NotVerified, ToolFault
from conformance.staff.adapter import IntentResult

if TYPE_CHECKING:
    from conformance.targets.model import Target

DAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


class IntentBook:
    """What `standards/schemas/intents.json` and `intents.toml` say."""

    def __init__(self, schema: Mapping[str, Any], sentences: Mapping[str, Mapping[str, Any]]) -> None:
        self._sentences = sentences
        self._validators = {
            (name, part): Draft202012Validator({**schema, "$ref": f"#/intents/{name}/{part}"})
            for name, parts in schema["intents"].items()
            for part in parts
        }
        self.names = frozenset(schema["intents"])

    @classmethod
    def load(cls) -> IntentBook:
        """Read the files that come with the package."""
        schema = json.loads(files("standards").joinpath("schemas", "intents.json").read_text("utf-8"))
        return cls(schema, tomllib.loads(files(__package__).joinpath("intents.toml").read_text("utf-8")))

    def check_params(self, intent: str, params: Mapping[str, Any]) -> None:
        """Raise `ToolFault` when we are about to ask for something outside the contract."""
        if intent not in self.names:
            raise ToolFault(f"Oppdraget «{intent}» finnes ikke.", fix=f"Velg et av: {', '.join(sorted(self.names))}.")
        problem = self._problem(intent, "params", params)
        if problem:
            raise ToolFault(f"Oppdraget «{intent}» har feil parametre: {problem}")

    def check_data(self, intent: str, result: IntentResult) -> None:
        """Raise `NotVerified` when what came back is outside the contract; only `done` by a machine has data."""
        if result.outcome != "done" or result.by != "maskin":
            return
        problem = self._problem(intent, "data", result.data)
        if problem:
            raise NotVerified(
                f"Svaret på «{intent}» følger ikke kontrakten: {problem}",
                fix="Rett ansatt-adapteren etter docs/contract.md, del 2, og standards/schemas/intents.json.",
            )

    def seconds(self, intent: str, target: Target, automatic: bool) -> float:
        """The deadline: the target's for a machine, the intent's own for a person."""
        own = float(self._sentences[intent]["seconds"])
        return target.deadlines.staff_seconds if automatic else max(own, target.deadlines.staff_seconds)

    def sentence(self, intent: str, params: Mapping[str, Any], target: Target) -> str:
        """What a person is asked, in bokmål."""
        entry = self._sentences[intent]
        words = {key: _word(key, value, entry, target) for key, value in params.items()}
        if str(params.get("start", ""))[:10] == str(params.get("end", "-"))[:10]:
            words["end"] = words["end"].rpartition(" ")[2]
        extra = "".join(text for key, text in entry.get("optional", {}).items() if key in params)
        return str((entry["sentence"] + extra).format_map(words))

    def word(self, intent: str, key: str, value: str) -> str:
        """What a value of a parameter is called in bokmål; the value itself where nothing else is said."""
        return str(self._sentences[intent].get("words", {}).get(key, {}).get(value, value))

    def _problem(self, intent: str, part: str, value: Mapping[str, Any]) -> str:
        error = best_match(self._validators[intent, part].iter_errors(dict(value)))
        if error is None:
            return ""
        where = "/".join(str(step) for step in error.absolute_path)
        return f"{where or part}: {_in_norwegian(error.validator, error.validator_value, error.instance)}"


def _word(key: str, value: Any, entry: Mapping[str, Any], target: Target) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if key == "patient":
        known = next((person for person in target.persons if person.ident == value), None)
        return f"{known.given} {known.family} ({value})" if known else str(value)
    if isinstance(value, list):
        words = entry.get("words", {}).get(key, {})
        each = (f"«{item['description']}»" if isinstance(item, dict) else words.get(item, str(item)) for item in value)
        return ", ".join(each)
    if key in ("start", "end", "arrival", "bookable_from"):
        moment = datetime.fromisoformat(str(value))
        return f"{DAYS[moment.weekday()]} {moment:%d.%m.%Y} kl. {moment:%H.%M}"
    if key in ("first", "last"):
        return date.fromisoformat(str(value)).strftime("%d.%m.%Y")
    return str(entry.get("words", {}).get(key, {}).get(value, value))


def _in_norwegian(validator: Any, wanted: Any, found: Any) -> str:
    shown = json.dumps(found, ensure_ascii=False, default=str)
    shown = shown if len(shown) <= 120 else f"{shown[:120]}…"
    if validator == "required":
        missing = [name for name in wanted if name not in found]
        return f"ventet feltet «{missing[0] if missing else '?'}», fant {shown}"
    if validator == "additionalProperties":
        return f"feltet er ikke i kontrakten: {shown}"
    names = {
        "type": "typen",
        "enum": "en av verdiene",
        "pattern": "et svar på formen",
        "maxLength": "høyst antall tegn",
    }
    return f"ventet {names.get(validator, str(validator))} {json.dumps(wanted, ensure_ascii=False)}, fant {shown}"
