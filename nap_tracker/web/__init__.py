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
    calendars,
    checks,
    comparisons,
    consents,
    delegations,
    door,
    exports,
    failures,
    files,
    handovers,
    health,
    history,
    locks,
    obligations,
    parties,
    party_files,
    people,
    plan_imports,
    plans,
    points,
    presence,
    protections,
    readings,
    reminders,
    revisions,
    rows,
    searches,
    sections,
    security,
    sessions,
    shell,
    standings,
    steps,
    treaty_facts,
    turns,
    word_changes,
    word_imports,
    word_parts,
    word_tables,
    work_plan_imports,
    worksheets,
)

BLUEPRINTS = (
    accounts.bp,
    acts.bp,
    administration.bp,
    assets.bp,
    assignments.bp,
    autosaves.bp,
    calendars.bp,
    checks.bp,
    comparisons.bp,
    consents.bp,
    delegations.bp,
    exports.bp,
    files.bp,
    handovers.bp,
    health.bp,
    history.bp,
    locks.bp,
    obligations.bp,
    parties.bp,
    party_files.bp,
    people.bp,
    plan_imports.bp,
    plans.bp,
    points.bp,
    readings.bp,
    revisions.bp,
    presence.bp,
    protections.bp,
    reminders.bp,
    rows.bp,
    searches.bp,
    sections.bp,
    treaty_facts.bp,
    steps.bp,
    turns.bp,
    word_changes.bp,
    word_imports.bp,
    word_parts.bp,
    word_tables.bp,
    work_plan_imports.bp,
    worksheets.bp,
)


def init_app(app: Flask) -> None:
    """Hang everything that answers HTTP on the application."""
    security.init_app(app)
    door.init_app(app)
    sessions.init_app(app)
    browsers.init_app(app)
    shell.init_app(app)
    standings.init_app(app)
    failures.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
