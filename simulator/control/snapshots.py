"""Snapshots of a test area: take, list, bring back, forget."""

from __future__ import annotations

from typing import Protocol

from flask import Blueprint, Response, jsonify

from simulator.store.snapshots import Snapshots


class Areas(Protocol):
    """The areas of the server."""

    def snapshots(self, area: str) -> Snapshots:
        """The snapshots of an area."""
        ...

    def save(self, area: str, name: str) -> bool:
        """Take a snapshot; whether the name is new."""
        ...

    def restore(self, area: str, name: str) -> None:
        """Make the journal what it was."""
        ...


def add(control: Blueprint, areas: Areas) -> None:
    """Put the routes on the blueprint."""

    @control.get("/areas/<area>/snapshots")
    def listed(area: str) -> Response:
        return jsonify(snapshots=areas.snapshots(area).names())

    @control.put("/areas/<area>/snapshots/<name>")
    def take(area: str, name: str) -> tuple[Response, int]:
        return jsonify(snapshot=name), 201 if areas.save(area, name) else 200

    @control.post("/areas/<area>/snapshots/<name>/restore")
    def restore(area: str, name: str) -> Response:
        areas.restore(area, name)
        return Response(status=204)

    @control.delete("/areas/<area>/snapshots/<name>")
    def forget(area: str, name: str) -> Response:
        areas.snapshots(area).delete(name)
        return Response(status=204)
