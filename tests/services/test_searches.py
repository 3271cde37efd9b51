"""Search finds what one may read, at once and after every change, and tells nothing of the rest."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from nap_tracker.content.audience import Audience
from nap_tracker.errors import NotFound
from nap_tracker.extensions import db
from nap_tracker.models.search_text import SearchText
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import plans, registers, search_index, searches, uploads
from nap_tracker.services.searches import Found
from tests.cast import Cast, give
from tests.doors import QueryCount
from tests.factories import complete_plan
from tests.services.saving import add_row, row, save, section, version_of
from tests.services.stored import many_plans, store

WORDS = "《水俣公约》 reducción"


def text(words: str) -> dict[str, dict[str, str]]:
    return {"statement": {"en": words}}


def search(cast: Cast, query: str, who: str = "officer", **where: str) -> Found:
    return searches.search(cast.actor(who), query, **where)


def test_what_was_saved_is_found_at_once_and_what_was_taken_out_is_not(cast: Cast):
    uid = add_row(cast, "objective", text(WORDS))
    hit = search(cast, "reduccion").hits[0]
    assert (hit.uid, hit.register, hit.field.id) == (uid, "objective", "statement")
    assert search(cast, "水俣").count == 1
    save(cast.actor("officer"), row(cast, "objective", uid), answers=text("other words"))
    assert search(cast, "reduccion").count == 0
    assert search(cast, "OTHER words").count == 1


def test_a_removed_row_is_not_found_until_it_comes_back(cast: Cast):
    uid = add_row(cast, "objective", text(WORDS))
    version = version_of(cast)
    registers.remove(cast.actor("officer"), version, "objective", uid)
    assert search(cast, "reduccion").count == 0
    owner = plans.schema_of(version, "en").register("objective")
    registers.restore(cast.actor("officer"), version, owner, uid)
    assert search(cast, "reduccion").count == 1


def test_another_party_finds_nothing(cast: Cast):
    add_row(cast, "objective", text(WORDS))
    assert search(cast, "reduccion", who="stranger").count == 0
    assert search(cast, "reduccion", who="administrator").count == 0
    with pytest.raises(NotFound):
        search(cast, "reduccion", who="stranger", plan_id=cast.plan.id)


@pytest.mark.parametrize(
    ("audience", "officer", "viewer"), [("drafting_team", 1, 0), ("reviewers", 1, 1)]
)
def test_what_is_held_back_does_not_count(cast: Cast, audience: str, officer: int, viewer: int):
    uid = add_row(cast, "objective", text(WORDS))
    opened = row(cast, "objective", uid, who="focal_point")
    save(cast.actor("focal_point"), opened, answers=opened.content.answers, audience=audience)
    assert search(cast, "reduccion").count == officer
    for who in ("viewer", "reviewer"):
        assert search(cast, "reduccion", who=who).count == viewer


def test_one_field_held_back_is_not_found_though_its_row_is(cast: Cast):
    answers = {**text("open words"), "description": {"en": "<p>secret words</p>"}}
    uid = add_row(cast, "objective", answers)
    opened = row(cast, "objective", uid, who="focal_point")
    save(
        cast.actor("focal_point"),
        opened,
        answers=opened.content.answers,
        audiences={"description": "drafting_team"},
    )
    assert search(cast, "secret", who="viewer").count == 0
    assert search(cast, "open", who="viewer").count == 1
    assert search(cast, "secret").count == 1


def test_the_words_of_a_picture_are_held_back_with_it(cast: Cast):
    file = uploads.add(
        cast.actor("officer"), version_of(cast), name="site.txt", data=b"not shown here"
    )
    html = (
        f'<p>open words</p><figure><img alt="hidden hut" data-file="{file.id}">'
        "<figcaption>hidden camp</figcaption></figure>"
    )
    add_row(cast, "objective", {**text("named"), "description": {"en": html}})
    assert search(cast, "hidden camp").count == search(cast, "hidden hut").count == 1
    for who in ("viewer", "reviewer"):
        assert search(cast, "hidden", who=who).count == 0
        assert search(cast, "open", who=who).count == 1
    uploads.set_audience(cast.actor("focal_point"), version_of(cast), file, Audience.REVIEWERS)
    assert search(cast, "hidden", who="viewer").count == 1
    uploads.set_audience(cast.actor("officer"), version_of(cast), file, Audience.DRAFTING_TEAM)
    uploads.remove(cast.actor("officer"), version_of(cast), file)
    assert search(cast, "hidden", who="viewer").count == 0


def test_a_reviewer_of_one_plan_finds_nothing_in_another(cast: Cast):
    other = store(cast.other_plan, complete_plan())
    add_row(cast, "objective", text("unheard of"))
    give(cast.reviewer, Role.REVIEWER, cast.borealia, cast.other_plan)
    db.session.flush()
    found = search(cast, "made-up words", who="reviewer")
    assert found.count > 0
    assert {hit.version.id for hit in found.hits} == {other.id}


def test_only_the_newest_version_is_searched(cast: Cast):
    add_row(cast, "objective", text(WORDS))
    store(cast.plan, complete_plan())
    assert search(cast, "reduccion").count == 0
    assert search(cast, "made-up words").count > 0


def test_within_a_plan_and_within_a_section(cast: Cast):
    store(cast.plan, complete_plan())
    everywhere = search(cast, "made-up words", plan_id=cast.plan.id)
    here = search(cast, "made-up words", plan_id=cast.plan.id, section_id="summary")
    assert 0 < here.count < everywhere.count
    assert {hit.section.id for hit in here.hits} == {"summary"}
    with pytest.raises(NotFound):
        search(cast, "words", plan_id=cast.plan.id, section_id="nonsense")


def test_signs_that_mean_something_to_a_database_mean_themselves(cast: Cast):
    add_row(cast, "objective", text("100% of a_b\\c"))
    for query in ("100%", "a_b", "b\\c"):
        assert search(cast, query).count == 1
    for query in ("1%0", "a%c", "axb", "%", "_x", "/%"):
        assert search(cast, query).count == (1 if query == "%" else 0)
    assert search(cast, "  ").count == 0


def test_hits_stand_in_the_order_of_the_plan_and_page_by_page(cast: Cast):
    store(cast.plan, complete_plan())
    first = search(cast, "e")
    assert first.last > 1
    pages = [searches.search(cast.actor("officer"), "e", page=n + 1) for n in range(first.last)]
    hits = [(hit.uid, hit.field.id, hit.language) for page in pages for hit in page.hits]
    assert len(hits) == len(set(hits)) == first.count
    sections = [hit.section.id for page in pages for hit in page.hits]
    order = [s.id for s in plans.schema_of(version_of(cast), "en").sections]
    assert sections == sorted(sections, key=order.index)


def test_as_many_queries_with_many_plans(cast: Cast, queries: QueryCount):
    add_row(cast, "objective", text(WORDS))

    def counted() -> int:
        db.session.commit()
        actor = cast.actor("officer")
        with queries as count:
            assert searches.search(actor, "reduccion").count == 1
        return count.count

    alone = counted()
    many_plans(cast.amberland, 10)
    assert counted() == alone <= 4


def snapshot() -> list[tuple[str, ...]]:
    rows = db.session.execute(select(SearchText.__table__))
    return sorted(tuple(map(str, row)) for row in rows)


def test_made_anew_it_is_the_same(cast: Cast):
    store(cast.plan, complete_plan())
    save(cast.actor("officer"), section(cast, "summary"), answers={})
    add_row(cast, "objective", text(WORDS))
    before = snapshot()
    assert before
    search_index.rebuild(OPERATOR)
    assert snapshot() == before
    db.session.execute(delete(SearchText))
    search_index.complete()
    assert snapshot() == before
    assert search_index.complete() == 0 or snapshot() == before
