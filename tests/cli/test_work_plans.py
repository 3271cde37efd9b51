"""A spreadsheet into a plan from the command line: exit codes, and what is said where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from nap_tracker import cli
from nap_tracker.extensions import db
from nap_tracker.models.activity import Activity, BudgetLine
from nap_tracker.models.entry import EntryItem
from nap_tracker.models.event import Event
from nap_tracker.services import plans
from tests.cast import Cast
from tests.imports.tables import as_csv, as_xlsx

HEADS = ("Strategy", "Theme", "Activity", "Start", "Cost", "Currency")
ROWS = (
    ("Formalise mining", "1(c)", "Open an office", "2026", "1'000.00", "USD"),
    ("Formalise mining", "1(c)", "Register miners", "2026", "0", "USD"),
    ("Control trade", "1(f)", "Watch the borders", "2026", "77 624,50", "XOF"),
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    app: Flask,
    cast: Cast,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Import a file as the console does: exit code, what was printed, what was complained of."""

    def command(data: bytes, *options: str) -> tuple[int, str, str]:
        file = tmp_path / "plan.csv"
        file.write_bytes(data)
        arguments = ["nap-tracker", "plan", "import-workplan", cast.plan.id, str(file), *options]
        monkeypatch.setattr("sys.argv", arguments)
        db.session.commit()
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.run(lambda: app)
        db.session.rollback()
        db.session.expire_all()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return command


def spreadsheet(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    return as_csv([heads, *(rows or ROWS)], delimiter=";")


def statements() -> list[str]:
    return [row["en"] for row in db.session.scalars(select(Activity.statement))]


def test_a_file_comes_in_whole(run: Run):
    code, out, err = run(spreadsheet(), "--zero", "not-costed")
    assert (code, err) == (0, "")
    assert sorted(statements()) == ["Open an office", "Register miners", "Watch the borders"]
    assert "Activities: 3\n" in out
    assert "Budget lines not costed yet: 1\n" in out
    assert "Sum in USD: 1000.00 (1 budget lines)\n" in out
    assert "Sum in XOF: 77624.50 (1 budget lines)\n" in out
    assert out.endswith("The work plan was brought in.\n")


def test_the_operator_stands_in_the_log(run: Run):
    run(spreadsheet(), "--zero", "free")
    event = db.session.scalars(select(Event).filter_by(kind="work-plan:imported")).one()
    assert event.actor_name == "operator"


def test_problems_are_said_by_row_and_column_and_nothing_is_stored(run: Run):
    bad = ("Control trade", "1(z)", "Watch the borders", "2026", "much", "XOF")
    code, _, err = run(spreadsheet(*ROWS, bad))
    assert code == 1
    assert "error: E (Cost): A cost of 0 can mean free or not costed yet" in err
    assert "error: B5 (Theme): “1(z)” is no Annex C item." in err
    assert "error: E5 (Cost): “much” is not a single amount." in err
    assert err.endswith("Nothing was stored.\n")
    assert statements() == []


def test_a_dry_run_stores_nothing(run: Run):
    code, out, _ = run(spreadsheet(), "--zero", "free", "--dry-run")
    assert code == 0
    assert "Sum in USD: 1000.00 (2 budget lines)\n" in out
    assert "nothing was stored" in out
    assert statements() == []


def test_a_dry_run_of_a_bad_file_says_so_by_its_code(run: Run):
    assert run(spreadsheet(), "--dry-run")[0] == 1


def test_columns_and_items_can_be_named(run: Run):
    heads = ("Axis", "What we call it", "What", "Start", "Original", "Money")
    rows = [(*row[:1], "Borders" if row[1] == "1(f)" else "Papers", *row[2:]) for row in ROWS]
    code, out, err = run(
        spreadsheet(*rows, heads=heads),
        *("--column", "Axis=strategy", "--column", "What=activity"),
        *("--column", "What we call it=items", "--column", "original=cost"),
        *("--column", "F=currency", "--column", "Start=none", "--zero", "free"),
        *("--item", "Borders=1f", "--item", "Papers=1c,1(e)"),
    )
    assert (code, err) == (0, "")
    assert "Column F “Money”: currency\n" in out
    kept = select(EntryItem.item, func.count()).join(Activity, Activity.uid == EntryItem.uid)
    assert dict(db.session.execute(kept.group_by(EntryItem.item)).all()) == {
        "1c": 2, "1e": 2, "1f": 1,
    }  # fmt: skip
    assert set(db.session.scalars(select(Activity.start))) == {None}


def test_a_meaning_that_is_given_moves_there(run: Run):
    heads = (*HEADS[:4], "Cost", "Cost now")
    rows = [("S", "1(c)", "Do it", "2026", "5 USD", "7 USD")]
    run(spreadsheet(*rows, heads=heads), "--column", "Cost=none", "--column", "Cost now=cost")
    assert [str(amount) for amount in db.session.scalars(select(BudgetLine.cost_amount))] == [
        "7.0000"
    ]


def test_what_the_file_does_not_say_can_be_said(run: Run):
    rows = [
        ("Here", "S", "", "One", "03/04/2026", "1.234", ""),
        ("There", "S", "", "Two", "03/04/2026", "1.234", ""),
    ]
    code, _, err = run(
        spreadsheet(*rows, heads=("Country", *HEADS)),
        *("--only", "Country=Here", "--currency", "mnt", "--notation", "comma"),
        *("--dates", "day-first", "--column", "Theme=items", "--default-item", "1k"),
        *("--multiply", "1000"),
    )
    assert (code, err) == (0, "")
    line = db.session.scalars(select(BudgetLine)).one()
    assert (str(line.cost_amount), line.cost_currency) == ("1234000.0000", "MNT")
    activity = db.session.scalars(select(Activity)).one()
    assert (activity.statement, activity.start) == ({"en": "One"}, "2026-04-03")
    kept = select(EntryItem.item).filter_by(uid=activity.uid)
    assert db.session.scalars(kept).all() == ["1k"]


def test_a_worksheet_can_be_named(run: Run):
    book = as_xlsx([HEADS, *ROWS])
    code, _, err = run(book, "--sheet", "No such sheet", "--zero", "free")
    assert code == 2
    assert "No such sheet" in err
    assert run(book, "--sheet", "Sheet", "--zero", "free")[0] == 0


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--column", "Theme=nonsense"], "“nonsense” is no meaning of a column"),
        (["--column", "Nowhere=cost"], "It has: Strategy; Theme; Activity"),
        (["--item", "Trade=1z"], "“1z” cites no Annex C item"),
        (["--default-item", "?"], "cites no Annex C item"),
        (["--language", "fr"], "not written in this language"),
        (["--currency", "XXQ"], "XXQ"),
        (["--only", "Nowhere=x"], "no column “Nowhere”"),
    ],
)
def test_what_cannot_run_says_why(run: Run, options: list[str], complaint: str):
    code, out, err = run(spreadsheet(), *options)
    assert (code, out) == (2, "")
    assert complaint in err
    assert statements() == []


def test_a_file_that_is_no_table_cannot_run(run: Run):
    code, _, err = run(b"\x89PNG\0\0\0\0\x0d")
    assert code == 2
    assert "neither a spreadsheet" in err


def test_a_frozen_version_takes_nothing_in(run: Run, cast: Cast):
    plans.freeze(cast.plan.versions[0], "{}")
    assert run(spreadsheet(), "--zero", "free")[0] == 2
    assert statements() == []
