"""Whole plans in and out from the command line: what is written, and how a command ends."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from sqlalchemy import func, select

from nap_tracker.exports import press
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.event import Event
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.services import samples
from tests.cast import Cast
from tests.cli.conftest import Console
from tests.exports.word import Word, words
from tests.factories import complete_plan
from tests.services.stored import store


def how_many(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_schema_needs_no_database_and_fits_what_goes_out(
    cast: Cast, console: Console, tmp_path: Path
) -> None:
    store(cast.plan, complete_plan())
    code, out, err = console("plan", "schema")
    assert (code, err) == (0, "")
    file = tmp_path / "plan.json"
    assert console("plan", "export", cast.plan.id, "--format", "json", "--out", file)[0] == 0
    jsonschema.Draft202012Validator(json.loads(out)).validate(json.loads(file.read_bytes()))


def test_the_whole_plan_goes_out_unless_an_audience_is_named(
    cast: Cast, console: Console, tmp_path: Path
) -> None:
    store(cast.plan, complete_plan())
    said = {}
    for name, options in {
        "default": (),
        "public": ("--audience", "public"),
        "reviewers": ("--audience", "reviewers"),
        "drafting_team": ("--audience", "drafting_team"),
    }.items():
        file = tmp_path / name
        code, out, _ = console(
            "plan", "export", cast.plan.id, "--format", "json", *options, "--out", file
        )
        assert (code, out) == (0, "")
        said[name] = json.loads(file.read_bytes())
    assert said["default"] == said["drafting_team"]
    assert [said[name]["audience"] for name in ("default", "reviewers", "public")] == [
        "drafting_team",
        "reviewers",
        "public",
    ]
    assert said["default"]["registers"]["site"]
    assert not said["public"]["registers"].get("site")


def test_a_word_file_goes_out_whole_or_by_section(
    cast: Cast, console: Console, tmp_path: Path
) -> None:
    store(cast.plan, complete_plan())
    said = {}
    for name, options in {"whole": (), "trade": ("--section", "trade")}.items():
        file = tmp_path / f"{name}.docx"
        given = ("--format", "docx", *options, "--out", file)
        assert console("plan", "export", cast.plan.id, *given) == (0, "", "")
        said[name] = {words(one) for one in Word(file.read_bytes()).all("p")}
    assert "Managing mercury trade and preventing diversion" in said["trade"]
    assert len(said["trade"]) < len(said["whole"]) / 4
    told = db.session.scalars(select(Event.details).where(Event.kind == "plan:exported")).all()
    assert any("trade" in details for details in told)


@pytest.mark.skipif(not press.FONTS.exists(), reason="the fonts are not set up: make setup")
def test_a_section_is_printed_as_a_form_for_paper(
    cast: Cast, console: Console, tmp_path: Path
) -> None:
    store(cast.plan, complete_plan())
    for options in ((), ("--filled",)):
        file = tmp_path / "form.pdf"
        given = ("--section", "trade", *options, "--out", file)
        assert console("plan", "form", cast.plan.id, *given) == (0, "", "")
        assert file.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("option", "value"),
    [("--section", "weather"), ("--language", "la"), ("--out", "/nowhere/f.pdf")],
)
def test_a_form_that_cannot_be_printed_is_refused(
    cast: Cast, console: Console, option: str, value: str
) -> None:
    given = {"--out": "-", option: value}
    code, out, err = console("plan", "form", cast.plan.id, *sum(given.items(), ()))
    assert (code, out) == (2, "")
    assert option in err


def test_taking_a_plan_out_is_logged(cast: Cast, console: Console, tmp_path: Path) -> None:
    console("plan", "export", cast.plan.id, "--format", "json", "--out", tmp_path / "plan.json")
    event = db.session.scalars(select(Event).where(Event.kind == "plan:exported")).one()
    assert (event.plan_id, event.actor_kind) == (cast.plan.id, "operator")


def test_a_file_in_a_folder_that_is_not_there_is_refused_before_anything_is_made(
    cast: Cast, console: Console, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere" / "plan.pdf"
    code, _, err = console("plan", "export", cast.plan.id, "--format", "pdf", "--out", nowhere)
    assert code == 2
    assert "no such folder" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "odt", "--out", "-"),
        ("--format", "json", "--section", "trade", "--out", "-"),
        ("--format", "docx", "--section", "weather", "--out", "-"),
        ("--format", "json"),
        ("--format", "json", "--audience", "everybody", "--out", "-"),
        ("--format", "pdf", "--mark", "SECRET", "--out", "-"),
    ],
)
def test_what_export_does_not_know_could_not_run(
    cast: Cast, console: Console, options: tuple[str, ...]
) -> None:
    code, out, err = console("plan", "export", cast.plan.id, *options)
    assert (code, out) == (2, "")
    assert "Error" in err


def test_a_plan_comes_in_once_and_again_only_as_a_new_draft(
    database: None, console: Console
) -> None:
    file = samples.FOLDER / "xab.json"
    code, out, _ = console("plan", "import", file)
    assert code == 0
    assert db.session.get(Plan, out.strip()) is not None
    code, again, err = console("plan", "import", file)
    assert (code, again) == (2, "")
    assert "already here" in err
    assert how_many(PlanVersion) == 1
    code, again, _ = console("plan", "import", file, "--existing", "new-draft")
    assert (code, again) == (0, out)
    assert how_many(PlanVersion) == 2


def test_a_bad_file_is_a_problem_found_told_by_path_and_leaves_nothing(
    database: None, console: Console, tmp_path: Path
) -> None:
    content = json.loads((samples.FOLDER / "xab.json").read_bytes())
    content["plan"]["period_start"] = "soon"
    content["registers"]["activity"][0]["answers"]["start"] = "later"
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(content), "utf-8")
    code, out, err = console("plan", "import", file)
    assert (code, out) == (1, "")
    assert "$.plan.period_start" in err
    assert "$.registers.activity[0].answers.start" in err
    assert (how_many(Party), how_many(Plan)) == (0, 0)


def test_a_file_that_is_not_there_could_not_be_read(database: None, console: Console) -> None:
    code, out, err = console("plan", "import", "nowhere.json")
    assert (code, out) == (2, "")
    assert "nowhere.json" in err
