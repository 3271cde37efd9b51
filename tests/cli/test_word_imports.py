"""`plan import-word`: what it prints, what it stores, and its exit codes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from nap_tracker.extensions import db
from nap_tracker.models.word_upload import WordUpload
from nap_tracker.services import entries, plans
from tests.cast import Cast
from tests.cli.conftest import Console
from tests.imports.word.making import docx, h, ins, p


def file(folder: Path, *body: str) -> str:
    path = folder / "plan.docx"
    path.write_bytes(docx(*body))
    return str(path)


def foreword(cast: Cast) -> str:
    version = plans.newest(cast.actor("officer"), cast.plan.id)
    found = entries.open_section(cast.actor("officer"), version, "foreword")
    return str((found.content.answers.get("text") or {}).get("en", ""))


def uploads() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(WordUpload)) or 0


def test_a_trial_says_where_parts_go_and_stores_nothing(
    console: Console, cast: Cast, tmp_path: Path
):
    code, out, _err = console(
        "plan", "import-word", cast.plan.id, file(tmp_path, h("Foreword"), "We commit.")
    )
    assert code == 0
    assert "foreword.text: Foreword – We commit." in out
    assert "Field foreword.text is filled." in out
    assert uploads() == 0


def test_what_has_no_place_is_said_and_is_an_exit_code(
    console: Console, cast: Cast, tmp_path: Path
):
    path = file(tmp_path, h("Foreword"), "a", h("Zebras"), "Stripes.")
    code, _out, err = console("plan", "import-word", cast.plan.id, path)
    assert code == 1
    assert "Not placed: Zebras – Stripes." in err


def test_applied_it_is_stored(console: Console, cast: Cast, tmp_path: Path):
    path = file(tmp_path, h("Foreword"), "a", h("Zebras"), "Stripes.")
    code, _out, _err = console(
        "plan", "import-word", cast.plan.id, path, "--place", "Zebras=foreword.text", "--apply"
    )
    assert code == 0
    db.session.rollback()
    assert "Stripes." in foreword(cast)


def test_tracked_changes_have_to_be_decided(console: Console, cast: Cast, tmp_path: Path):
    path = file(tmp_path, h("Foreword"), p("a", ins("b")))
    code, _, err = console("plan", "import-word", cast.plan.id, path, "--apply")
    assert code == 1
    assert "Decide on the tracked changes" in err
    assert uploads() == 0
    said = ("--apply", "--changes", "reject")
    assert console("plan", "import-word", cast.plan.id, path, *said)[0] == 0
    db.session.rollback()
    assert ">a</p>" in foreword(cast)


def test_a_file_that_is_none_and_a_place_that_is_none_could_not_run(
    console: Console, cast: Cast, tmp_path: Path
):
    path = tmp_path / "x.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 99)
    code, _, err = console("plan", "import-word", cast.plan.id, path)
    assert code == 2
    assert "save it as .docx" in err
    other = file(tmp_path, h("A"), "b")
    said = ("--place", "A=foreword.nonsense")
    code, _, err = console("plan", "import-word", cast.plan.id, other, *said)
    assert code == 2
    assert "is no field of long text" in err
