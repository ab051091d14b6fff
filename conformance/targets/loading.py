"""Reads a target file into the model, with everything that is wrong with it at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from conformance.targets.consistency import inconsistencies
from conformance.targets.deviations import read_beside
from conformance.targets.file import Problem, TargetError, TargetFile, read
from conformance.targets.model import (
    Deadlines,
    Helsenorge,
    LoadTerms,
    Staff,
    Target,
    TargetParty,
    TestPerson,
)
from conformance.targets.protection import MessageProtection
from conformance.targets.secrets import Secrets
from conformance.targets.services import HelseID, Network, Override, Services
from conformance.targets.transports import transport

DEFAULT_SECONDS = 10.0


def load(path: Path | str, *, environ: Mapping[str, str] | None = None) -> Target:
    """Read a target file; raises `TargetError` with every problem found, each with line and fix."""
    source = read(Path(path))
    problems = list(inconsistencies(source))
    secrets = Secrets(source, os.environ if environ is None else environ, problems)
    target = _target(source, secrets, problems)
    if problems:
        raise TargetError(source.path, tuple(sorted(problems, key=lambda problem: problem.line)))
    return replace(target, deviations=read_beside(source.path))


def _target(source: TargetFile, secrets: Secrets, problems: list[Problem]) -> Target:
    data = source.data
    about, staff = data["target"], data["staff"]
    way, password = transport(source, problems)
    return Target(
        **{key: about[key] for key in ("name", "product", "vendor", "environment", "topology")},
        version=about.get("version", ""),
        plan=about.get("plan", ""),
        transport=way,
        helsenorge=Helsenorge(**{**data["helsenorge"], "secret": password or secrets.get("helsenorge")}),
        parties=tuple(TargetParty(**{"level2": "service", **party}) for party in data["parties"]),
        processes=dict(data["processes"]),
        settings=dict(data.get("settings", {})),
        staff=Staff(
            staff["kind"],
            staff.get("address", "").rstrip("/"),
            staff.get("settle", False),
            secrets.get("staff"),
            staff.get("second_person", False),
        ),
        persons=tuple(_person(person) for person in data["persons"]),
        deadlines=_deadlines(data.get("deadlines", {})),
        network=Network(**data.get("network", {})),
        services=_services(data.get("services", {}), secrets),
        hints=dict(data.get("hints", {})),
        retention_days=data.get("retention", {}).get("days"),
        override=_override(data.get("override")),
        load=LoadTerms(**data["load"]) if "load" in data else None,
        protection=_protection(source, secrets, problems),
        file=source,
    )


def _services(values: Mapping[str, Any], secrets: Secrets) -> Services:
    addresses = {name: table["address"].rstrip("/") for name, table in values.items() if name != "helseid"}
    helseid = values.get("helseid")
    if helseid is None:
        return Services(**addresses)
    given = {
        **helseid,
        "scopes": tuple(helseid.get("scopes", ())),
        "key": secrets.get("services", "helseid", key="key"),
    }
    return Services(HelseID(**{**given, "issuer": helseid["issuer"].rstrip("/")}), **addresses)


def _protection(source: TargetFile, secrets: Secrets, problems: list[Problem]) -> MessageProtection | None:
    if "protection" not in source.data:
        return None
    from conformance.targets.certificates import Files  # noqa: PLC0415  most targets have no certificates

    return Files(source, secrets, problems).protection()


def _override(values: Mapping[str, Any] | None) -> Override | None:
    return None if values is None else Override(**{**values, "allow": tuple(values["allow"])})


def _person(values: Mapping[str, Any]) -> TestPerson:
    return TestPerson(
        **{key: values[key] for key in ("id", "ident", "family", "given", "kind")},
        birth_date=_as_date(values["birth_date"]),
        guardians=tuple(values.get("guardians", ())),
        relation=values.get("relation", ""),
        digitally_active=values.get("digitally_active", True),
        traits=tuple(values.get("traits", ())),
    )


def _as_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:  # it is among the problems, so the value is never used
        return date.min


def _deadlines(values: Mapping[str, float]) -> Deadlines:
    message = float(values.get("message_seconds", DEFAULT_SECONDS))
    return Deadlines(
        message_seconds=message,
        apprec_seconds=float(values.get("apprec_seconds", message)),
        answer_seconds=float(values.get("answer_seconds", message)),
        staff_seconds=float(values.get("staff_seconds", DEFAULT_SECONDS)),
    )
