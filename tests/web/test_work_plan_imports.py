"""The pages that bring a spreadsheet in: upload, columns, trial, and the whole or nothing."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from nap_tracker import files
from nap_tracker.extensions import db
from nap_tracker.models.activity import Activity, BudgetLine
from nap_tracker.models.entry import Entry
from nap_tracker.models.event import Event
from nap_tracker.models.plan import Plan
from nap_tracker.models.work_plan_upload import WorkPlanUpload
from nap_tracker.services import uploads
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.imports.tables import as_csv, as_xlsx, saved

HEADS = ("Strategy", "Theme", "Activity", "Start", "End", "Cost", "Currency")
ROWS = (
    ("Formalise mining", "1(c)", "Open an office", "2026", "2027", "100'000.00", "USD"),
    ("Formalise mining", "1(c)/1(e)", "Register miners", "2026", "2027", "0", "USD"),
    ("Control trade", "Borders", "Watch the borders", "2026", "2027", "77 624,50", "XOF"),
)
TABLE = as_csv([HEADS, *ROWS], delimiter=";")
ISOLATES = {0x2066: None, 0x2069: None}
"""Marks that keep figures in their order on right-to-left pages."""


@pytest.fixture
def leader(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.coordinator)


def imports_url(plan: Plan, *rest: str) -> str:
    return "/".join((f"/plans/{plan.id}/work-plan-imports", *rest))


def upload(browser: Browser, plan: Plan, data: bytes = TABLE, name: str = "plan.csv") -> Page:
    return browser.post(
        imports_url(plan),
        {"file": (io.BytesIO(data), name)},
        token_from=imports_url(plan),
        content_type="multipart/form-data",
    )


def filled(page: Page) -> dict[str, str]:
    """What a browser would send of the only form in the page's main part."""
    values = {}
    for field in page.select("main form input"):
        kind = field.attrib.get("type")
        if kind != "radio" or "checked" in field.attrib:
            values[field.attrib["name"]] = field.attrib.get("value", "")
    for field in page.select("main form select"):
        chosen = [each for each in field.element.iter("option") if "selected" in each.attrib]
        first = next(field.element.iter("option"))
        values[field.attrib["name"]] = (chosen or [first])[0].attrib["value"]
    return values


def describe(browser: Browser, columns_url: str, **said: str) -> Page:
    """Open the page of columns, change some answers, send it, and follow it to the trial."""
    sent = browser.post(columns_url, {**filled(browser.get(columns_url)), **said})
    return browser.get(sent.location) if sent.status == 302 else sent


def trial_of(browser: Browser, plan: Plan, data: bytes = TABLE, **said: str) -> Page:
    return describe(browser, upload(browser, plan, data).location, **said)


def apply(browser: Browser, trial: Page) -> Page:
    form = trial.one('form[action$="/apply"]')
    hidden = {each.attrib["name"]: each.attrib["value"] for each in form.element.iter("input")}
    return browser.post(form.attrib["action"], hidden)


def trial_url(browser: Browser, cast: Cast) -> str:
    row = db.session.scalars(select(WorkPlanUpload)).one()
    return imports_url(cast.plan, row.id)


