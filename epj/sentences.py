"""`epj sentences`: every sentence that a scenario may be written with, with an example."""

from __future__ import annotations

from pathlib import Path

import click

from standards.errors import in_words

WRONG_USE = 2


@click.command(name="sentences", short_help="Vis setningene et scenario kan skrives med.")
@click.argument("words", nargs=-1, metavar="[ORD…]")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FIL", help="Skriv dem som en nettside.")
def command(words: tuple[str, ...], page: Path | None) -> int:
    """Vis hver setning med et eksempel. Med ORD vises de som har alle ordene i seg."""
    from conformance.run import FEATURES, step_modules  # noqa: PLC0415  slow to load for `--help`
    from conformance.runner import phrasebook  # noqa: PLC0415
    from conformance.runner.lint import read_features  # noqa: PLC0415
    from conformance.runner.sentences import of_modules  # noqa: PLC0415

    known = phrasebook.phrases(of_modules(step_modules()), read_features(FEATURES).scenarios)
    found = [one for one in known if all(word.lower() in one.sentence.text.lower() for word in words)]
    if not found:
        click.echo(f"Ingen setning har {' og '.join(words)} i seg. epj sentences uten ord viser alle {len(known)}.")
        return 1
    if page is not None:
        return _write(page, phrasebook.page(found))
    for keyword, group in phrasebook.by_keyword(found).items():
        click.echo(f"\n{keyword}")
        for one in group:
            where = f"{one.uses} steder, først i {one.scenario}" if one.uses > 1 else f"i {one.scenario}"
            where = where if one.uses else "ikke brukt ennå"
            click.echo(f"  {one.sentence.text}")
            if "«" in one.sentence.text and one.uses:
                click.echo(f"      slik: {one.example}")
            click.echo(f"      {where}")
    click.echo(f"\n{len(found)} av {len(known)} setninger")
    return 0


def _write(path: Path, text: str) -> int:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        click.echo(f"Får ikke skrevet {path}. Fant: {in_words(error)}. Gjør dette: velg en annen fil.", err=True)
        return WRONG_USE
    click.echo(f"Skrev {path}")
    return 0
