"""The seven real plans come in as spreadsheets, show on the pages, and come out as documents.

They were written by others, so they are read from beside the repository and skipped without it.
What 0 means is chosen for the tests: nobody knows what it means in these plans.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from nap_tracker import cli
from nap_tracker.content.audience import Audience
from nap_tracker.exports import html
from nap_tracker.exports.document_tree import Mark
from nap_tracker.extensions import db
from nap_tracker.i18n import use_locale
from nap_tracker.imports.options import RowFilter
from nap_tracker.models.activity import Activity, BudgetLine
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR
from nap_tracker.services import contents, plans, printing, work_plan_uploads
from nap_tracker.text import normalise
from tests.browser_client import Browser
from tests.cast import Cast, make_plan
from tests.imports.tables import COUNTRIES, as_csv, real, real_plan
from tests.imports.test_workplan_naps import table_of, zero_of

pytestmark = pytest.mark.naps

Command = Callable[..., int]
BringIn = Callable[[Plan, str], None]


@pytest.fixture(params=COUNTRIES)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def plan(cast: Cast, code: str) -> Plan:
    """An empty plan of Amberland in the language of the real one."""
    made = make_plan(cast.amberland, "A real plan", real_plan(code)["language"])
    db.session.commit()
    return made


def by_page(cast: Cast, plan: Plan, code: str) -> None:
    """The lines of one country out of the data set of all seven, as the pages do it."""
    actor, path = cast.actor("coordinator"), real("budget_lines.csv")
    version = plans.newest(actor, plan.id)
    upload = work_plan_uploads.add(actor, version, name=path.name, data=path.read_bytes())
    opened = work_plan_uploads.open_(actor, plan.id, upload.id)
    country = opened.sheet.headers.index("Country")
    only = RowFilter(country, real_plan(code)["country"])
    options = replace(opened.choices.options, zero=zero_of(code), only=only)
    choices = replace(opened.choices, options=options)
    work_plan_uploads.choose(actor, opened, choices, seen=opened.seen)
    again = work_plan_uploads.open_(actor, plan.id, upload.id)
    seen = work_plan_uploads.try_out(actor, again).fingerprint
    work_plan_uploads.apply(actor, plan.id, upload.id, fingerprint=seen)
    db.session.commit()


@pytest.fixture
def command(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The plan as the spreadsheet its ministry might have, on the command line."""

    def run(plan: Plan, code: str, zero: str = "") -> int:
        file = tmp_path / f"{code}.csv"
        file.write_bytes(as_csv(table_of(code), delimiter=";"))
        zero = zero or zero_of(code).value.replace("_", "-")
        arguments = ["plan", "import-workplan", plan.id, str(file), "--zero", zero]
        monkeypatch.setattr("sys.argv", ["nap-tracker", *arguments])
        db.session.commit()  # one writer at a time
        with pytest.raises(SystemExit) as ended:
            cli.run(lambda: app)
        db.session.rollback()
        db.session.expire_all()
        return int(ended.value.code or 0)

    return run


@pytest.fixture(params=["page", "command line"])
def bring_in(request: pytest.FixtureRequest, cast: Cast, command: Command) -> BringIn:
    def by_command(plan: Plan, code: str) -> None:
        assert command(plan, code) == 0

    return by_command if request.param == "command line" else lambda *given: by_page(cast, *given)


def scaled_sums() -> dict[str, int]:
    """What the table itself holds, past every type of ours."""
    rows = db.session.execute(
        text(
            "SELECT cost_currency, SUM(cost_amount) FROM budget_line"
            " WHERE cost_amount IS NOT NULL GROUP BY cost_currency"
        )
    )
    return {currency: int(total) for currency, total in rows}


def statements(code: str) -> list[str]:
    return [normalise.paragraph(a["activity"]).strip() for a in real_plan(code)["actions"]]


