"""Pages of comments: saying, answering, using, finding a place; for each reader theirs."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import comments, entries, exports, registers, responses
from nap_tracker.services.comment_places import Where, where_of
from nap_tracker.services.entries import Change
from nap_tracker.services.placed_comments import ENOUGH
from tests.browser_client import Browser
from tests.cast import Cast, give, make_user
from tests.conftest import QueryCount
from tests.services.endangered import type_into
from tests.services.saying import FIELD, SECTION, TEXT, content, newest, say, there, write_text
from tests.services.stored import many_plans

pytestmark = pytest.mark.database

HIDDEN = "zqhiddenzq"


@pytest.fixture(autouse=True)
def text(cast: Cast) -> None:
    write_text(cast)
    db.session.commit()


def home(cast: Cast) -> str:
    return f"/plans/{cast.plan.id}/comments"


def page_of(cast: Cast, comment: Comment) -> str:
    return f"{home(cast)}/{comment.id}"


def new_page(cast: Cast) -> str:
    where = there(cast)
    return f"{home(cast)}/new?section={SECTION}&uid={where.uid}&field={FIELD}&language=en"


def sent(**values: str) -> dict[str, str]:
    given = {"kind": "change", "body": "Say how many", "visibility": "team"}
    return {**given, "quote": "burned in the open", **values}


def said(cast: Cast, who: str = "officer", **values: str) -> Comment:
    comment = say(cast, who, **values)
    db.session.commit()
    return comment


def test_an_officer_comments_on_words_beside_the_question(cast: Cast, browser: Browser):
    browser.sign_in(cast.officer)
    form = browser.get(f"/plans/{cast.plan.id}/sections/{SECTION}")
    link = next(a for a in form.select(".app-comments-here a") if FIELD in a.attrib["href"])
    page = browser.get(link.attrib["href"])
    assert "Mercury is burned in the open at forty camps." in page.text
    made = browser.post(link.attrib["href"], sent(proposed="burned under hoods"))
    assert made.status == 302
    assert made.location.endswith(f"#{FIELD}")
    shown = browser.get(f"/plans/{cast.plan.id}/sections/{SECTION}")
    assert "1 comment here" in shown.text
    assert "burned under hoods" in shown.text
    assert "1 open comment" in browser.get(f"/plans/{cast.plan.id}").text


def test_of_many_comments_a_form_shows_the_first_and_leads_to_the_others(
    cast: Cast, browser: Browser
):
    for _ in range(ENOUGH + 2):
        said(cast)
    browser.sign_in(cast.officer)
    form = browser.get(f"/plans/{cast.plan.id}/sections/{SECTION}")
    assert f"{ENOUGH + 2} comments here" in form.text
    assert len(form.select(".app-comments-here article.app-comment")) == ENOUGH
    links = form.select(".app-comments-here details a")
    more = next(a for a in links if a.text() == "2 more comments here")
    listed = browser.get(more.attrib["href"])
    assert f"All ({ENOUGH + 2})" in listed.text


def test_what_was_typed_is_kept_with_the_message_at_its_place(cast: Cast, browser: Browser):
    browser.sign_in(cast.officer)
    page = browser.post(new_page(cast), sent(quote="no such words", body="zqmywordszq"))
    assert page.status == 200
    assert "These words are not in the text of this question" in page.text
    assert "zqmywordszq" in page.text
    assert browser.post(new_page(cast), sent(kind="", body="")).status == 200
    assert db.session.query(Comment).count() == 0


def test_the_list_is_filtered_by_its_address(cast: Cast, browser: Browser):
    open_, mine = said(cast, body="zqonezq"), said(cast, "coordinator", body="zqtwozq")
    responses.respond(cast.actor("coordinator"), newest(cast), open_, kind="accepted", reason="")
    responses.publish(cast.actor("coordinator"), newest(cast), open_)
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, "<p>All new.</p>")
    db.session.commit()
    browser.sign_in(cast.coordinator)
    for show, there_, gone in (
        ("", ("zqonezq", "zqtwozq"), ()),
        ("open", ("zqtwozq",), ("zqonezq",)),
        ("mine", ("zqtwozq",), ("zqonezq",)),
        ("lost", ("zqonezq", "zqtwozq"), ()),
        ("nonsense", ("zqonezq", "zqtwozq"), ()),
    ):
        page = browser.get(f"{home(cast)}?show={show}")
        assert [word for word in there_ if word not in page.text] == []
        assert [word for word in gone if word in page.text] == []
    assert mine.number == 2


def test_a_comment_is_answered_published_and_read(cast: Cast, browser: Browser):
    comment = said(cast, "reviewer", visibility="plan")
    browser.sign_in(cast.officer)
    address = page_of(cast, comment)
    refused = browser.post(f"{address}/response", {"kind": "declined", "reason": ""})
    assert "Enter the reason for this answer" in refused.text
    browser.post(f"{address}/response", {"kind": "declined", "reason": "zqnomoneyzq"})
    assert "Draft, not published" in browser.get(address).text
    assert "zqnomoneyzq" not in Browser(browser.app).sign_in(cast.reviewer).get(address).text
    assert browser.post(f"{address}/publish", token_from=address).status == 403
    browser.sign_in(cast.focal_point)
    assert browser.post(f"{address}/publish", token_from=address).status == 302
    assert "zqnomoneyzq" in Browser(browser.app).sign_in(cast.reviewer).get(address).text


def test_several_are_answered_together(cast: Cast, browser: Browser):
    chosen = [said(cast), said(cast, "colleague")]
    browser.sign_in(cast.officer)
    page = browser.post(
        f"{home(cast)}/together",
        {"comments": [one.id for one in chosen], "kind": "noted", "reason": "Next year"},
    )
    assert page.status == 302
    assert len({one.group_id for one in chosen}) == 1
    alone = browser.post(f"{home(cast)}/together", {"comments": [chosen[0].id], "kind": "noted"})
    assert "Choose at least two comments" in alone.text or "Enter the reason" in alone.text


def test_the_wording_is_used_with_one_press(cast: Cast, browser: Browser):
    comment = said(cast, "reviewer", proposed="burned under hoods")
    address = page_of(cast, comment)
    browser.sign_in(cast.officer)
    assert "Use this wording" in browser.get(address).text
    browser.post(f"{address}/apply", token_from=address)
    assert "burned under hoods" in content(cast).section(SECTION).answers[FIELD]["en"]
    again = browser.post(f"{address}/apply", token_from=address)
    assert "no longer in the text" in browser.get(again.location).text


def test_from_a_comment_to_the_field_and_back_is_one_click_each(cast: Cast, browser: Browser):
    comment = said(cast, "reviewer")
    other = said(cast, "reviewer", quote="forty camps")
    browser.sign_in(cast.officer)
    address = page_of(cast, comment)
    link = browser.get(address).select(".app-comment__where a")[0].attrib["href"]
    page = browser.get(link)
    back = [a for a in page.select(".app-comments-here > p a") if "Back to" in a.text()]
    assert [a.attrib["href"] for a in back] == [address]
    assert back[0].text() == f"Back to comment {comment.number}"
    assert "open" in page.one(".app-comments-here details").attrib
    plain = browser.get(link.replace(f"comment={comment.id}", ""))
    assert "open" not in plain.one(".app-comments-here details").attrib
    browser.sign_in(cast.viewer)
    comment.visibility = "plan"
    db.session.commit()
    read = browser.get(browser.get(address).select(".app-comment__where a")[0].attrib["href"])
    assert address in [a.attrib["href"] for a in read.select("a")]
    assert page_of(cast, other) not in [a.attrib["href"] for a in back]


def test_the_way_back_leads_to_a_comment_that_its_reader_hears_of_and_nowhere_else(
    cast: Cast, browser: Browser
):
    shown, hidden = said(cast, "officer"), said(cast, "officer")
    shown.visibility = "plan"
    db.session.commit()
    browser.sign_in(cast.viewer)
    page = f"/plans/{cast.plan.id}/sections/{SECTION}"

    def ways(sent: str) -> list[str]:
        links = browser.get(f"{page}?comment={sent}").select("a")
        return [a.attrib["href"] for a in links if a.text().startswith("Back to comment")]

    assert ways(shown.id) == [page_of(cast, shown)]
    assert ways(shown.id.upper()) == [page_of(cast, shown)]
    for sent in (hidden.id, cast.plan.id, "../../../sign-out", "%2e%2e%2f%2e%2e%2fx", "1", ""):
        assert ways(sent) == [], sent


def test_every_place_of_a_comment_leads_back_to_it(cast: Cast, browser: Browser):
    """Of a section, a row, a question of either, and of one that comes after the first few."""
    made = entries.new_row(newest(cast), "institution", {})
    change = Change(seen=0, answers={"name": {"en": "Ministry of Mines"}})
    row = entries.save(cast.actor("officer"), made, change)
    section = comments.ground_of(newest(cast)).section_of(row.uid)
    places = [Where(SECTION), there(cast), Where(section, row.uid),
              Where(section, row.uid, "name", "en")]  # fmt: skip
    about = [said(cast, where=where, quote="", visibility="plan") for where in places]
    about += [said(cast, visibility="plan") for _ in range(ENOUGH + 1)][-1:]
    for who in (cast.officer, cast.viewer):
        browser.sign_in(who)
        for comment in about:
            address = page_of(cast, comment)
            led = browser.get(
                browser.get(address).select(".app-comment__where a")[0].attrib["href"]
            )
            back = [a for a in led.select("a") if a.text() == f"Back to comment {comment.number}"]
            assert [a.attrib["href"] for a in back] == [address], (who.name, where_of(comment))


def test_a_lost_comment_is_found_its_place(cast: Cast, browser: Browser):
    comment = said(cast, "reviewer")
    html = TEXT.replace("burned in the open", "heated")
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, html)
    db.session.commit()
    address = page_of(cast, comment)
    browser.sign_in(cast.officer)
    assert "Lost its place" in browser.get(address).text
    assert "not in the text" in browser.post(f"{address}/place", {"quote": "nothing"}).text
    assert browser.post(f"{address}/place", {"quote": "heated"}).status == 302
    assert "Lost its place" not in browser.get(address).one("article").text()


def test_a_comment_whose_row_is_gone_is_hung_on_a_place_that_is_chosen(
    cast: Cast, browser: Browser
):
    officer, version = cast.actor("officer"), newest(cast)
    made = entries.new_row(version, "institution", {})
    row = entries.save(officer, made, Change(seen=0, answers={"name": {"en": "Ministry of Mines"}}))
    section = comments.ground_of(version).section_of(row.uid)
    comment = say(cast, "officer", where=Where(section, row.uid, "name", "en"), quote="of Mines")
    registers.remove(officer, version, "institution", row.uid)
    db.session.commit()
    browser.sign_in(cast.officer)
    address = f"{page_of(cast, comment)}/place"
    page = browser.get(address)
    assert "no longer in the plan" in page.text
    assert not page.select("textarea"), "there is nothing to choose words from"
    assert (
        browser.post(address, {"quote": "of Mines"}, token_from=page_of(cast, comment)).status
        == 200
    )
    sections = [option.attrib["value"] for option in page.select("#section option")]
    assert SECTION in sections
    elsewhere = browser.get(f"{address}?section={SECTION}")
    uid = there(cast).uid
    assert uid in [option.attrib["value"] for option in elsewhere.select("#uid option")]
    part = browser.get(f"{address}?section={SECTION}&uid={uid}&field=")
    assert FIELD in [option.attrib["value"] for option in part.select("#field option")]
    assert browser.get(f"{address}?section={section}&uid={uid}").status == 200, "of another section"
    there_now = f"{address}?section={SECTION}&uid={uid}&field={FIELD}"
    assert "burned in the open" in browser.get(there_now).text
    assert browser.post(there_now, {"quote": "burned in the open"}).status == 302
    article = browser.get(page_of(cast, comment)).one("article").text()
    assert "Lost its place" not in article
    assert browser.get(f"{address}?section=plan").status == 200


def test_who_drafts_one_section_is_offered_no_row_of_another(cast: Cast, browser: Browser):
    made = entries.new_row(newest(cast), "site", {})
    change = Change(seen=0, answers={"name": {"en": HIDDEN}})
    site = entries.save(cast.actor("officer"), made, change)
    comment = said(cast, "officer")
    drafter = make_user("drafter")
    give(drafter, Role.SECTION_DRAFTER, cast.amberland, cast.plan, SECTION)
    db.session.commit()
    address, section = f"{page_of(cast, comment)}/place", "overview_places"
    named = f"{address}?section={section}"
    browser.sign_in(drafter)
    assert there(cast).uid in browser.get(address).text, "of their own section"
    for url in (named, f"{named}&uid={site.uid}", f"{named}&uid={site.uid}&field=name"):
        refused = browser.get(url)
        assert refused.status in (403, 404), url
        assert HIDDEN not in refused.text, url
    browser.sign_in(cast.officer)
    assert HIDDEN in browser.get(named).text


def test_what_came_by_letter_is_entered_for_its_author(cast: Cast, browser: Browser):
    browser.sign_in(cast.officer)
    where = there(cast)
    page = browser.post(
        f"{home(cast)}/receive?section={SECTION}&uid={where.uid}&field={FIELD}&language=en",
        sent(on_behalf_of="Chamber of Miners", received_by="letter", received_on="2026-05"),
    )
    shown = browser.get(page.location).text
    assert "Chamber of Miners" in shown
    assert "By letter" in shown


def test_a_day_that_was_typed_wrongly_is_told_and_nothing_is_entered(cast: Cast, browser: Browser):
    browser.sign_in(cast.officer)
    where = there(cast)
    for typed in ("some time last summer", "2026-02-31"):
        page = browser.post(
            f"{home(cast)}/receive?section={SECTION}&uid={where.uid}&field={FIELD}&language=en",
            sent(on_behalf_of="Chamber of Miners", received_by="letter", received_on=typed),
        )
        assert page.one("#received_on").attrib["value"] == typed
        assert page.select("#received_on-error")
    assert "Chamber of Miners" not in browser.get(home(cast)).text


def test_a_wider_circle_is_asked_about(cast: Cast, browser: Browser):
    comment = said(cast)
    address = f"{page_of(cast, comment)}/readers"
    browser.sign_in(cast.officer)
    asked = browser.post(address, {"visibility": "plan"})
    assert "Tick this if more people should read the comment" in asked.text
    assert comment.visibility == "team"
    assert browser.post(address, {"visibility": "plan", "is_sure": "y"}).status == 302
    db.session.refresh(comment)
    assert comment.visibility == "plan"
    assert browser.post(address, {"visibility": "team"}).status == 302


def test_an_author_puts_right_deletes_and_no_other(cast: Cast, browser: Browser):
    comment = said(cast)
    address = page_of(cast, comment)
    browser.sign_in(cast.colleague)
    assert browser.get(f"{address}/edit").status == 302
    assert browser.post(f"{address}/delete", token_from=address).status == 403
    browser.sign_in(cast.officer)
    browser.post(f"{address}/edit", {"kind": "note", "body": "zqrightzq"})
    assert "zqrightzq" in browser.get(address).text
    assert browser.post(f"{address}/delete", token_from=address).status == 302
    assert browser.get(address).status == 404


CIRCLES = {
    "team": {"officer", "colleague", "coordinator", "focal_point"},
    "plan": {"officer", "colleague", "coordinator", "focal_point", "viewer", "reviewer"},
}
EVERYBODY = sorted({*CIRCLES["plan"], "stranger", "administrator"})


@pytest.mark.parametrize("visibility", CIRCLES)
@pytest.mark.parametrize("who", EVERYBODY)
def test_each_page_shows_a_comment_to_its_circle_alone(
    app: Flask, cast: Cast, visibility: str, who: str
):
    comment = said(cast, body=HIDDEN, visibility=visibility)
    reader = Browser(app).sign_in(getattr(cast, who))
    plan = f"/plans/{cast.plan.id}"
    shown = HIDDEN in reader.get(home(cast)).text
    assert shown is (who in CIRCLES[visibility])
    assert (reader.get(page_of(cast, comment)).status == 200) is shown
    assert ("1 open comment" in reader.get(plan).text) is shown
    for page in (f"{home(cast)}?show=lost", f"/search?q={HIDDEN[:6]}", f"{plan}/history"):
        assert HIDDEN not in reader.get(page).text


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_comment_on_a_closed_question_is_nowhere(app: Flask, cast: Cast, who: str):
    comment = said(cast, body=HIDDEN, visibility="plan")
    opened = entries.open_section(OPERATOR, newest(cast), SECTION)
    closed = Change(seen=opened.counter, audiences={FIELD: "drafting_team"})
    entries.save(OPERATOR, opened, closed)
    db.session.commit()
    reader = Browser(app).sign_in(getattr(cast, who))
    is_team = who in CIRCLES["team"]
    assert (HIDDEN in reader.get(home(cast)).text) is is_team
    assert (reader.get(page_of(cast, comment)).status == 200) is is_team
    assert ("1 open comment" in reader.get(f"/plans/{cast.plan.id}").text) is is_team


def test_no_document_of_the_plan_carries_a_comment(cast: Cast):
    said(cast, body=HIDDEN, proposed=HIDDEN, visibility="plan")
    for format in ("json", "pdf", "docx"):
        export = exports.request(
            cast.actor("officer"),
            newest(cast),
            format=format,
            audience=Audience.DRAFTING_TEAM,
            mark="draft",
        )
        assert HIDDEN not in export.content


def test_pages_cost_the_same_queries_however_much_is_said(
    app: Flask, cast: Cast, queries: QueryCount
):
    reader = Browser(app).sign_in(cast.officer)
    comment = said(cast, visibility="plan")
    pages = {
        "list": home(cast),
        "one": page_of(cast, comment),
        "form": f"/plans/{cast.plan.id}/sections/{SECTION}",
        "plan": f"/plans/{cast.plan.id}",
    }
    before: dict[str, int] = {}
    for round_ in range(2):
        for name, page in pages.items():
            with queries as count:
                assert reader.get(page).status == 200
            assert count.count <= before.setdefault(name, count.count), (round_, name)
        if not round_:
            for number in range(30):
                say(cast, "colleague", body=f"Number {number}", visibility="plan")
            many_plans(cast.amberland, 5)
            db.session.commit()
    assert before["list"] <= 12
    assert before["one"] <= 12


def test_the_place_of_a_row_is_named(cast: Cast, browser: Browser):
    officer, version = cast.actor("officer"), newest(cast)
    made = entries.new_row(version, "institution", {})
    row = entries.save(officer, made, Change(seen=0, answers={"name": {"en": "Ministry of Mines"}}))
    section = comments.ground_of(version).section_of(row.uid)
    say(cast, "officer", where=Where(section, row.uid, "name", "en"), quote="")
    db.session.commit()
    browser.sign_in(cast.officer)
    assert "Ministry of Mines" in browser.get(home(cast)).text
    assert "1 comment here" in browser.get(f"/plans/{cast.plan.id}/rows/institution/{row.uid}").text


def test_files_go_with_a_comment_and_its_readers_open_copies(cast: Cast, browser: Browser):
    browser.sign_in(cast.reviewer)
    chosen = [(io.BytesIO(b"camp,kg\n1,2\n"), "camps.csv"), (io.BytesIO(b"zqseenzq"), "seen.txt")]
    assert browser.post(new_page(cast), {**sent(), "files": chosen}).status == 302
    (comment,) = db.session.query(Comment)
    shown = Browser(browser.app).sign_in(cast.officer).get(page_of(cast, comment))
    links = [a for a in shown.select(".app-comment a") if "/files/" in a.attrib["href"]]
    assert [link.text() for link in links] == ["camps.csv", "seen.txt"]
    assert browser.get(links[1].attrib["href"]).text == "zqseenzq"
    viewer = Browser(browser.app).sign_in(cast.viewer)
    assert viewer.get(links[1].attrib["href"]).status == 404


def test_a_file_that_cannot_be_taken_is_refused_at_its_field_and_the_words_stay(
    cast: Cast, browser: Browser
):
    browser.sign_in(cast.officer)
    chosen = [(io.BytesIO(b"fine"), "fine.txt"), (io.BytesIO(b"MZ\x00\x01"), "setup.exe")]
    page = browser.post(new_page(cast), {**sent(body="zqmywordszq"), "files": chosen})
    assert page.status == 200
    assert "This kind of file cannot be taken" in page.one("#files-error").text()
    assert "zqmywordszq" in page.text
    assert db.session.query(Comment).count() == 0
    assert db.session.query(StoredFile).count() == 0


def test_a_comment_leads_to_the_field_and_beside_its_words_and_back_in_one_click(
    cast: Cast, browser: Browser
):
    comment = said(cast)
    browser.sign_in(cast.officer)
    number = comment.number
    beside = f"/plans/{cast.plan.id}/read/{SECTION}?beside={number}#comment-{number}"
    form = f"/plans/{cast.plan.id}/sections/{SECTION}"
    for address in (home(cast), page_of(cast, comment)):
        links = [a.attrib["href"] for a in browser.get(address).select(".app-comment__where a")]
        assert links == [f"{form}?comment={comment.id}#{FIELD}", beside]
    in_form = [a.attrib["href"] for a in browser.get(form).select(".app-comments-here a")]
    assert beside in in_form
    text = browser.get(beside)
    assert text.select(f"#comment-{comment.number}")
    assert f"{form}#{FIELD}" in [a.attrib["href"] for a in text.select(".app-tools a")]


def test_a_comment_on_the_whole_plan_leads_to_no_words(cast: Cast, browser: Browser):
    comment = said(cast, where=Where(None), quote="")
    browser.sign_in(cast.officer)
    page = browser.get(page_of(cast, comment))
    assert not page.select(".app-comment__where a")


def test_the_history_says_in_words_that_a_comment_s_wording_was_used(cast: Cast, browser: Browser):
    comment = said(cast, proposed="burned under hoods")
    browser.sign_in(cast.officer)
    address = page_of(cast, comment)
    assert browser.post(f"{address}/apply", token_from=address).status == 302
    history = browser.get(f"/plans/{cast.plan.id}/history")
    words = f"the wording of comment {comment.number} was used"
    assert [a.attrib["href"] for a in history.select("a") if a.text() == words] == [address]
    sitting = next(a for a in history.select("a") if "/sittings/" in a.attrib.get("href", ""))
    saves = browser.get(sitting.attrib["href"])
    assert {a.attrib["href"] for a in saves.select("a") if a.text() == words} == {address}
    for part in ("/comparisons/", "/revisions/"):
        link = next(a for a in saves.select("main a") if part in a.attrib["href"])
        page = browser.get(link.attrib["href"])
        assert [a.attrib["href"] for a in page.select("a") if a.text() == words] == [address]
    assert f"comment:{comment.id}" not in saves.text


def test_what_somebody_else_said_of_a_question_is_entered_from_there(cast: Cast, browser: Browser):
    words = "Somebody else said it"
    page = Browser(browser.app).sign_in(cast.officer).get(new_page(cast))
    (link,) = [a for a in page.select("main a") if words in a.text()]
    form = Browser(browser.app).sign_in(cast.officer).get(link.attrib["href"])
    assert "Mercury is burned in the open at forty camps." in form.text
    assert "What they say" in form.text
    assert words not in Browser(browser.app).sign_in(cast.reviewer).get(new_page(cast)).text
