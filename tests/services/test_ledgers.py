"""Who was silent stands in the ledger of a round, and silence is no agreement."""

from __future__ import annotations

import pytest

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.permissions import Seat
from nap_tracker.roles import Actor
from nap_tracker.services import comment_files, comments, ledgers, responses, rounds, seats
from nap_tracker.services.seats import Other
from tests.cast import Cast
from tests.services.saying import newest, write_text
from tests.services.test_comment_files import everything_of, outside, said_in, seat_actor
from tests.services.test_rounds import seat_of

pytestmark = pytest.mark.database

READ = {"reviewers_have_replied", "due_day_is_over"}


def told(cast: Cast, round_: Round, actor: Actor) -> dict[str, str]:
    reading = comment_files.of_plan(actor, cast.plan.id, round_.id)
    return {one.reviewer: one.words for one in ledgers.standings(reading)}


def closed(cast: Cast, **values: object) -> Round:
    """Olga handed in, and the other reviewer said nothing."""
    write_text(cast)
    round_ = outside(cast, **values)
    olga = seat_of(round_, "Olga Outside")
    seats.hand_in(seat_actor(olga), olga)
    assert "No reply" not in told(cast, round_, cast.actor("officer")).values()
    rounds.close(cast.actor("focal_point"), round_, "close", accepted=READ)
    return round_


def test_after_the_round_is_closed_the_silent_are_listed_by_name(cast: Cast) -> None:
    round_ = closed(cast)
    found = told(cast, round_, cast.actor("officer"))
    assert found == {"Olga Outside, Gold Watch": "Handed in", cast.reviewer.name: "No reply"}
    reading = comment_files.of_plan(cast.actor("officer"), cast.plan.id, round_.id)
    for words in (*ledgers._sheet(reading).facts,):
        assert "approved" not in " ".join(words).lower()
    assert (f"Asked: {cast.reviewer.name}", "No reply") in ledgers._sheet(reading).facts


def test_in_an_anonymous_round_the_silent_are_a_number_and_who_handed_in_a_code(cast: Cast) -> None:
    round_ = closed(cast, is_anonymous=True)
    olga = seat_of(round_, "Olga Outside").invitation
    found = told(cast, round_, cast.actor("officer"))
    assert found == {olga.code_name: "Handed in", "1 reviewer": "No reply"}


def test_a_code_never_stands_beside_a_state_that_is_told_by_name_elsewhere(cast: Cast) -> None:
    """Who declines is named on the page of the round, and may hand in under the same code later."""
    write_text(cast)
    round_ = outside(cast, is_anonymous=True)
    leader, olga = cast.actor("focal_point"), seat_of(round_, "Olga Outside")
    other = seat_of(round_, cast.reviewer.name)
    seats.decline(seat_actor(olga), olga)
    codes = {seat.code_name for seat in seats.of_round(leader, round_)}
    assert not codes & set(told(cast, round_, leader))
    seats.hand_in(cast.actor("reviewer"), other)
    seats.revoke(leader, round_, other.invitation)
    assert told(cast, round_, leader) == {
        other.invitation.code_name: "Handed in",
        "1 reviewer": "Cannot",
    }


def test_taking_somebody_back_tells_nobody_whether_they_handed_in(cast: Cast) -> None:
    """Two rounds without names, in each of which one of two handed in: Olga, or the other."""
    write_text(cast)
    leader, seen = cast.actor("focal_point"), []
    for name in ("Olga Outside", cast.reviewer.name):
        round_ = outside(cast, is_anonymous=True, title=f"Without names, {name}")
        came, olga = seat_of(round_, name), seat_of(round_, "Olga Outside")
        by_link = came.invitation.user_id is None
        seats.hand_in(seat_actor(came) if by_link else cast.actor("reviewer"), came)
        seats.revoke(leader, round_, olga.invitation)
        with pytest.raises(Invalid) as refused:
            seats.invite_again(leader, round_, olga.invitation)
        said = [words for _, words in sorted(told(cast, round_, leader).items())]
        seen.append((str(refused.value), sorted(said), rounds.facts_of(round_)))
    assert seen[0] == seen[1]
    assert seen[0][1] == ["Handed in", "Not handed in"]


