"""Every audience x way out: what is held back leaves by no door.

A marker word is put into every kind of place that can be held back, once for each audience. Then
everything that leaves is searched for the words its readers must not see.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask

from nap_tracker import jobs
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.audience import Audience
from nap_tracker.exports import html
from nap_tracker.exports.document_tree import Mark
from nap_tracker.exports.paper import form, page
from nap_tracker.exports.paper.form import Wanted
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import contents, entries, exports, plans, printing, uploads
from nap_tracker.services import interchange as whole_plans
from nap_tracker.services.entries import Change
from tests.browser_client import Browser
from tests.cast import Cast
from tests.test_media import photograph

CIRCLES = [audience.value for audience in Audience]


def word(place: str, audience: str) -> str:
    """A word nobody writes, that says where it was put and for whom."""
    return f"zq{place}{audience.replace('_', '')}zq"


@dataclass
class World:
    cast: Cast
    version: PlanVersion
    places: tuple[str, ...] = ("section", "field", "row", "rowfield", "figure", "filename")

    def hidden_from(self, audience: Audience) -> Iterator[str]:
        """Words that this audience must never meet."""
        for circle in Audience:
            if not circle.includes(audience):
                yield from (word(place, circle.value) for place in self.places)

    def shown_to(self, audience: Audience, *places: str) -> Iterator[str]:
        for circle in Audience:
            if circle.includes(audience):
                yield from (word(place, circle.value) for place in places)


SECTIONS = {
    "drafting_team": "formalization",
    "reviewers": "information",
    "public": "gender",
}
"""One section is closed to each circle as a whole."""


def long_field(section: str) -> str:
    return next(f.id for f in treaty().section(section).fields if f.kind == "longtext")


def paragraph(text: str, block: str) -> dict[str, str]:
    return {"en": f'<p data-block="{block}">{text}</p>'}


@pytest.fixture
def world(cast: Cast) -> World:
    version = plans.newest(OPERATOR, cast.plan.id)
    for number, circle in enumerate(CIRCLES):
        _fill(version, circle, number)
    db.session.commit()
    return World(cast, version)


def _fill(version: PlanVersion, circle: str, number: int) -> None:
    section = SECTIONS[circle]
    opened = entries.open_section(OPERATOR, version, section)
    text = paragraph(word("section", circle), f"section{number}")
    change = Change(seen=0, answers={long_field(section): text}, audience=circle)
    entries.save(OPERATOR, opened, change)
    _fill_fields(version, circle, number)
    _add_rows(version, circle)


def _fill_fields(version: PlanVersion, circle: str, number: int) -> None:
    """In one public section, a field for each circle; the open one shows a picture of each."""
    file = uploads.add(
        OPERATOR,
        version,
        name=f"{word('filename', circle)}.jpg",
        data=photograph(),
        audience=Audience(circle),
    )
    fields = [f.id for f in treaty().section("health").fields if f.kind == "longtext"][:3]
    figure = (
        f'<figure data-block="figures{number}"><img data-file="{file.id}" '
        f'alt="{word("figure", circle)}"></figure>'
    )
    opened = entries.open_section(OPERATOR, version, "health")
    answers = {fields[number]: paragraph(word("field", circle), f"afield0{number}")}
    summary = entries.open_section(OPERATOR, version, "summary")
    shown = summary.content.answers.get(long_field("summary"), {"en": ""})["en"] + figure
    audiences = {**opened.content.audiences, fields[number]: circle}
    entries.save(
        OPERATOR, opened, Change(seen=opened.counter, answers=answers, audiences=audiences)
    )
    entries.save(
        OPERATOR,
        summary,
        Change(seen=summary.counter, answers={long_field("summary"): {"en": shown}}),
    )


def _add_rows(version: PlanVersion, circle: str) -> None:
    opened = entries.new_row(version, "stakeholder", {})
    answers = {"name": {"en": word("row", circle)}, "role": {"en": word("row", circle)}}
    entries.save(OPERATOR, opened, Change(seen=0, answers=answers, audience=circle))
    opened = entries.new_row(version, "institution", {})
    answers = {"name": {"en": "An institution"}, "role": {"en": word("rowfield", circle)}}
    entries.save(OPERATOR, opened, Change(seen=0, answers=answers, audiences={"role": circle}))


def says(text: str, world: World, audience: Audience) -> None:
    leaked = [hidden for hidden in world.hidden_from(audience) if hidden in text]
    assert leaked == []


READERS = [
    ("officer", Audience.DRAFTING_TEAM),
    ("viewer", Audience.REVIEWERS),
    ("reviewer", Audience.REVIEWERS),
]


@pytest.mark.parametrize("audience", Audience)
def test_the_printed_document(world: World, audience: Audience):
    plan = contents.read(OPERATOR, world.version, audience)
    tree, _ = printing.drawn(
        plan,
        world.version.party_id,
        audience=audience,
        mark=Mark.DRAFT,
        made_on=date(2026, 1, 2),
    )
    text = html.to_html(tree)
    says(text, world, audience)
    for shown in world.shown_to(audience, "section", "field", "row", "figure"):
        assert shown in text


@pytest.mark.parametrize("audience", Audience)
def test_the_word_file(world: World, audience: Audience):
    plan = contents.read(OPERATOR, world.version, audience)
    data = printing.docx(
        plan,
        world.version.party_id,
        audience=audience,
        mark=Mark.DRAFT,
        made_on=date(2026, 1, 2),
    )
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        text = "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    says(text, world, audience)
    for shown in world.shown_to(audience, "section", "field", "row", "figure"):
        assert shown in text


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("audience", Audience)
def test_the_form_for_paper(world: World, audience: Audience, filled: bool):
    plan = contents.read(OPERATOR, world.version, audience)
    wanted = Wanted(audience, Mark.DRAFT, date(2026, 1, 2), plan.language, filled)
    text = page.to_html(form.build(plan, treaty(), wanted))
    says(text, world, audience)
    if filled:
        for shown in world.shown_to(audience, "section", "field", "row"):
            assert shown in text


@pytest.mark.parametrize("audience", Audience)
def test_the_json_file(world: World, audience: Audience):
    text = whole_plans.take_out(OPERATOR, world.version, audience).decode()
    says(text, world, audience)
    assert json.loads(text)["audience"] == audience.value
    for shown in world.shown_to(audience, *world.places):
        assert shown in text


@pytest.mark.parametrize(("who", "audience"), READERS)
def test_a_document_asked_for_by_page(world: World, who: str, audience: Audience):
    export = exports.request(
        world.cast.actor(who), world.version, format="json", audience=audience, mark="draft"
    )
    db.session.commit()
    jobs.render_exports()
    made = exports.fetch(world.cast.actor(who), world.cast.plan.id, export.id)
    says(made.data.decode(), world, audience)


@pytest.mark.parametrize(("who", "audience"), READERS)
def test_every_page(app: Flask, world: World, who: str, audience: Audience):
    browser = Browser(app).sign_in(getattr(world.cast, who))
    plan = f"/plans/{world.cast.plan.id}"
    pages = ["", "/check", "/coverage", "/files", "/exports"]
    pages += [f"/sections/{section.id}" for section in treaty().sections]
    pages += [f"/sections/{section.id}/answers" for section in treaty().sections]
    rows = contents.load(plans.newest(OPERATOR, world.cast.plan.id))
    for register in ("stakeholder", "institution"):
        pages += [f"/rows/{register}/{row.uid}" for row in rows.rows(register)]
    for path in pages:
        page = browser.get(plan + path)
        assert page.status in (200, 404), path
        says(page.text, world, audience)


@pytest.mark.parametrize(("who", "audience"), READERS)
def test_every_file_address(app: Flask, world: World, who: str, audience: Audience):
    browser = Browser(app).sign_in(getattr(world.cast, who))
    for file in contents.load(plans.newest(OPERATOR, world.cast.plan.id)).files:
        for way in ("", "/original"):
            answer = browser.get(f"/plans/{world.cast.plan.id}/files/{file.uid}{way}")
            may = Audience(file.audience).includes(audience)
            assert answer.status == (200 if may else 404)
            if may and audience is not Audience.DRAFTING_TEAM:
                assert b"informant" not in answer.response.data


def test_nothing_at_all_for_a_stranger(app: Flask, world: World):
    browser = Browser(app).sign_in(world.cast.stranger)
    for path in ("", "/check", "/sections/health", "/files", "/exports"):
        assert browser.get(f"/plans/{world.cast.plan.id}{path}").status == 404
    listed = browser.get("/").text
    assert "Plan of Amberland" not in listed
