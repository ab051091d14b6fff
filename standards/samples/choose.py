"""Finds the sample that somebody asks for, with short names and hints at the nearest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from standards.exchange import Role
from standards.samples.model import Sample, SampleError, short

_LETTERS = str.maketrans({"Ø": "O", "Å": "A", "Æ": "AE"})

Names = Callable[[Sample], tuple[str, ...]]


def choose(
    samples: Sequence[Sample],
    process: str,
    action: str = "",
    *,
    code: str | None = None,
    version: str | None = None,
    role: Role | None = None,
    variant: str | None = None,
) -> Sample:
    """The first that fits; a wish that no sample meets is an error that names what there is."""
    wishes: tuple[tuple[str, str, Names], ...] = (
        ("prosessen", process, lambda one: (one.short, one.process)),
        ("handlingen", action, _actions),
        ("koden", code or "", lambda one: (one.code,)),
        ("versjonen", version or "", lambda one: (one.version,)),
        ("avsenderen", role or "", lambda one: (str(one.sender),)),
        ("varianten", variant or "", lambda one: (one.variant,)),
    )
    left = list(samples)
    asked: list[str] = []
    for what, wish, names in wishes:
        if wish:
            left = _narrow(left, what, wish, names, " ".join(asked))
            asked.append(short(left[0].process) if what == "prosessen" else wish)
    return left[0]


def plain(name: str) -> str:
    """A name without case, dashes and Norwegian letters, for comparing."""
    return name.upper().translate(_LETTERS).replace("-", "_").strip()


def _actions(sample: Sample) -> tuple[str, ...]:
    also = sample.step.also_named if sample.step is not None else ()
    return (sample.action, *also, sample.code)


def _narrow(left: list[Sample], what: str, wish: str, names: Names, asked: str) -> list[Sample]:
    found = [one for one in left if plain(wish) in {plain(name) for name in names(one)}]
    if found:
        return found
    known = list(dict.fromkeys(first for one in left if (first := names(one)[0])))
    by_plain = {plain(name): name for one in left for name in names(one) if name}
    near = get_close_matches(plain(wish), list(by_plain), n=1, cutoff=0.6)
    raise SampleError(
        f"{asked} har ikke {what} {wish}." if asked else f"Det finnes ingen eksempler for {what} {wish}.",
        expected=", ".join(known),
        found=wish,
        fix=f"Mente du {by_plain[near[0]]}?" if near else "Velg en av dem; epj build --list viser alle.",
    )
