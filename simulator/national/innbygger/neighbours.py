"""The services beside: who may act for whom (folkeregister) and the notices (helsenorge), asked over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import urllib3

from simulator.serving.refusals import Refusal

SELF: Final = "selv"
SEE, CANCEL, READ, WRITE, ASK = "se timer", "avbestille", "lese meldinger", "skrive meldinger", "be om time"
_GONE: Final = frozenset({400, 404, 409, 422})
Address = Callable[[str, str], str]


class NoAnswer(Refusal):
    """A service beside us does not answer as it should."""

    status = 502


@dataclass(frozen=True)
class Standing:
    """What one person may do for another, or for themselves, and why."""

    actor: str
    actor_name: str
    patient: str
    patient_id: str
    patient_name: str
    bond: str
    rights: frozenset[str]
    why: str

    @property
    def own(self) -> bool:
        """Whether the two are the same."""
        return self.bond == SELF


class Neighbours:
    """Asks the services of one area; `address` gives where a service answers."""

    def __init__(self, area: str, address: Address, *, timeout: float = 10.0) -> None:
        self._area = area
        self._address = address
        self._timeout = timeout
        self._pool = urllib3.PoolManager(maxsize=8, retries=False)

    def acting(self, pid: str) -> tuple[Standing, ...]:
        """What somebody may do, for themselves first, and for everybody they have a tie to; raises `NoAnswer`."""
        told = self._get("folkeregister", f"/representasjon?representant={pid}")
        found = [_standing(one) for one in told["svar"]]
        return tuple(sorted(found, key=lambda one: (not one.own, not one.rights, one.patient_name)))

    def between(self, pid: str, patient: str) -> Standing:
        """What one may do for the other; raises `NoAnswer`."""
        told = self._get("folkeregister", f"/representasjon?representant={pid}&for={patient}")
        return _standing(told["svar"][0])

    def is_active(self, pid: str) -> bool:
        """Whether there is anybody on Helsenorge who may see or do something for a person; raises `NoAnswer`.

        Which of the answers of the activity check decides, no source says: our own reading.
        """
        person = self._people([pid]).get(pid)
        return person is not None and any(one["rettigheter"] for one in person["staaende"])

    def age(self, pid: str) -> int:
        """Whole years today; raises `NoAnswer`."""
        return int(self._people([pid])[pid]["alder"])

    def names(self, pid: str) -> dict[str, str]:
        """What those with a tie to a person are called, by their numbers, the person too; raises `NoAnswer`."""
        return {one["representant"] or "": one["representant_navn"] for one in self._people([pid])[pid]["staaende"]}

    def numbers_of(self, person: str, numbers: list[str]) -> tuple[str, ...]:
        """Which of the numbers that are or were those of the person with that id; raises `NoAnswer`."""
        return tuple(number for number, one in self._people(numbers).items() if one["person_id"] == person)

    def notices(self, pid: str) -> list[dict[str, Any]]:
        """What has been sent to a person, newest first; empty where nobody sends notices. Raises `NoAnswer`."""
        if not self._address("helsenorge", self._area):
            return []
        told = self._get("helsenorge", f"/varsel/utboks?til={pid}&limit=1000")
        return list(told["varsler"])[::-1]

    def tell(self, event: Mapping[str, Any]) -> None:
        """Tell the notices of an event; one that they will never take is let go. Raises `NoAnswer`."""
        if self._address("helsenorge", self._area):
            self._call("POST", "helsenorge", "/varsel/hendelser", event, let_go=_GONE)

    def make_areas(self, clients: list[Mapping[str, Any]]) -> None:
        """Let the services beside have the same test area, and ID-porten know us as a client; raises `NoAnswer`."""
        for name in ("folkeregister", "helsenorge", "idporten"):
            base = self._address(name, self._area)
            if base:
                more = {"clients": clients} if name == "idporten" else {}
                self._send("POST", name, f"{_root(base)}/_sim/areas", {"area": self._area, **more})

    def _people(self, numbers: list[str]) -> dict[str, Any]:
        told = self._call("POST", "folkeregister", "/representasjon/personer", {"numre": numbers})
        people: dict[str, Any] = told["personer"]
        return people

    def _get(self, name: str, path: str) -> dict[str, Any]:
        return self._call("GET", name, path, None)

    def _call(
        self,
        method: str,
        name: str,
        path: str,
        content: Mapping[str, Any] | None,
        *,
        let_go: frozenset[int] = frozenset(),
    ) -> dict[str, Any]:
        base = self._address(name, self._area)
        if not base:
            raise _silent(name, "ingen slik tjeneste kjører")
        return self._send(method, name, base + path, content, let_go=let_go)

    def _send(
        self,
        method: str,
        name: str,
        url: str,
        content: Mapping[str, Any] | None,
        *,
        let_go: frozenset[int] = frozenset(),
    ) -> dict[str, Any]:
        body = None if content is None else json.dumps(content).encode()
        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            answer = self._pool.request(method, url, body=body, headers=headers, timeout=self._timeout)
            if answer.status in let_go:
                return {}
            if answer.status >= 300:
                raise _silent(name, f"HTTP {answer.status}")
            told: dict[str, Any] = json.loads(answer.data)
        except urllib3.exceptions.HTTPError as error:
            raise _silent(name, "ikke noe svar") from error
        except ValueError as error:
            raise _silent(name, "et svar som ikke er JSON") from error
        return told


def _root(base: str) -> str:
    return base.partition("/w/")[0]


def _standing(told: Mapping[str, Any]) -> Standing:
    return Standing(
        told["representant"] or "",
        told["representant_navn"],
        told["for"] or "",
        told["for_id"],
        told["for_navn"],
        told["knytning"],
        frozenset(told["rettigheter"]),
        told["hvorfor"],
    )


def _silent(name: str, found: str) -> NoAnswer:
    return NoAnswer(
        f"Tjenesten {name} svarer ikke som den skal.",
        expected="et svar fra tjenesten i det samme testområdet",
        found=found,
        fix="Se om tjenesten kjører, og prøv igjen.",
    )
