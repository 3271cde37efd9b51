"""A spreadsheet comes into a plan whole or not at all, once, and as it was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from nap_tracker import files
from nap_tracker.errors import Forbidden, Frozen, Invalid, InvalidFile, NotFound, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.imports.columns import Column
from nap_tracker.imports.options import Options, Zero
from nap_tracker.models.activity import Activity, BudgetLine, Milestone, Strategy
from nap_tracker.models.entry import Entry, EntryItem, EntryLink
from nap_tracker.models.event import Event
from nap_tracker.models.institution import Institution
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.work_plan_upload import WorkPlanUpload
from nap_tracker.roles import OPERATOR, Actor
from nap_tracker.services import (
    contents,
    entries,
    plans,
    registers,
    uploads,
    work_plan_uploads,
    work_plans,
)
from nap_tracker.services.entries import Change
from nap_tracker.services.work_plan_uploads import Applied, Gone, Opened
from tests.cast import Cast
from tests.doors import QueryCount
from tests.imports.tables import as_csv, as_xlsx

HEADS = (
    "Strategy", "Annex C", "Activity", "Lead", "Partners", "Start", "End", "Cost", "Currency",
    "Milestone",
)  # fmt: skip
ROWS = (
    ("Formalise mining", "1(c)", "Open an office", "Ministry", "Police; Customs", "2026", "2027",
     "100'000.00", "USD", "The office is open"),
    ("Formalise mining", "1(c)/1(e)", "Register miners", "Ministry", "", "en 2023, 2026 et 2029",
     "2028", "0", "USD", ""),
    ("Formalise mining", "1(c)", "Register miners", "Police", "", "2026", "2027", "", "", ""),
    ("Control trade", "1(f)", "Watch the borders", "Customs", "", "2026-05", "2027", "77 624,50",
     "XOF", ""),
)  # fmt: skip


def spreadsheet(rows: Sequence[Sequence[str]] = ROWS, heads: Sequence[str] = HEADS) -> bytes:
    return as_csv([heads, *rows], delimiter=";")


@pytest.fixture
def actor(cast: Cast) -> Actor:
    return cast.actor("coordinator")


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


def uploaded(
    actor: Actor, version: PlanVersion, data: bytes | None = None, **options: Any
) -> Opened:
    """A spreadsheet with its questions answered."""
    upload = work_plan_uploads.add(actor, version, name="plan.csv", data=data or spreadsheet())
    return described(actor, version, upload.id, **{"zero": Zero.FREE, **options})


def described(actor: Actor, version: PlanVersion, upload_id: str, **options: Any) -> Opened:
    opened = work_plan_uploads.open_(actor, version.plan_id, upload_id)
    choices = replace(opened.choices, options=replace(opened.choices.options, **options))
    work_plan_uploads.choose(actor, opened, choices, seen=opened.seen)
    db.session.commit()
    return work_plan_uploads.open_(actor, version.plan_id, upload_id)


def applied(actor: Actor, opened: Opened) -> None:
    seen = work_plan_uploads.try_out(actor, opened).fingerprint
    work_plan_uploads.apply(actor, opened.version.plan_id, opened.upload.id, fingerprint=seen)
    db.session.commit()


def number_of(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


class TestApplying:
    def test_every_row_becomes_rows_of_the_plan_and_of_the_tables(self, actor, version):
        applied(actor, uploaded(actor, version))
        numbers = {table: number_of(table) for table in (Strategy, Activity, BudgetLine)}
        assert numbers == {Strategy: 2, Activity: 4, BudgetLine: 3}
        assert (number_of(Institution), number_of(Milestone)) == (3, 1)
        content = contents.load(version)
        assert [row.answers["statement"]["en"] for row in content.rows("activity")] == [
            row[2] for row in ROWS
        ]
        assert content.rows("strategy")[0].answers["items"] == ["1c", "1e"]

    def test_amounts_are_exact_and_zero_blank_and_currencies_stay_apart(self, actor, version):
        applied(actor, uploaded(actor, version))
        lines = db.session.execute(
            select(BudgetLine.cost_amount, BudgetLine.cost_currency, BudgetLine.cost_empty)
        )
        assert {tuple(line) for line in lines} == {
            (Decimal("100000.0000"), "USD", None),
            (Decimal(0), "USD", None),
            (Decimal("77624.5000"), "XOF", None),
        }

    def test_zero_can_be_said_to_be_not_costed(self, actor, version):
        applied(actor, uploaded(actor, version, zero=Zero.NOT_COSTED))
        empties = db.session.scalars(select(BudgetLine.cost_empty).order_by(BudgetLine.cost_empty))
        assert sorted(empties, key=str) == [None, None, "not_costed"]

    def test_items_and_supporting_institutions_can_be_counted(self, actor, version):
        applied(actor, uploaded(actor, version))
        query = select(EntryItem.item, func.count()).join(
            Activity, (Activity.uid == EntryItem.uid) & (Activity.version_id == version.id)
        )
        found = db.session.execute(query.group_by(EntryItem.item))
        assert dict(found.all()) == {"1c": 3, "1e": 1, "1f": 1}
        assert number_of(select(EntryLink).filter_by(field="supporting").subquery()) == 2

    def test_what_is_no_answer_yet_stays_at_its_field(self, actor, version):
        applied(actor, uploaded(actor, version))
        rows = contents.load(version).rows("activity")
        opened = entries.open_row(actor, version, "activity", rows[1].uid)
        assert "start" not in opened.content.answers
        assert opened.unaccepted["start"]["typed"] == "en 2023, 2026 et 2029"
        others = (entries.open_row(actor, version, "activity", row.uid) for row in rows[2:])
        assert [dict(each.unaccepted) for each in others] == [{}, {}]

    def test_strategies_and_institutions_of_the_plan_are_not_repeated(self, actor, version):
        made = entries.new_row(version, "strategy", {})
        heading = {"heading": {"en": "Control trade"}}
        mine = entries.save(actor, made, Change(seen=0, answers=heading)).uid
        made = entries.new_row(version, "institution", {})
        entries.save(actor, made, Change(seen=0, answers={"name": {"en": "Customs"}}))
        applied(actor, uploaded(actor, version))
        content = contents.load(version)
        assert len(content.rows("strategy")) == 2
        assert len(content.rows("institution")) == 3
        assert content.rows("activity")[-1].answers["strategy"] == mine

    def test_new_rows_stand_after_all_others_and_after_removed_ones(self, actor, version):
        for _ in range(2):
            made = entries.new_row(version, "activity", {})
            mine = entries.save(actor, made, Change(seen=0, answers={"number": {"en": "A"}})).uid
        registers.remove(actor, version, "activity", mine)
        applied(actor, uploaded(actor, version))
        places = db.session.scalars(select(Entry.position).filter_by(kind="activity"))
        assert sorted(places) == [1, 2, 3, 4, 5, 6]

    def test_one_act_is_recorded_without_the_words_of_the_plan(self, cast, actor, version):
        applied(actor, uploaded(actor, version))
        acts = select(Event.kind).filter_by(chain=cast.amberland.id).order_by(Event.number)
        kinds = list(db.session.scalars(acts))
        assert kinds[-2:] == ["work-plan:uploaded", "work-plan:imported"]
        event = db.session.scalars(select(Event).filter_by(kind="work-plan:imported")).one()
        assert (event.actor_id, event.actor_name) == (actor.user_id, "")
        assert '"activity":4' in event.details
        assert '"zero":"free"' in event.details
        assert "Register miners" not in event.details
        assert "Open an office" not in event.details

    def test_a_long_file_takes_no_more_statements_than_a_short_one(
        self, actor, version, queries: QueryCount
    ):
        counts = []
        for length in (20, 400):
            rows = [
                (*ROWS[0][:2], f"Activity {length} {place}", *ROWS[0][3:])
                for place in range(length)
            ]
            opened = uploaded(actor, version, spreadsheet(rows))
            with queries as count:
                applied(actor, opened)
            counts.append(count.count)
        assert counts[1] <= counts[0] + 15


class TestRefusing:
    def test_a_file_with_an_error_leaves_nothing(self, actor, version):
        opened = uploaded(actor, version, zero=Zero.ASK)
        before = number_of(Entry)
        with pytest.raises(InvalidFile) as refused:
            applied(actor, opened)
        db.session.rollback()
        assert [problem.path for problem in refused.value.problems] == ["H"]
        assert number_of(Entry) == before
        assert work_plan_uploads.open_(actor, version.plan_id, opened.upload.id)

    def test_a_file_that_is_no_table_is_not_taken_in(self, actor, version):
        with pytest.raises(InvalidFile):
            work_plan_uploads.add(actor, version, name="photo.xlsx", data=b"\x89PNG\0\0\0\0")
        assert number_of(WorkPlanUpload) == 0

    def test_the_second_time_is_refused(self, actor, version):
        opened = uploaded(actor, version)
        seen = work_plan_uploads.try_out(actor, opened).fingerprint
        applied(actor, opened)
        with pytest.raises(Applied):
            work_plan_uploads.apply(actor, version.plan_id, opened.upload.id, fingerprint=seen)
        with pytest.raises(Applied):
            work_plan_uploads.open_(actor, version.plan_id, opened.upload.id)
        assert number_of(Activity) == len(ROWS)

    def test_the_same_file_uploaded_again_is_pointed_out(self, actor, version):
        first = uploaded(actor, version)
        assert not first.brought_in_before
        applied(actor, first)
        again = uploaded(actor, version)
        assert again.brought_in_before
        found = work_plan_uploads.try_out(actor, again).proposal.warnings
        assert "seen_before" in [problem.code for problem in found]

    def test_choices_made_in_another_window_are_not_overwritten(self, actor, version):
        opened = uploaded(actor, version)
        described(actor, version, opened.upload.id, currency="MNT")
        with pytest.raises(StaleEdit):
            work_plan_uploads.choose(actor, opened, opened.choices, seen="of another window")
        db.session.rollback()
        now = work_plan_uploads.open_(actor, version.plan_id, opened.upload.id)
        assert now.choices.options.currency == "MNT"

    def test_a_result_that_changed_since_is_not_brought_in(self, actor, version):
        opened = uploaded(actor, version)
        seen = work_plan_uploads.try_out(actor, opened).fingerprint
        described(actor, version, opened.upload.id, zero=Zero.NOT_COSTED)
        with pytest.raises(StaleEdit):
            work_plan_uploads.apply(actor, version.plan_id, opened.upload.id, fingerprint=seen)
        db.session.rollback()
        assert number_of(Activity) == 0

    def test_a_row_somebody_adds_elsewhere_meanwhile_is_no_hindrance(self, cast, actor, version):
        opened = uploaded(actor, version)
        seen = work_plan_uploads.try_out(actor, opened).fingerprint
        made = entries.new_row(version, "activity", {})
        said = {"statement": {"en": "Quite another thing"}}
        entries.save(cast.actor("officer"), made, Change(seen=0, answers=said))
        work_plan_uploads.apply(actor, version.plan_id, opened.upload.id, fingerprint=seen)
        assert number_of(Activity) == len(ROWS) + 1

    def test_texts_in_a_language_the_plan_does_not_have_are_refused(self, actor, version):
        opened = uploaded(actor, version, language="fr")
        with pytest.raises(Invalid) as refused:
            work_plan_uploads.try_out(actor, opened)
        assert refused.value.about == "language"

    def test_bytes_that_storage_lost_are_asked_for_again(self, cast, actor, version):
        opened = uploaded(actor, version)
        key = f"{cast.amberland.id}/{opened.upload.sha256[:2]}/{opened.upload.sha256}"
        files.storage.backend.delete(key)
        with pytest.raises(Gone):
            work_plan_uploads.open_(actor, version.plan_id, opened.upload.id)

    def test_a_forgotten_upload_is_asked_for_again(self, actor, version):
        upload = uploaded(actor, version).upload
        uploads.prune(upload.created_at + timedelta(days=8))
        db.session.commit()
        with pytest.raises(Gone):
            work_plan_uploads.open_(actor, version.plan_id, upload.id)

    def test_an_upload_belongs_to_its_own_plan(self, cast, actor, version):
        upload = uploaded(actor, version).upload
        with pytest.raises(Gone):
            work_plan_uploads.open_(OPERATOR, cast.other_plan.id, upload.id)


class TestTrying:
    def test_a_trial_writes_nothing(self, actor, version):
        opened = uploaded(actor, version)
        before = (number_of(Entry), number_of(Event))
        trial = work_plan_uploads.try_out(actor, opened)
        assert trial.proposal.is_applicable
        assert not [*db.session.new, *db.session.dirty, *db.session.deleted]
        assert (number_of(Entry), number_of(Event)) == before

    def test_the_same_trial_twice_has_one_fingerprint(self, actor, version):
        opened = uploaded(actor, version)
        first, again = (work_plan_uploads.try_out(actor, opened).fingerprint for _ in range(2))
        assert first == again

    def test_a_trial_shows_the_plan_with_the_rows_in_it(self, actor, version):
        trial = work_plan_uploads.try_out(actor, uploaded(actor, version))
        assert [len(trial.plan.rows(register)) for register in ("activity", "strategy")] == [4, 2]

    def test_another_worksheet_is_read_and_guessed_afresh(self, actor, version):
        book = as_xlsx([HEADS, *ROWS])
        upload = work_plan_uploads.add(actor, version, name="plan.xlsx", data=book)
        opened = work_plan_uploads.open_(actor, version.plan_id, upload.id)
        assert opened.choices.columns[2] is Column.ACTIVITY
        below = work_plans.Source(header_row=2)
        work_plan_uploads.read_again(actor, opened, below)
        again = work_plan_uploads.open_(actor, version.plan_id, upload.id)
        assert again.sheet.header_row == 2
        assert again.sheet.headers[2] == "Open an office"
        assert len(again.sheet.rows) == len(ROWS) - 1

    def test_what_was_chosen_is_kept_with_the_upload(self, actor, version):
        options = Options("en", Zero.NOT_COSTED, "XOF", item_map={"Trade": ("1f",)})
        opened = uploaded(actor, version)
        choices = work_plans.Choices(work_plans.Source(header_row=1), {0: Column.COST}, options)
        work_plan_uploads.choose(actor, opened, choices, seen=opened.seen)
        db.session.commit()
        again = work_plan_uploads.open_(actor, version.plan_id, opened.upload.id)
        assert again.choices == choices


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("officer", Forbidden),
        ("viewer", Forbidden),
        ("reviewer", Forbidden),
        ("administrator", NotFound),
        ("stranger", NotFound),
    ],
)
class TestOnlyWhoLeadsTheDraftingBringsFilesIn:
    def test_they_upload_nothing(self, cast, version, who, refusal):
        with pytest.raises(refusal):
            work_plan_uploads.add(cast.actor(who), version, name="a.csv", data=spreadsheet())
        assert number_of(WorkPlanUpload) == 0

    def test_they_see_no_upload(self, cast, actor, version, who, refusal):
        upload = uploaded(actor, version).upload
        with pytest.raises(refusal):
            work_plan_uploads.of_plan(cast.actor(who), version)
        with pytest.raises(refusal):
            work_plan_uploads.open_(cast.actor(who), version.plan_id, upload.id)

    def test_they_try_and_apply_nothing(self, cast, actor, version, who, refusal):
        opened = uploaded(actor, version)
        seen = work_plan_uploads.try_out(actor, opened).fingerprint
        with pytest.raises(refusal):
            work_plan_uploads.try_out(cast.actor(who), opened)
        with pytest.raises(refusal):
            work_plan_uploads.apply(
                cast.actor(who), version.plan_id, opened.upload.id, fingerprint=seen
            )
        with pytest.raises(refusal):
            work_plan_uploads.choose(cast.actor(who), opened, opened.choices, seen=opened.seen)
        with pytest.raises(refusal):
            work_plan_uploads.read_again(cast.actor(who), opened, work_plans.Source())
        with pytest.raises(refusal):
            work_plans.empty_table(cast.actor(who), version, "csv")
        assert number_of(Activity) == 0


def test_the_focal_point_brings_a_file_in(cast: Cast, version: PlanVersion):
    focal_point = cast.actor("focal_point")
    applied(focal_point, uploaded(focal_point, version))
    assert number_of(Activity) == len(ROWS)


def test_nothing_comes_into_a_frozen_version(cast: Cast, actor: Actor, version: PlanVersion):
    opened = uploaded(actor, version)
    seen = work_plan_uploads.try_out(actor, opened).fingerprint
    plans.freeze(version, "{}")
    db.session.commit()
    with pytest.raises(Frozen):
        work_plan_uploads.apply(actor, version.plan_id, opened.upload.id, fingerprint=seen)


def test_the_empty_table_goes_in_again(actor: Actor, version: PlanVersion):
    data, media_type = work_plans.empty_table(actor, version, "csv")
    assert media_type.startswith("text/csv")
    filled = data.decode("utf-8-sig").splitlines()[0] + "\r\n" + "x," * 4 + "Open an office\r\n"
    upload = work_plan_uploads.add(actor, version, name="t.csv", data=filled.encode())
    opened = work_plan_uploads.open_(actor, version.plan_id, upload.id)
    assert set(opened.choices.columns.values()) == set(Column) - {Column.TIME}
