"""`serve` and `worker`: the two processes of an installation."""

from __future__ import annotations

import click
from flask import current_app

from nap_tracker import jobs
from nap_tracker.cli import migrations
from nap_tracker.cli.context import in_app
from nap_tracker.serve import serve as run_server
from nap_tracker.services import samples


@click.command()
@click.option("--port", type=int, help="Port to listen on; default: NAP_PORT, else 5000.")
@in_app
def serve(port: int | None) -> int:
    """Serve the pages, with the worker beside them, until Ctrl-C."""
    settings = current_app.config
    port = settings["PORT"] if port is None else port
    migrations.refuse_outdated()
    samples.refuse_in_production(settings["MODE"])
    return run_server(
        port,
        bind=settings["BIND"],
        workers=settings["WORKERS"],
        threads=settings["THREADS"],
        on_ready=lambda: _say_where(port),
    )


@click.command()
@in_app
def worker() -> None:
    """Make documents and send mail until told to stop; `serve` starts one by itself."""
    migrations.refuse_outdated()
    samples.refuse_in_production(current_app.config["MODE"])
    jobs.consume(current_app._get_current_object())  # type: ignore[attr-defined]


def _say_where(port: int) -> None:
    click.echo(f"\nNAP Tracker is at http://{current_app.config['BIND']}:{port}")
    if current_app.config["MODE"] == "demo":
        click.echo("One sign-in per role (sample accounts, demonstration only):")
        for account in samples.SIGN_INS:
            about = account.about.lower()
            click.echo(
                f"  {account.role:15} {account.email:32} {account.password}  {about}".rstrip()
            )
    click.echo("Stop with Ctrl-C.\n")


COMMANDS = (serve, worker)