def number_of(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def words(page: Page, selector: str = "main") -> str:
    said = " ".join(found.text() for found in page.select(selector))
    return said.translate(ISOLATES)


ANSWERS: Mapping[str, str] = {"zero": "not_costed", "item_0": "1(f)"}


class TestTheWholeWay:
    def test_from_the_file_to_the_plan(self, leader: Browser, cast: Cast):
        sent = upload(leader, cast.plan)
        assert sent.status == 302
        trial = describe(leader, sent.location, **ANSWERS)
        assert "What would be brought in" in words(trial, "h1")
        done = apply(leader, trial)
        assert done.location == f"/plans/{cast.plan.id}"
        assert "Activities: 3. Strategies: 2. Budget lines: 3." in words(leader.get(done.location))
        assert number_of(Activity) == 3
        empties = db.session.scalars(select(BudgetLine.cost_empty)).all()
        assert sorted(map(str, empties)) == ["None", "None", "not_costed"]

    def test_the_columns_are_guessed_and_shown_with_what_they_hold(
        self, leader: Browser, cast: Cast
    ):
        page = leader.get(upload(leader, cast.plan).location)
        chosen = filled(page)
        meanings = [chosen[f"column_{place}"] for place in range(len(HEADS))]
        assert meanings == ["strategy", "items", "activity", "start", "end", "cost", "currency"]
        assert "F: Cost" in words(page)
        assert "100'000.00 · 0 · 77 624,50" in words(page)

    def test_the_trial_shows_sums_and_the_first_rows(self, leader: Browser, cast: Cast):
        said = words(trial_of(leader, cast.plan, **ANSWERS))
        assert "USD 100,000.00 1" in said
        assert "XOF 77,624.50 1" in said
        assert "Open an office Formalise mining 1(c) 2026 2027 100,000 USD" in said
        assert "Budget lines not costed yet 1" in said

    def test_the_trial_tells_how_ambiguous_cells_were_read(self, leader: Browser, cast: Cast):
        rows = [("Trade", "1(f)", f"Do {cost}", "2026", "2027", cost, "USD")
                for cost in ("1.234", "77 624,50")]  # fmt: skip
        trial = trial_of(leader, cast.plan, as_csv([HEADS, *rows], delimiter=";"))
        assert "The comma starts the decimals, as “77 624,50” shows." in words(trial)
        point = trial_of(
            leader, cast.plan, as_csv([HEADS, rows[0]], delimiter=";"), notation="point"
        )
        assert "The point starts the decimals, as you said." in words(point)

    def test_a_row_without_an_activity_has_a_name_in_the_trial(self, leader: Browser, cast: Cast):
        nameless = ("Trade", "1(f)", "", "2026", "2027", "5", "USD")
        trial = trial_of(leader, cast.plan, as_csv([HEADS, nameless]))
        assert "The activity is missing." in words(trial)
        assert trial.select("tbody th")[-1].text() == "Untitled"

    def test_it_can_be_taken_up_again_on_another_day(self, leader: Browser, cast: Cast):
        where = upload(leader, cast.plan).location
        describe(leader, where, zero="free", currency="MNT")
        listed = leader.get(imports_url(cast.plan))
        assert [a.attrib["href"] for a in listed.select(f'a[href="{where}"]')] == [where]
        again = filled(leader.get(where))
        assert (again["zero"], again["currency"]) == ("free", "MNT")

    def test_rows_of_one_country_can_be_chosen(self, leader: Browser, cast: Cast):
        rows = [("Here", *ROWS[0]), ("There", *ROWS[1])]
        data = as_csv([("Country", *HEADS), *rows])
        trial = trial_of(leader, cast.plan, data, only="0=Here")
        assert "Rows of the file left out 1" in words(trial)
        apply(leader, trial)
        assert number_of(Activity) == 1

    def test_another_worksheet_can_be_read(self, leader: Browser, cast: Cast):
        book = load_workbook(io.BytesIO(as_xlsx([HEADS, *ROWS])))
        other = book.create_sheet("Other plan")
        for row in (HEADS, ROWS[0]):
            other.append(list(row))
        where = upload(leader, cast.plan, saved(book), "plan.xlsx").location
        table_url = where.replace("/columns", "/table")
        leader.post(table_url, {**filled(leader.get(table_url)), "sheet": "Other plan"})
        page = leader.get(where)
        assert "worksheet “Other plan”" in words(page)
        assert "1 row stands under them" in words(page)

    def test_a_long_list_of_problems_comes_in_pages(self, leader: Browser, cast: Cast):
        rows = [("Trade", "1(f)", f"Do {n}", "", "", "abc", "USD") for n in range(230)]
        trial = trial_of(leader, cast.plan, as_csv([HEADS, *rows]))
        assert "230 errors to put right" in words(trial)
        assert len(trial.select("tr[id^=row-problem]")) == 100
        last = leader.get(trial.one("a[rel=next]").attrib["href"].replace("page=2", "page=3"))
        assert "F231" in words(last, "tr[id^=row-problem] th")
        assert "Page 3 of 3" in words(last)

    @pytest.mark.parametrize(("form", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
    def test_an_empty_table_can_be_had(self, leader: Browser, cast: Cast, form: str, start: bytes):
        page = leader.get(imports_url(cast.plan, f"template.{form}"))
        assert page.status == 200
        assert page.response.data.startswith(start)
        assert "attachment" in page.response.headers["Content-Disposition"]

    def test_there_is_no_other_empty_table(self, leader: Browser, cast: Cast):
        assert leader.get(imports_url(cast.plan, "template.exe")).status == 404


class TestWhatGoesWrong:
    def test_a_file_that_is_no_table_is_refused_at_its_field(self, leader: Browser, cast: Cast):
        page = upload(leader, cast.plan, b"\x89PNG\0\0\0\0\x0d", "photo.png")
        assert page.status == 200
        assert "neither a spreadsheet" in words(page, ".govuk-error-summary")
        assert number_of(WorkPlanUpload) == 0

    def test_no_file_is_said(self, leader: Browser, cast: Cast):
        page = leader.post(imports_url(cast.plan), token_from=imports_url(cast.plan))
        assert "Choose a spreadsheet" in words(page, ".govuk-error-summary")

    @pytest.mark.parametrize(
        ("said", "complaint", "field"),
        [
            ({"column_2": ""}, "Choose the column that holds the activity", "column_0"),
            ({"column_3": "end"}, "“End” was chosen for more than one column", "column_3"),
            ({"column_0": "nonsense"}, "Choose one of the answers offered", "column_0"),
            ({"default_items": "1z"}, "“1z” is no Annex C item", "default_items"),
        ],
    )
    def test_a_contradiction_is_said_at_its_field(
        self, leader: Browser, cast: Cast, said: dict[str, str], complaint: str, field: str
    ):
        page = trial_of(leader, cast.plan, **said)
        assert complaint in words(page, ".govuk-error-summary")
        assert page.select(f'.govuk-error-summary a[href="#{field}"]')

    def test_errors_stop_the_whole_file_and_lead_to_where_they_are_settled(
        self, leader: Browser, cast: Cast
    ):
        before = number_of(Entry)
        trial = trial_of(leader, cast.plan)
        assert "cannot be brought in yet" in words(trial, "h1")
        assert not trial.select('form[action$="/apply"]')
        assert "“Borders” is no Annex C item" in words(trial)
        assert trial.select('a[href$="/columns#zero"]')
        forced = leader.post(trial_url(leader, cast) + "/apply", {"fingerprint": "guessed"})
        assert forced.status == 302
        assert number_of(Entry) == before

    def test_the_second_time_leads_to_the_plan_with_the_reason(self, leader: Browser, cast: Cast):
        trial = trial_of(leader, cast.plan, **ANSWERS)
        apply(leader, trial)
        again = apply(leader, trial)
        assert again.location == f"/plans/{cast.plan.id}"
        assert "nothing was added a second time" in words(leader.get(again.location))
        assert number_of(Activity) == 3

    def test_a_button_pressed_in_an_old_window_brings_nothing_in(self, leader: Browser, cast: Cast):
        trial = trial_of(leader, cast.plan, **ANSWERS)
        describe(leader, trial_url(leader, cast) + "/columns", zero="free")
        told = leader.get(apply(leader, trial).location)
        assert "Look at the result again" in words(told, ".app-flash--error")
        assert number_of(Activity) == 0

    def test_choices_of_an_old_window_overwrite_nothing(self, leader: Browser, cast: Cast):
        where = upload(leader, cast.plan).location
        old = filled(leader.get(where))
        describe(leader, where, currency="MNT")
        told = leader.get(leader.post(where, {**old, "currency": "XOF"}).location)
        assert "changed in another window" in words(told, ".app-flash--error")
        assert filled(told)["currency"] == "MNT"

    def test_a_forgotten_upload_leads_back_to_the_upload(self, leader: Browser, cast: Cast):
        where = upload(leader, cast.plan).location
        db.session.query(WorkPlanUpload).delete()
        sent = leader.get(where)
        assert sent.location == imports_url(cast.plan)
        assert "Upload it again" in words(leader.get(sent.location), ".app-flash--error")

    def test_lost_bytes_lead_back_to_the_upload(self, leader: Browser, cast: Cast):
        where = upload(leader, cast.plan).location
        row = db.session.scalars(select(WorkPlanUpload)).one()
        files.storage.backend.delete(f"{row.party_id}/{row.sha256[:2]}/{row.sha256}")
        assert leader.get(where).location == imports_url(cast.plan)

    def test_a_language_taken_from_the_plan_leads_back_to_the_columns(
        self, leader: Browser, cast: Cast
    ):
        cast.plan.languages = ["en", "fr"]
        trial = trial_of(leader, cast.plan, language="fr", **ANSWERS)
        assert "What would be brought in" in words(trial, "h1")
        cast.plan.languages = ["en"]
        sent = leader.get(trial_url(leader, cast))
        assert sent.location.endswith("/columns")
        assert "not written in this language" in words(leader.get(sent.location))

    def test_an_encoding_that_does_not_fit_is_said(self, leader: Browser, cast: Cast):
        where = upload(leader, cast.plan, as_csv([("Activité",), ("é",)], encoding="cp1252"))
        table_url = where.location.replace("/columns", "/table")
        page = leader.post(table_url, {**filled(leader.get(table_url)), "encoding": "utf-8"})
        assert "cannot be read as text in utf-8" in words(page, ".govuk-error-summary")


def test_looking_writes_nothing(leader: Browser, cast: Cast):
    trial_of(leader, cast.plan, **ANSWERS)
    before = number_of(Event), number_of(Entry)
    for page in ("", "/columns", "/table"):
        assert leader.get(trial_url(leader, cast) + page).status == 200
    assert (number_of(Event), number_of(Entry)) == before


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 403), ("viewer", 403), ("reviewer", 403), ("stranger", 404)],
)
def test_only_who_leads_the_drafting_gets_in(cast: Cast, app: Any, who: str, status: int):
    leader = Browser(app).sign_in(cast.coordinator)
    where = upload(leader, cast.plan).location.removesuffix("/columns")
    other = Browser(app).sign_in(getattr(cast, who))
    token = other.token("/account")
    pages = (imports_url(cast.plan), imports_url(cast.plan, "template.csv"), where)
    found = [other.get(page).status for page in (*pages, f"{where}/columns", f"{where}/table")]
    found.append(other.post(f"{where}/apply", {"csrf_token": token}).status)
    found.append(other.post(f"{where}/columns", {"csrf_token": token}).status)
    assert set(found) == {status}
    assert number_of(Activity) == 0


def test_an_upload_cannot_be_opened_through_another_plan(cast: Cast, leader: Browser):
    where = upload(leader, cast.plan).location.removesuffix("/columns")
    stranger = Browser(leader.app).sign_in(cast.stranger)
    sent = stranger.get(where.replace(cast.plan.id, cast.other_plan.id))
    assert sent.location == imports_url(cast.other_plan)
    assert "plan.csv" not in stranger.get(sent.location).text


def test_an_upload_in_use_is_not_pruned(cast: Cast, leader: Browser):
    apply(leader, trial_of(leader, cast.plan, **ANSWERS))
    row = db.session.scalars(select(WorkPlanUpload)).one()
    uploads.prune(row.created_at.replace(year=row.created_at.year + 1))
    assert files.read(row.party_id, row.sha256) == TABLE
