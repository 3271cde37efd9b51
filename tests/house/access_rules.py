"""Who may open which address: one rule for every endpoint."""

from __future__ import annotations

ROLES = (
    "focal_point",
    "coordinator",
    "officer",
    "viewer",
    "reviewer",
    "administrator",
    "stranger",
)
"""The cast; the stranger holds every role in another Party."""

LEAD = frozenset({"focal_point", "coordinator"})
DRAFT = LEAD | {"officer"}
READ = DRAFT | {"viewer", "reviewer"}
PARTY = READ | {"administrator"}
EVERYBODY = frozenset(ROLES)

PUBLIC = None
"""Also for visitors who have not signed in."""

RULES: dict[str, frozenset[str] | None] = {
    "accounts.accept_invitation": PUBLIC,
    "accounts.change_password": EVERYBODY,
    "accounts.edit": EVERYBODY,
    "accounts.forgot_password": PUBLIC,
    "accounts.set_password": PUBLIC,
    "accounts.show": EVERYBODY,
    "accounts.sign_in": PUBLIC,
    "accounts.sign_out": EVERYBODY,
    "accounts.sign_out_everywhere": EVERYBODY,
    "accounts.who": PUBLIC,
    "administration.disable": frozenset({"administrator"}),
    "administration.enable": frozenset({"administrator"}),
    "administration.index": frozenset({"administrator"}),
    "administration.remove_samples": frozenset({"administrator"}),
    "administration.show_accounts": frozenset({"administrator"}),
    "assets.show": PUBLIC,
    "assignments.edit": LEAD,
    "assignments.index": LEAD,
    "autosaves.row": DRAFT,
    "autosaves.section": DRAFT,
    "checks.answer": DRAFT,
    "checks.coverage": READ,
    "checks.show": READ,
    "checks.withdraw": DRAFT,
    "consents.create": frozenset({"focal_point"}),
    "consents.withdraw": frozenset({"focal_point"}),
    "exports.download": DRAFT,
    "exports.index": READ,
    "exports.retry": DRAFT,
    "exports.show": DRAFT,
    "files.edit": DRAFT,
    "files.emblem": LEAD,
    "files.index": READ,
    "files.original": DRAFT,
    "files.remove": DRAFT,
    "files.show": DRAFT,
    "health.show": PUBLIC,
    "parties.create": frozenset({"administrator"}),
    "parties.edit": LEAD,
    "parties.show": PARTY,
    "parties.treaty_text": LEAD,
    "people.edit": LEAD,
    "people.end": LEAD,
    "people.index": EVERYBODY,
    "people.invite": LEAD | {"administrator"},
    "people.invite_reviewer": LEAD,
    "people.renew": LEAD,
    "people.show": DRAFT | {"viewer", "administrator"},
    "people.withdraw": LEAD,
    "plan_imports.create": LEAD | {"administrator", "stranger"},
    "plans.create": LEAD | {"stranger"},
    "plans.edit": LEAD,
    "plans.index": EVERYBODY,
    "plans.show": READ,
    "presence.ping": DRAFT,
    "rows.create": DRAFT,
    "rows.edit": READ,
    "rows.move": DRAFT,
    "rows.remove": DRAFT,
    "rows.restore": DRAFT,
    "sections.answers": READ,
    "sections.edit": READ,
    "word_changes.edit": DRAFT,
    "word_imports.create": DRAFT,
    "word_imports.forget": DRAFT,
    "word_imports.paste": DRAFT,
    "word_imports.show": DRAFT,
    "word_parts.edit": DRAFT,
    "word_parts.show": DRAFT,
    "word_tables.columns": DRAFT,
    "word_tables.edit": DRAFT,
    "work_plan_imports.apply": LEAD,
    "work_plan_imports.create": LEAD,
    "work_plan_imports.edit": LEAD,
    "work_plan_imports.show": LEAD,
    "work_plan_imports.source": LEAD,
    "work_plan_imports.template": LEAD,
}
"""Endpoint -> who may open it, in their own Party. The file and the export of the world are for
the drafting team, so only drafters reach them."""
