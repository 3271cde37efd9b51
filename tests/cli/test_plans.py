"""Listing plans and checking one from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from nap_tracker import cli
from nap_tracker.extensions import db
from nap_tracker.roles import OPERATOR
from nap_tracker.services import checks, plans, records, sealing
from tests.cast import Cast
from tests.checks.gaps import opened
from tests.factories import complete_plan
from tests.services.stored import store

WARNING = "recommended:foreword:signatory"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(app: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as the console does: exit code, what was printed, what was complained of."""

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["nap-tracker", *arguments])
        db.session.commit()
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.run(lambda: app)
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return command


def test_every_plan_stands_on_a_line_that_begins_with_its_id(cast: Cast, run: Run) -> None:
    cast.plan.period_start, cast.plan.period_end = "2025", "2029"
    code, out, _ = run("plan", "list")
    assert code == 0
    assert out.splitlines() == [
        f"{cast.plan.id}\tXAA\t2025/2029\tPlan of Amberland",
        f"{cast.other_plan.id}\tXBB\t\tPlan of Borealia",
    ]


def test_a_clean_plan_ends_well(cast: Cast, run: Run) -> None:
    store(cast.plan, complete_plan())
    code, out, err = run("plan", "check", cast.plan.id)
    assert (code, err) == (0, "")
    assert out.splitlines() == ["Blockers: 0", "Warnings: 0", "Answered warnings: 0", "Notes: 0"]


def test_a_blocker_ends_with_one(cast: Cast, run: Run) -> None:
    store(cast.plan, opened("a required field"))
    code, out, _ = run("plan", "check", cast.plan.id)
    assert code == 1
    assert "Annex C 1(f) | Managing mercury trade" in out
    assert "[required:trade:foreign_sources]" in out


def test_what_is_about_the_plan_itself_says_so(cast: Cast, run: Run) -> None:
    store(cast.plan, opened("a period"))
    _, out, _ = run("plan", "check", cast.plan.id)
    assert "  Annex C 1(k): The period of the plan is not set.  [no_period:plan:period_end]" in out


def test_an_unanswered_warning_ends_with_one_and_an_answered_one_well(cast: Cast, run: Run) -> None:
    version = store(cast.plan, opened("a recommended field"))
    assert run("plan", "check", cast.plan.id)[0] == 1
    checks.answer(OPERATOR, version, WARNING, reason="Elections.", seen="")
    code, out, _ = run("plan", "check", cast.plan.id)
    assert code == 0
    assert "Answered warnings: 1" in out
    assert "Reason: Elections." in out


def test_a_note_alone_ends_well(cast: Cast, run: Run) -> None:
    store(cast.plan, opened("a cost not costed"))
    code, out, _ = run("plan", "check", cast.plan.id)
    assert code == 0
    assert "Notes: 1" in out


def test_the_command_and_the_page_have_one_list(cast: Cast, run: Run) -> None:
    version = store(cast.plan, opened("every row of the practices"))
    _, out, _ = run("plan", "check", cast.plan.id)
    for finding in checks.examine(cast.actor("officer"), version).findings:
        assert f"[{finding.key}]" in out


def test_a_plan_that_is_not_there_could_not_be_checked(cast: Cast, run: Run) -> None:
    code, out, err = run("plan", "check", "nonsense")
    assert (code, out) == (2, "")
    assert "no such plan" in err


def test_a_plan_made_elsewhere_is_registered_with_its_file(cast: Cast, run: Run, tmp_path: Path):
    file = tmp_path / "plan 2020.txt"
    file.write_text("Plan d'action")
    code, out, _ = run(
        *("plan", "register", "xaa", str(file), "--title", "Plan d'action", "--language", "fr"),
        *("--start", "2020", "--end", "2029", "--endorsed-by", "Conseil", "--sent-on", "2020-04"),
        *("--audience", "public"),
    )
    assert code == 0
    version = plans.newest(OPERATOR, out.strip())
    told = records.of_versions(OPERATOR, [version])[version.id]
    assert (version.purpose, version.frozen_at is not None) == ("registered", True)
    assert [(f.body, f.endorsed_on) for f in told.endorsements] == [("Conseil", None)]
    assert [f.sent_on for f in told.submissions] == ["2020-04"]
    original = sealing.newest(told.files, sealing.Kind.ORIGINAL)
    assert original is not None
    assert sealing.read(original) == b"Plan d'action"


def test_a_registration_says_what_is_wrong_with_it(cast: Cast, run: Run, tmp_path: Path):
    file = tmp_path / "plan.txt"
    file.write_text("text")
    given = ("plan", "register", "XAA", str(file), "--title", "Plan")
    code, _, err = run(*given, "--sent-on", "April")
    assert code == 2
    assert "is not a date such as 2020" in err
    code, _, err = run(*given, "--endorsed-on", "2020")
    assert code == 2
    assert "--endorsed-by" in err
