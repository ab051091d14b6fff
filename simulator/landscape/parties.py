"""The parties of every simulated world. The HER-ids are our own, in a range that looks right."""

from __future__ import annotations

from standards.parties import Party

HELSENORGE = Party.service("Helsenorge (simulert)", "8200001", "Digital dialog (simulert)", "8200002")
CLINIC = Party.service("Fjordvik kommune (simulert)", "8210001", "Fjordvik helsestasjon (simulert)", "8210011")
CLINIC_ROLE = "helsestasjon"
