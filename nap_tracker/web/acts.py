"""The log as a timeline: of a Party, of a plan; and as files for auditors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import NotFound
from nap_tracker.forms.acts import ActsForm
from nap_tracker.i18n import N_, gettext, locale
from nap_tracker.models.account import Party
from nap_tracker.models.plan import Plan
from nap_tracker.roles import Permission
from nap_tracker.services import act_files, acts, parties, plans
from nap_tracker.services.act_names import Names, names_of
from nap_tracker.services.act_words import WHAT, details, pieces
from nap_tracker.services.acts import NOBODY, Act, Wanted
from nap_tracker.services.sentences import GROUP_NAMES, Group
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs

bp = Blueprint("acts", __name__)

IN_MEMORY = 1_000_000
"""Bytes of a file of the log that are not written to disk."""
PIECE = 64 * 1024

FILES: dict[str, tuple[str, Callable[..., Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", act_files.as_csv),
    "json": ("application/json", act_files.as_json),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One act, ready to print."""

    act: Act
    pieces: list[tuple[str, str]]
    """(Address or '', text) in the order of the sentence."""
    details: list[tuple[str, str]]
    plan: tuple[str, str]
    """(Title, address) where the log is of a whole Party; ('', '') elsewhere."""
    saves_url: str


@bp.get("/parties/<uuid:party_id>/log")
def of_party(party_id: UUID) -> ResponseReturnValue:
    """Everything that happened in the Party, newest first."""
    party = parties.get(actor(), str(party_id), Permission.EVENT_LIST)
    form, wanted = _filters(party)
    page = acts.of_party(actor(), party, wanted, before=_before())
    return render_template(
        "acts/of_party.html",
        party=party,
        form=form,
        errors=form.problems,
        lines=lines(page.acts, party.time_zone, with_plans=True),
        older=_older(page, party_id=party_id),
        newest=_newest(party_id=party_id),
        files=_files("acts.party_file", party_id=party_id),
    )


@bp.get("/plans/<uuid:plan_id>/log")
def of_plan(plan_id: UUID) -> ResponseReturnValue:
    """Everything that happened to the plan."""
    version = plans.newest(actor(), str(plan_id), Permission.EVENT_LIST)
    form, wanted = _filters(version.plan.party)
    page = acts.of_plan(actor(), version.plan, wanted, before=_before())
    return render_template(
        "acts/of_plan.html",
        plan=version.plan,
        tabs=tabs(version),
        form=form,
        errors=form.problems,
        lines=lines(page.acts, version.plan.party.time_zone),
        older=_older(page, plan_id=plan_id),
        newest=_newest(plan_id=plan_id),
        files=_files("acts.plan_file", plan_id=plan_id),
    )


@bp.get("/parties/<uuid:party_id>/log/<string:ending>")
def party_file(party_id: UUID, ending: str) -> ResponseReturnValue:
    """The acts that are chosen on the page, as a file."""
    party = parties.get(actor(), str(party_id), Permission.EVENT_LIST)
    return _file(ending, party, None)


@bp.get("/plans/<uuid:plan_id>/log/<string:ending>")
def plan_file(plan_id: UUID, ending: str) -> ResponseReturnValue:
    """The same for one plan."""
    plan = plans.get(actor(), str(plan_id), Permission.EVENT_LIST)
    return _file(ending, plan.party, plan)


def lines(found: Iterable[Act], zone: str, *, with_plans: bool = False) -> list[Line]:
    """Acts in words, with links to what they speak of where it still is."""
    listed = list(found)
    names = names_of(listed, locale())
    return [_line(act, names, zone, with_plans=with_plans) for act in listed]


def _line(act: Act, names: Names, zone: str, *, with_plans: bool) -> Line:
    event = act.event
    where = _address(act, names)
    said = [(where if part == WHAT else "", text) for part, text in pieces(act, names, zone)]
    title = names.plan(event.plan_id) if with_plans else ""
    plan = (title, url_for("plans.show", plan_id=event.plan_id)) if title else ("", "")
    saves = act.saves > 1 and event.plan_id and event.sitting
    place: dict[str, Any] = {"plan_id": event.plan_id, "sitting_id": event.sitting}
    saves_url = url_for("history.sitting", **place) if saves else ""
    return Line(act, said, list(details(act, names, zone)), plan, saves_url)


def _address(act: Act, names: Names) -> str:
    """Where what the act speaks of is read; '' where it is gone."""
    event = act.event
    noun, _, id = event.subject.partition(":")
    plan: dict[str, Any] = {"plan_id": event.plan_id}
    if noun == "removal":
        return url_for("protections.show", party_id=event.chain, removal_id=id)
    if event.plan_id is None:
        is_party = noun == "party" and names.of(event.subject)
        return url_for("parties.show", party_id=id) if is_party else ""
    if noun == "section":
        return url_for("sections.edit", **plan, section_id=id) if names.section(id) else ""
    if noun in {register.id for register in names.schema.registers}:
        return url_for("rows.edit", **plan, register=noun, uid=id) if id in names.there else ""
    if noun == "export" and names.of(event.subject):
        return url_for("exports.show", **plan, export_id=id)
    return ""


def _filters(party: Party) -> tuple[ActsForm, Wanted]:
    form = ActsForm(request.args)
    groups = [(str(group), gettext(words)) for group, words in GROUP_NAMES.items()]
    others = (NOBODY, gettext("The program itself, or the command line"))
    form.choices(groups, [*acts.people_of(actor(), party), others])
    if not form.validate():
        return form, Wanted()
    group = Group(form.group.data) if form.group.data else None
    return form, Wanted(group, form.person.data, form.since.data, form.until.data)


def _file(ending: str, party: Party, plan: Plan | None) -> Response:
    if ending not in FILES:
        raise NotFound(N_("There is no such file."))
    media_type, written = FILES[ending]
    _, wanted = _filters(party)
    text = written(actor(), party, plan, wanted, locale())
    name = f"log-{party.code}{f'-{plan.id}' if plan else ''}-drafting-team.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    pieces = _written(text)
    headers["Content-Length"] = next(pieces).decode()
    return Response(pieces, content_type=media_type, headers=headers)


def _written(text: Iterable[str]) -> Iterator[bytes]:
    """The length, then the bytes in pieces, from a file on disk where they are many.

    Memory does not grow with the log, and a slow line that takes minutes for the download keeps no
    transaction open meanwhile.
    """
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        for lines in text:
            file.write(lines.encode("utf-8"))
        yield str(file.tell()).encode()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _before() -> int | None:
    sent = request.args.get("before", "")
    return int(sent) if sent.isascii() and sent.isdigit() and 0 < int(sent) < 2**62 else None


def _kept() -> dict[str, Any]:
    """The filters that are set, for the next address."""
    names = ("group", "person", "since", "until")
    return {name: value for name in names if (value := request.args.get(name, ""))}


def _older(page: acts.Page, **where: Any) -> str:
    if page.older is None:
        return ""
    return url_for(request.endpoint or "", **where, **_kept(), before=page.older)


def _newest(**where: Any) -> str:
    return url_for(request.endpoint or "", **where, **_kept()) if _before() else ""


def _files(endpoint: str, **where: Any) -> list[tuple[str, str]]:
    return [(one.upper(), url_for(endpoint, **where, **_kept(), ending=one)) for one in FILES]
