"""Claims about forms that arrive at the same moment, in threads of their own as on a server."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.services import contents
from tests.browser_client import Browser
from tests.cast import Cast
from tests.services.saving import add_row, row, version_of
from tests.web.filling import Sent, fill


def together(app: Flask, people: Sequence[User], url: str, sent: Sequence[Sent]) -> list[int]:
    """Everybody presses the button at once; the status each one gets."""
    browsers = [Browser(app).sign_in(person) for person in people]
    tokens = [browser.token(url) for browser in browsers]
    db.session.rollback()
    start = Barrier(len(browsers))

    def press(number: int) -> int:
        data = {**sent[number], "csrf_token": tokens[number]}
        start.wait()
        return browsers[number].client.post(url, data=data).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        statuses = list(pool.map(press, range(len(browsers))))
    db.session.rollback()
    db.session.expire_all()
    return statuses


def test_a_new_row_sent_four_times_at_once_is_one_row(app: Flask, cast: Cast) -> None:
    url = f"/plans/{cast.plan.id}/rows/institution/new"
    page = Browser(app).sign_in(cast.officer).get(url)
    sent = fill(page, name="Ministry of Mines")
    assert together(app, [cast.officer] * 4, url, [sent] * 4) == [302] * 4
    rows = contents.load(version_of(cast)).rows("institution")
    assert [r.answers for r in rows] == [{"name": {"en": "Ministry of Mines"}}]


def test_four_people_who_change_four_answers_at_once_all_keep_theirs(
    app: Flask, cast: Cast
) -> None:
    uid = add_row(cast, "activity", {"statement": {"en": "Train miners"}})
    db.session.commit()
    url = f"/plans/{cast.plan.id}/rows/activity/{uid}"
    page = Browser(app).sign_in(cast.officer).get(url)
    people = [cast.officer, cast.colleague, cast.coordinator, cast.focal_point]
    changes = [{"start": "2024"}, {"end": "2026"}, {"output": "Manual"}, {"place": "Kayes"}]
    sent = [fill(page, **change) for change in changes]
    assert together(app, people, url, sent) == [302] * 4
    assert row(cast, "activity", uid).content.answers == {
        "statement": {"en": "Train miners"},
        "start": "2024",
        "end": "2026",
        "output": {"en": "Manual"},
        "place": {"en": "Kayes"},
    }


def test_of_two_who_change_one_answer_at_once_one_is_told(app: Flask, cast: Cast) -> None:
    uid = add_row(cast, "activity", {"statement": {"en": "Train miners"}})
    db.session.commit()
    url = f"/plans/{cast.plan.id}/rows/activity/{uid}"
    page = Browser(app).sign_in(cast.officer).get(url)
    sent = [fill(page, statement=words) for words in ("Mine", "Theirs")]
    statuses = together(app, [cast.officer, cast.colleague], url, sent)
    assert sorted(statuses) == [302, 409]
    first = ("Mine", "Theirs")[statuses.index(302)]
    assert row(cast, "activity", uid).content.answers["statement"] == {"en": first}