class Words(HTMLParser):
    """The text of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def without_breaks(said: str) -> str:
    """Letters and digits in their order: pages and print part them each in its own way."""
    return "".join(letter for letter in said if letter.isalnum())


def test_the_sum_per_currency_in_the_table_is_that_of_the_source(
    plan: Plan, code: str, bring_in: BringIn
):
    bring_in(plan, code)
    budget = real_plan(code)["budget"]
    total = Decimal(str(budget["total_of_lines"]))
    assert scaled_sums() == {budget["currency"]: int(total * 10_000)}


def test_every_line_and_strategy_is_there_in_order(plan: Plan, code: str, bring_in: BringIn):
    bring_in(plan, code)
    content = contents.load(plans.newest(OPERATOR, plan.id))
    language = real_plan(code)["language"]
    said = [row.answers["statement"][language] for row in content.rows("activity")]
    assert said == statements(code)
    assert [row.answers["heading"][language] for row in content.rows("strategy")] == [
        normalise.line(each["heading"]) for each in real_plan(code)["strategy_headings"]
    ]
    assert db.session.scalar(select(func.count()).select_from(Activity)) == len(said)


def test_zero_is_free_or_not_costed_and_never_both(plan: Plan, code: str, bring_in: BringIn):
    bring_in(plan, code)
    zeros = real_plan(code)["budget"]["zero_cost_lines"]
    free = select(func.count()).where(BudgetLine.cost_amount == Decimal(0))
    not_costed = select(func.count()).where(BudgetLine.cost_empty == "not_costed")
    found = db.session.scalar(free), db.session.scalar(not_costed)
    assert found == ((zeros, 0) if zero_of(code).value == "free" else (0, zeros))


def test_while_zero_is_not_said_nothing_comes_in(plan: Plan, code: str, command: Command):
    has_zeros = real_plan(code)["budget"]["zero_cost_lines"] > 0
    assert command(plan, code, "ask") == (1 if has_zeros else 0)
    count = db.session.scalar(select(func.count()).select_from(Activity))
    assert count == (0 if has_zeros else len(statements(code)))


def test_the_rows_show_on_the_pages(
    plan: Plan, code: str, cast: Cast, command: Command, browser: Browser
):
    assert command(plan, code) == 0
    browser.sign_in(cast.officer)
    shown: list[str] = []
    url = f"/plans/{plan.id}/sections/work_plan"
    while url:
        page = browser.get(url)
        assert page.status == 200
        shown += [cell.text() for cell in page.select("#table-activity tbody th")]
        onward = page.select("#table-activity a[rel=next]")
        url = onward[0].attrib["href"] if onward else ""
    expected = [f"{place} {said}" for place, said in enumerate(statements(code), 1)]
    assert len(shown) == len(expected)
    for name, said in zip(shown, expected, strict=True):
        assert without_breaks(said).startswith(without_breaks(name))
    budget = browser.get(f"/plans/{plan.id}/sections/budget")
    assert real_plan(code)["budget"]["currency"] in " ".join(
        cell.text() for cell in budget.select("#table-budget_line td")
    )


def test_the_document_holds_every_line_and_the_sum(plan: Plan, code: str, cast: Cast):
    by_page(cast, plan, code)
    version = plans.newest(OPERATOR, plan.id)
    content = contents.read(OPERATOR, version)
    with use_locale(content.language):
        tree, _ = printing.drawn(
            content,
            version.party_id,
            audience=Audience.DRAFTING_TEAM,
            mark=Mark.DRAFT,
            made_on=date(2026, 1, 2),
        )
        reader = Words()
        reader.feed(html.to_html(tree))
    printed = without_breaks("".join(reader.pieces))
    missing = [said for said in statements(code) if without_breaks(said) not in printed]
    assert missing == []
    total = Decimal(str(real_plan(code)["budget"]["total_of_lines"]))
    assert str(int(total)) in printed


def test_a_plan_with_amounts_in_the_billions_prints(cast: Cast):
    code = "mng"
    plan = make_plan(cast.amberland, "A real plan", real_plan(code)["language"])
    db.session.commit()
    by_page(cast, plan, code)
    version = plans.newest(OPERATOR, plan.id)
    made = printing.pdf(
        contents.read(OPERATOR, version),
        version.party_id,
        audience=Audience.DRAFTING_TEAM,
        mark=Mark.DRAFT,
        made_on=date(2026, 1, 2),
    )
    assert made.data.startswith(b"%PDF-")
    assert made.pages > 10
