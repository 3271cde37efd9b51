"""HTTP: blueprints, deny by default, errors as pages, and what every template may ask."""

from __future__ import annotations

from flask import Flask

from nap_tracker.web import (
    accounts,
    acts,
    administration,
    assets,
    assignments,
    autosaves,
    browsers,
    checks,
    comparisons,
    consents,
    door,
    exports,
    failures,
    files,
    health,
    history,
    locks,
    parties,
    people,
    plan_imports,
    plans,
    points,
    presence,
    revisions,
    rows,
    searches,
    sections,
    security,
    sessions,
    shell,
    word_changes,
    word_imports,
    word_parts,
    word_tables,
    work_plan_imports,
)

BLUEPRINTS = (
    accounts.bp,
    acts.bp,
    administration.bp,
    assets.bp,
    assignments.bp,
    autosaves.bp,
    checks.bp,
    comparisons.bp,
    consents.bp,
    exports.bp,
    files.bp,
    health.bp,
    history.bp,
    locks.bp,
    parties.bp,
    people.bp,
    plan_imports.bp,
    plans.bp,
    points.bp,
    revisions.bp,
    presence.bp,
    rows.bp,
    searches.bp,
    sections.bp,
    word_changes.bp,
    word_imports.bp,
    word_parts.bp,
    word_tables.bp,
    work_plan_imports.bp,
)


def init_app(app: Flask) -> None:
    """Hang everything that answers HTTP on the application."""
    security.init_app(app)
    door.init_app(app)
    sessions.init_app(app)
    browsers.init_app(app)
    shell.init_app(app)
    failures.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
