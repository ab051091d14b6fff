"""`epj services`: what each simulated national service does and does not do, with source and mark."""

from __future__ import annotations

import click


@click.command(name="services", short_help="Vis hva de simulerte nasjonale tjenestene gjør.")
@click.option("--markdown", is_flag=True, help="Skriv listen slik den står i dokumentasjonen.")
def command(markdown: bool) -> None:
    """Vis hva hver simulert tjeneste gjør og ikke gjør, og hvor vi vet det fra.

    Merket sier hvor sikkert det er: V lest i kilden, V-sec lest hos noen som har lest den, T sett i et eksempel,
    I antatt.
    """
    from simulator.landscape import accounts  # noqa: PLC0415 - Flask is slow to load for other commands

    click.echo(accounts.markdown() if markdown else accounts.plain(), nl=False)
