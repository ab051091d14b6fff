"""The sources of the standard, oldest first; a newer one replaces what it speaks of and leaves the rest standing."""

from __future__ import annotations

HITS_2019 = "hits-1217-2019"
"""HITS 1217:2018 v3.21 of 30 July 2019, with HITS 1216 and HITS 1218: the last public guides."""
WIKI = "wiki"
"""Helsenorge's own pages, as far as they could be read."""
APPOINTMENT_254 = "hn-basis-appointment-2.5.4"
"""The FHIR profile of appointments before home care got cancel flags."""
APPOINTMENT = "hn-basis-appointment-2.5.5"
"""The FHIR profile of appointments, with the code lists that came with it."""

SOURCES = (HITS_2019, WIKI, APPOINTMENT_254, APPOINTMENT)
NEWEST = SOURCES[-1]


def in_force(source: str, *, since: str = HITS_2019, until: str = "") -> bool:
    """Whether something that came with one source, and perhaps went with another, holds under a source."""
    here = SOURCES.index(source)
    return SOURCES.index(since) <= here and (not until or here < SOURCES.index(until))
