"""What every command starts from: the application's context, lazily, so that --help needs none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from nap_tracker.cli import migrations
from nap_tracker.database import Unusable


def in_app(function: Callable[..., Any]) -> Callable[..., Any]:
    """Run the command inside the application; what it returns is the exit code.

    A database that is away or behind ends it with one clear line.
    """

    @click.pass_context
    @wraps(function)
    def inside(context: click.Context, *args: Any, **kwargs: Any) -> Any:
        with context.obj().app_context():
            try:
                return function(*args, **kwargs)
            except Unusable as error:
                migrations.refuse_unusable(error)
                raise

    return inside
