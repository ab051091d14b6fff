"""The one style sheet, with the product's accent and ink that can be read on it."""

from __future__ import annotations

from importlib import resources

_WHITE, _BLACK = "#ffffff", "#000000"


def sheet(accent: str) -> str:
    """The style sheet of a product."""
    own = f":root {{ --accent: {accent}; --on-accent: {readable_on(accent)}; }}\n"
    return own + resources.files("simulator.workbench").joinpath("pages/bench.css").read_text("utf-8")


def mark(accent: str) -> str:
    """The mark of the browser tab: a disc in the accent, and no logo."""
    disc = f'<circle cx="16" cy="16" r="15" fill="{accent}" stroke="{readable_on(accent)}" stroke-width="2"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{disc}</svg>'


def readable_on(colour: str) -> str:
    """Black or white, whichever stands out more from the colour."""
    return max((_WHITE, _BLACK), key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, 1.4.3): from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