def test_a_reviewer_is_told_of_nobody_elses_silence(cast: Cast) -> None:
    round_ = closed(cast)
    reading = comment_files.of_seat(cast.actor("reviewer"), round_.id)
    assert ledgers.standings(reading) == ()
    assert newest(cast).id == round_.version_id


def test_what_its_author_took_back_stays_in_the_record_and_says_so(cast: Cast) -> None:
    write_text(cast)
    round_ = outside(cast)
    seat = seat_of(round_, cast.reviewer.name)
    comment = said_in(cast, round_, seat, "zqtakenbackzq")
    reviewer = cast.actor("reviewer")
    seats.accept(reviewer, seat)
    seats.hand_in(reviewer, seat)
    comments.withdraw(reviewer, newest(cast), comment)
    for who in ("officer", "focal_point"):
        reading = comment_files.of_plan(cast.actor(who), cast.plan.id, round_.id)
        (line,) = ledgers.share_of(reading, cast.reviewer.name).lines
        assert line.row.comment == "zqtakenbackzq"
        assert (line.note, line.response) == ("Taken back by its author", "")
        assert ("Taken back by their authors", "1") in ledgers._sheet(reading).facts
        table = everything_of(ledgers.xlsx(reading).data)
        assert "zqtakenbackzq" in table
        assert "Taken back by its author" in table
        assert comment_files.rows(reading) == (), "files that come back are of what stands"


def test_what_was_answered_stays_with_what_its_author_took_back_since(cast: Cast) -> None:
    write_text(cast)
    round_ = outside(cast)
    seat, reviewer = seat_of(round_, cast.reviewer.name), cast.actor("reviewer")
    comment = said_in(cast, round_, seat, "Say how many")
    seats.accept(reviewer, seat)
    seats.hand_in(reviewer, seat)
    officer = cast.actor("officer")
    responses.respond(officer, newest(cast), comment, kind="declined", reason="Nobody knows")
    comments.withdraw(reviewer, newest(cast), comment)
    reading = comment_files.of_plan(officer, cast.plan.id, round_.id)
    (line,) = ledgers.lines(reading)
    assert line.response.startswith("Declined")
    assert (line.row.reason, line.note) == ("Nobody knows", "Taken back by its author")
    page = ledgers.ledger.to_html(ledgers._sheet(reading), [line], "en")
    table = everything_of(ledgers.xlsx(reading).data)
    for words in ("Nobody knows", "Taken back by its author", "Say how many", "Declined"):
        assert words in page, words
        assert words in table, words


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_two_reviewers_of_one_name_are_two(cast: Cast, is_anonymous: bool) -> None:
    """Apart by their organisation, or where there is none by number; in codes they always were."""
    write_text(cast)
    round_ = outside(cast, is_anonymous=is_anonymous)
    others = [Other("Ama Mensah", f"{n}@elsewhere.example", of)
              for n, of in enumerate(("Gold Watch", "Miners", "", ""))]  # fmt: skip
    seats.invite(cast.actor("focal_point"), round_, seats.Asked([], others))
    asked = db.session.query(RoundInvitation).filter_by(round_id=round_.id, name="Ama Mensah")
    for number, one in enumerate(sorted(asked, key=lambda one: one.email)):
        seat = Seat(round_, one)
        said_in(cast, round_, seat, f"Number {number}")
        seats.hand_in(seat_actor(seat), seat)
    reading = comment_files.of_plan(cast.actor("officer"), cast.plan.id, round_.id)
    shares = {s.reviewer: [line.row.comment for line in s.lines] for s in ledgers.shares(reading)}
    codes = {one.code_name: [f"Number {one.email[0]}"] for one in asked}
    assert shares == (
        codes
        if is_anonymous
        else {
            "Ama Mensah, Gold Watch": ["Number 0"],
            "Ama Mensah, Miners": ["Number 1"],
            "Ama Mensah (1)": ["Number 2"],
            "Ama Mensah (2)": ["Number 3"],
        }
    )
    for name, said in shares.items():
        assert [line.row.comment for line in ledgers.share_of(reading, name).lines] == said
        assert name in everything_of(ledgers.xlsx(reading).data)
