"""Plans: the list, one plan's task list, beginning and naming a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Forbidden
from nap_tracker.extensions import db
from nap_tracker.forms.plans import new_plan_form, settings_form
from nap_tracker.i18n import N_, chosen, day, gettext, moment, ngettext
from nap_tracker.models.account import Party
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.permissions import Place, can
from nap_tracker.roles import Permission
from nap_tracker.services import (
    comments,
    my_updates,
    my_work,
    parties,
    people,
    plans,
    portfolio,
    standings,
    tasks,
    threads,
)
from nap_tracker.services.portfolio import Wanted
from nap_tracker.web import home, treaty_clock
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.standings import told

ASKED = ("find", "party", "state")
"""What of the list can be asked for in its address."""

bp = Blueprint("plans", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A task as the macro draws it."""

    id: str
    title: str
    url: str
    hint: str
    status: str


@bp.get("/")
def index() -> ResponseReturnValue:
    """What needs the person, then every plan they may read, a page at a time."""
    work = my_work.of_person(actor())
    wanted = Wanted(*(request.args.get(name, "") for name in ASKED))
    page = portfolio.listing(actor(), wanted, request.args.get("page", 1, type=int))
    shown = [plan.plan_id for plan in page.plans]
    lines = standings.of_plans(actor(), shown, with_requests=True)
    led = [p for p in work.agenda.parties.values() if can(actor(), Permission.PLAN_CREATE, p)]
    return render_template(
        "plans/index.html",
        work=work,
        tasks=home.tasks(work, lines.values()),
        page=page,
        wanted=wanted,
        states=home.states(wanted),
        standing={plan_id: told(lines[plan_id]) for plan_id in shown if plan_id in lines},
        next_duty=home.next_duties(work.agenda),
        clocks=treaty_clock.panels(work.agenda.accounts[party.id] for party in led),
        leads=bool(led),
        imports=led or can(actor(), Permission.PARTY_CREATE),
        page_url=_page_url,
        reports=my_updates.concerns(actor()),
        reported=plans.reported_on_by(actor()),
    )


@bp.get("/plans/<uuid:plan_id>")
def show(plan_id: UUID) -> ResponseReturnValue:
    """The plan's home: its sections as tasks, and how many are completed."""
    version = plans.newest(actor(), str(plan_id))
    found = tasks.of_version(actor(), version)
    said = threads.count_by_section(actor(), version, comments.ground_of(version))
    groups = [
        (group.title, [_line(version, task, said.get(task.section.id, 0)) for task in members])
        for group, members in found.groups
    ]
    return render_template(
        "plans/show.html",
        version=version,
        tabs=tabs(version),
        found=found,
        findings=found.check.findings,
        groups=groups,
        edits=any(_edits(version, task) for task in found.tasks),
    )


@bp.route("/plans/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Begin a plan for a Party one leads the drafting of."""
    led = _led()
    if not led:
        raise Forbidden(N_("Your role does not allow this. Ask your coordinator or focal point."))
    form = new_plan_form((party.id, chosen(party.name)) for party in led)
    if form.validate_on_submit():
        party = parties.get(actor(), form["party"].data, Permission.PLAN_CREATE)
        details = {**form.facts, "title": form.titles({}), "short_title": form.short_titles}
        plan = plans.create(actor(), party, details=details)
        db.session.commit()
        flash(gettext("The plan is there. Begin with any section."), "success")
        return redirect(url_for("plans.show", plan_id=plan.id))
    return render_template("plans/create.html", form=form, errors=form.problems)


@bp.route("/plans/<uuid:plan_id>/settings", methods=["GET", "POST"])
def edit(plan_id: UUID) -> ResponseReturnValue:
    """Change what the plan is called, its languages and its period."""
    version = plans.newest(actor(), str(plan_id), Permission.PLAN_EDIT)
    plan = version.plan
    form = settings_form(
        plan.languages,
        title=plan.title,
        short_title=plan.short_title,
        period_start=plan.period_start,
        period_end=plan.period_end,
    )
    if form.validate_on_submit():
        titles = {"title": form.titles(plan.title), "short_title": form.short_titles}
        plans.edit(actor(), plan, details={**form.facts, **titles})
        db.session.commit()
        flash(gettext("Saved."), "success")
        return redirect(url_for("plans.show", plan_id=plan_id))
    return render_template(
        "plans/edit.html", version=version, tabs=tabs(version), form=form, errors=form.problems
    )


def _led() -> list[Party]:
    """Parties the person may begin a plan for."""
    return [p for p in people.parties_of(actor()) if can(actor(), Permission.PLAN_CREATE, p)]


def _page_url(number: int) -> str:
    """Another page of what was asked for."""
    asked: dict[str, Any] = {name: request.args[name] for name in ASKED if name in request.args}
    return url_for("plans.index", **asked, page=number)


def _edits(version: PlanVersion, task: tasks.Task) -> bool:
    return can(actor(), Permission.SECTION_EDIT, Place(version, task.section.id))


def _line(version: PlanVersion, task: tasks.Task, said: int) -> Line:
    where: dict[str, Any] = {"plan_id": version.plan_id, "section_id": task.section.id}
    return Line(
        id=task.section.id,
        title=task.section.task if _edits(version, task) else task.section.title,
        url="" if task.reason else url_for("sections.edit", **where),
        hint=" · ".join([*_facts(version, task), *_comments(said)]),
        status=task.status.value,
    )


def _facts(version: PlanVersion, task: tasks.Task) -> list[str]:
    """What stands under the name: the paragraph, the person, the date, who asked for quiet."""
    facts = [task.section.paragraph] if task.section.paragraph else []
    if task.person and task.due_on:
        words = gettext(
            "Assigned to %(name)s, due %(date)s", name=task.person, date=day(task.due_on)
        )
        facts.append(words)
    elif task.person:
        facts.append(gettext("Assigned to %(name)s", name=task.person))
    if task.lock is not None:
        facts.append(_quiet(version, task.lock))
    if task.reason:
        facts.append(gettext(task.reason))
    return facts


def _comments(said: int) -> list[str]:
    """How many are open, of those this person hears of."""
    return [ngettext("%(n)s open comment", "%(n)s open comments", said)] if said else []


def _quiet(version: PlanVersion, lock: SectionLock) -> str:
    until = moment(lock.ends_at, version.plan.party.time_zone)
    if lock.holder_id == actor().user_id:
        return gettext("You asked the others to wait until %(until)s", until=until)
    name = lock.holder.name
    return gettext("%(name)s is rewriting this section until %(until)s", name=name, until=until)
