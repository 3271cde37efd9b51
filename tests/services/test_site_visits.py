"""Visits to sites: what can be recorded, withdrawn and added, and by whom."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from nap_tracker import clock
from nap_tracker.errors import DomainError, Forbidden, Hidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.base import new_uid
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.site_visit import OwnSite, SiteVisit
from nap_tracker.services import practices, site_visits
from nap_tracker.workflow.eliminating import DEFAULT_MONTHS, PRACTICES, Standing
from tests.cast import Cast
from tests.services.test_tracking import endorsed

REPORT = ("report.txt", b"We went there.")


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return endorsed(cast)


def a_site(version: PlanVersion) -> str:
    """A site the plan does not list, so that nothing is said of it yet."""
    site = OwnSite(party_id=version.party_id, plan_id=version.plan_id, name="Upper ford")
    db.session.add(site)
    db.session.flush()
    return site.id


def visit(cast: Cast, version: PlanVersion, site: str, on: str, **said: Any) -> SiteVisit:
    findings = {code: said[code] for code in PRACTICES if code in said}
    details = {"visited_on": on, **{k: v for k, v in said.items() if k in site_visits.WORDS}}
    return site_visits.record(
        cast.actor("officer"),
        version,
        site,
        details=details,
        findings=findings,
        sent=said.get("sent", ()),
        once=said.get("once", ""),
    )


def stands_there(cast: Cast, version: PlanVersion, site: str) -> dict[str, Standing]:
    board = practices.of_version(cast.actor("officer"), version)
    line = next(line for line in board.lines if line.site.uid == site)
    return {code: reading.standing for code, reading in line.readings.items()}


def test_a_visit_says_something_of_what_was_looked_at_and_nothing_else(
    cast: Cast, version: PlanVersion
):
    site = a_site(version)
    visit(cast, version, site, "2026-03", b_i="present", b_ii="not_practised")
    assert stands_there(cast, version, site) == {
        "b_i": Standing.PRESENT,
        "b_ii": Standing.NOT_PRACTISED,
        "b_iii": Standing.NOT_KNOWN,
        "b_iv": Standing.NOT_KNOWN,
    }


@pytest.mark.parametrize(
    ("on", "said", "about"),
    [
        ("", {"b_i": "present"}, "visited_on"),
        ("2031", {"b_i": "present"}, "visited_on"),
        ("2026", {}, "b_i"),
        ("2026", {"b_iii": "reduced"}, "b_iii"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_field_and_nothing_is_kept(
    cast: Cast, version: PlanVersion, on: str, said: dict[str, str], about: str
):
    site = a_site(version)
    with pytest.raises(Invalid) as refused:
        visit(cast, version, site, on, **said)
    assert refused.value.about == about
    assert db.session.scalar(select(func.count()).select_from(SiteVisit)) == 0


def test_eliminated_needs_something_that_shows_it(cast: Cast, version: PlanVersion):
    site = a_site(version)
    visit(cast, version, site, "2024", b_i="present")
    with pytest.raises(Invalid) as refused:
        visit(cast, version, site, "2026", b_i="eliminated", evidence="  ")
    assert refused.value.about == "evidence"
    visit(cast, version, site, "2026", b_i="eliminated", sent=[REPORT])
    assert stands_there(cast, version, site)["b_i"] is Standing.ELIMINATED


def test_an_elimination_grows_old_in_the_time_the_plan_sets(
    cast: Cast, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    site = a_site(version)
    visit(cast, version, site, "2024", b_i="present")
    visit(cast, version, site, "2026-01-10", b_i="eliminated", evidence="Report 7")
    officer = cast.actor("officer")
    assert practices.of_version(officer, version).months == DEFAULT_MONTHS
    site_visits.set_age(officer, version, 3)
    assert stands_there(cast, version, site)["b_i"] is Standing.NEEDS_VISIT
    board = practices.of_version(officer, version)
    assert board.by_practice["b_i"].sites[Standing.ELIMINATED] == 0


@pytest.mark.parametrize("months", [None, 0, 2, 121])
def test_an_age_that_makes_no_sense_is_refused(cast: Cast, version: PlanVersion, months: Any):
    with pytest.raises(Invalid) as refused:
        site_visits.set_age(cast.actor("officer"), version, months)
    assert refused.value.about == "months"


def test_pressing_twice_records_once(cast: Cast, version: PlanVersion):
    site, once = a_site(version), new_uid()
    first = visit(cast, version, site, "2026", b_i="present", once=once)
    assert visit(cast, version, site, "2026", b_i="present", once=once) is first
    with pytest.raises(Hidden):
        visit(cast, version, a_site(version), "2026", b_i="present", once=once)


def test_a_withdrawn_visit_stays_in_the_record_and_counts_no_more(cast: Cast, version: PlanVersion):
    site, officer = a_site(version), cast.actor("officer")
    wrong = visit(cast, version, site, "2026", b_i="present", note="Of another river")
    with pytest.raises(Invalid) as refused:
        site_visits.withdraw(officer, version, wrong.id, because=" ")
    assert refused.value.about == "because"
    site_visits.withdraw(officer, version, wrong.id, because="It was another river")
    assert stands_there(cast, version, site)["b_i"] is Standing.NOT_KNOWN
    _, visits = site_visits.site_of(officer, version, site)
    assert [(one.note, one.withdrawn_because) for one in visits] == [
        ("Of another river", "It was another river")
    ]
    with pytest.raises(Invalid):
        site_visits.withdraw(officer, version, wrong.id, because="Again")


def test_what_a_later_visit_rests_on_is_not_withdrawn_first(cast: Cast, version: PlanVersion):
    site, officer = a_site(version), cast.actor("officer")
    first = visit(cast, version, site, "2024", b_i="present")
    later = visit(cast, version, site, "2026", b_i="reduced")
    with pytest.raises(Invalid):
        site_visits.withdraw(officer, version, first.id, because="Wrong")
    site_visits.withdraw(officer, version, later.id, because="Wrong")
    site_visits.withdraw(officer, version, first.id, because="Wrong")


def test_the_log_names_the_act_and_not_the_people(cast: Cast, version: PlanVersion):
    visit(
        cast, version, a_site(version), "2026-03", b_i="present", interviewees="Joao", place="4.1 N"
    )
    event = db.session.scalars(select(Event).filter_by(kind="visit:recorded")).one()
    assert event.happened_on == "2026-03"
    assert "Joao" not in event.details
    assert "4.1" not in event.details


@pytest.mark.parametrize("who", ["viewer", "reviewer", "stranger", "administrator"])
def test_only_the_drafting_team_records_and_reads_visits(
    cast: Cast, version: PlanVersion, who: str
):
    site = a_site(version)
    actor = cast.actor(who)
    for act in (
        lambda: site_visits.site_of(actor, version, site),
        lambda: site_visits.add_site(actor, version, name="A", region_uid=None),
        lambda: site_visits.set_age(actor, version, 12),
        lambda: site_visits.record(actor, version, site, details={}, findings={}),
        lambda: site_visits.withdraw(actor, version, new_uid(), because="x"),
        lambda: site_visits.copy_of(actor, version, new_uid(), new_uid()),
    ):
        with pytest.raises((Forbidden, NotFound)):
            act()


def test_a_file_is_read_by_the_team_and_only_at_its_visit(cast: Cast, version: PlanVersion):
    site, officer = a_site(version), cast.actor("officer")
    one = visit(cast, version, site, "2026", b_i="present", sent=[REPORT])
    other = visit(cast, version, site, "2026", b_i="present")
    file_id = one.files[0].file_id
    assert site_visits.copy_of(officer, version, one.id, file_id).data == REPORT[1]
    with pytest.raises(Hidden):
        site_visits.copy_of(officer, version, other.id, file_id)


def test_a_file_that_cannot_be_taken_is_refused_at_its_field(cast: Cast, version: PlanVersion):
    with pytest.raises(Invalid) as refused:
        visit(cast, version, a_site(version), "2026", b_i="present", sent=[("a.exe", b"MZ\0\1")])
    assert refused.value.about == "files"


def test_an_own_site_is_in_a_region_of_the_plan_or_in_none(cast: Cast, version: PlanVersion):
    officer = cast.actor("officer")
    region = next(iter(practices.regions_of(version)))
    before = practices.of_version(officer, version)
    site = site_visits.add_site(officer, version, name="Lower ford", region_uid=region, place="4 N")
    after = practices.of_version(officer, version)
    assert after.by_practice["b_i"].total == before.by_practice["b_i"].total + 1
    assert after.by_practice["b_i"].unknown == before.by_practice["b_i"].unknown + 1
    for wrong in ({"name": " ", "region_uid": None}, {"name": "A", "region_uid": new_uid()}):
        with pytest.raises(Invalid):
            site_visits.add_site(officer, version, **wrong)
    with pytest.raises(Invalid):
        site_visits.withdraw_site(officer, version, site.id, because="")
    site_visits.withdraw_site(officer, version, site.id, because="It is listed already")
    gone = practices.of_version(officer, version)
    assert gone.by_practice == before.by_practice


def test_an_own_site_with_visits_is_not_withdrawn(cast: Cast, version: PlanVersion):
    site, officer = a_site(version), cast.actor("officer")
    visit(cast, version, site, "2026", b_i="present")
    with pytest.raises(DomainError):
        site_visits.withdraw_site(officer, version, site, because="A mistake")


def test_a_site_of_another_plan_is_not_there(cast: Cast, version: PlanVersion):
    with pytest.raises(Hidden):
        visit(cast, version, new_uid(), "2026", b_i="present")


def test_today_is_the_party_s(cast: Cast, version: PlanVersion, monkeypatch: pytest.MonkeyPatch):
    """A visit of this morning in Amberland may be tomorrow's in UTC."""
    version.plan.party.time_zone = "Pacific/Kiritimati"
    tomorrow = clock.today("Pacific/Kiritimati").isoformat()
    visit(cast, version, a_site(version), tomorrow, b_i="present")
