"""The review pack: everything a review says, as plain data, and the documents drawn from it.

It draws on snapshots with their pictures, answers and inputs. Nothing in it is read again once
it is sealed. Every word of it is chosen when it is built, so that what was sealed prints the same
after anything was renamed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from nap_tracker.charts.plain import from_data as from_picture
from nap_tracker.clock import day_of
from nap_tracker.content.canonical import digest, dumps, pretty
from nap_tracker.content.stand import from_data, to_data
from nap_tracker.errors import InvalidTransition
from nap_tracker.exports import press, review_pack
from nap_tracker.exports.docx import file as docx
from nap_tracker.exports.html import to_html
from nap_tracker.i18n import N_, chosen, day, gettext, moment, number, use_locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview, ReviewAnswer
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import review_answers, review_data, review_inputs, review_pictures
from nap_tracker.services.made import Made
from nap_tracker.services.plans import schema_of
from nap_tracker.services.review_data import Snapshot
from nap_tracker.services.review_sources import INPUT
from nap_tracker.services.uploads import ENDINGS
from nap_tracker.workflow.review import Review
from nap_tracker.workflow.review_questions import Question, questions

FORMAT = "nap-tracker-review-pack"
NOT_YET = N_("The review pack is there once data and answers are gathered.")
FORMATS = ("pdf", "docx", "json")


def build(
    version: PlanVersion, review: ProgressReview, sealed_at: datetime | None = None
) -> dict[str, Any]:
    """The pack as it stands now, in the language of the review; sealed at a moment, or a draft."""
    with use_locale(review.language):
        return _build(version, review, sealed_at)


def of_review(actor: Actor, version: PlanVersion, review: ProgressReview) -> Mapping[str, Any]:
    """What was sealed, or the draft of it. Raises InvalidTransition before there is one."""
    require(actor, Permission.REVIEW_SHOW, review)
    if review.state == Review.COLLECTING:
        raise InvalidTransition(NOT_YET)
    return review.pack if review.pack is not None else build(version, review)


def make(actor: Actor, version: PlanVersion, review: ProgressReview, form: str) -> Made:
    """The pack as a file. Raises InvalidTransition before there is one, press.NotPrinted."""
    pack = of_review(actor, version, review)
    sum_ = (review.sha256 or "") if review.pack is not None else ""
    name = f"review-{review.number}.{form}"
    if form == "json":
        return Made(pretty({**pack, "sha256": sum_}).encode(), name, None)
    with use_locale(review.language):
        document = review_pack.to_document(pack, sum_)
        if form == "docx":
            return Made(docx.to_docx(document, {}), name, None)
        printed = press.render(to_html(document), {})
        return Made(printed.data, name, printed.pages)


def sum_of(pack: Mapping[str, Any]) -> str:
    """SHA-256 of its canonical JSON."""
    return digest(dumps(dict(pack)))


def _build(
    version: PlanVersion, review: ProgressReview, sealed_at: datetime | None
) -> dict[str, Any]:
    plan = version.plan
    kept = review_data.snapshots(review)
    answers = review_answers.of_review(review)
    pictures = review.pictures or review_pictures.of_review(version, review)
    period = gettext("%(start)s to %(end)s", start=day(review.starts_on), end=day(review.ends_on))
    facts = [
        [gettext("Party"), chosen(plan.party.name)],
        [gettext("Plan"), chosen(plan.title)],
        [gettext("Period under review"), period],
    ]
    if review.due_on:
        facts.append([gettext("Due"), day(review.due_on)])
    if review.consulted_on:
        facts.append([gettext("Stakeholders consulted"), day(review.consulted_on)])
    if review.approved_on:
        who = review.signed_as or gettext("the national focal point")
        approved = gettext("%(date)s, by %(name)s", date=day(review.approved_on), name=who)
        facts.append([gettext("Approved"), approved])
    if sealed_at:
        facts.append([gettext("Sealed"), moment(sealed_at, plan.party.time_zone)])
    return {
        "format": FORMAT,
        "version": 1,
        "language": review.language,
        "sample": bool(plan.sample or plan.party.sample),
        "made_on": (sealed_at or review.updated_at).date().isoformat(),
        "is_sealed": sealed_at is not None,
        "title": gettext("Review of progress %(number)s", number=number(review.number)),
        "party": chosen(plan.party.name),
        "plan": chosen(plan.title),
        "period": {"from": review.starts_on, "until": review.ends_on, "words": period},
        "facts": facts,
        "consultation": review.consultation,
        "note": review.note,
        "questions": [_question(one, answers, kept, review.language) for one in questions()],
        "items": _items(version, kept, review.language),
        "input": [
            {
                "organisation": one.organisation,
                "on": one.said_on,
                "said": day(one.said_on),
                "words": one.words,
                "response": one.response or gettext("No response"),
                "annexes": [
                    _annex(place, number_of, file)
                    for number_of, file in enumerate(review_inputs.kept(one), start=1)
                ],
            }
            for place, one in enumerate(review_inputs.of_review(review), start=1)
        ],
        "pictures": pictures["drawn"],
        "words": {**_words(), **_about_pictures(review, pictures)},
    }


def _annex(place: int, number_of: int, file: StoredFile) -> dict[str, str]:
    """What it is and its sum, so that it can be told from any other; names of files name people."""
    words = gettext(
        "Annex %(number)s: a file (%(kind)s), SHA-256 %(sum)s",
        number=f"{place}.{number_of}",
        kind=ENDINGS.get(file.media_type, ("bin",))[0].upper(),
        sum=file.sha256,
    )
    return {"words": words, "media_type": file.media_type, "sha256": file.sha256}


def _question(
    question: Question,
    answers: Mapping[str, ReviewAnswer],
    kept: Sequence[Snapshot],
    language: str,
) -> dict[str, Any]:
    answer = answers.get(question.id)
    given = answer.yes_no if answer else None
    short = {True: gettext("Yes"), False: gettext("No")}.get(given, "") if given is not None else ""
    if question.yes_no and given is None:
        short = gettext("Neither yes nor no was answered")
    text = answer.text if answer else ""
    figures = [_figure(one) for one in kept if one.kind in question.source]
    return {
        "id": question.id,
        "article": gettext("Article %(paragraph)s", paragraph=question.article),
        "question": question.text(language),
        "is_unverified": question.unverified,
        "yes_no": given,
        "answer": short,
        "text": text or ("" if given is not None else gettext("Nothing was answered")),
        "source": list(question.source),
        "figures": figures,
        "beside": gettext(
            "Recorded facts that stand beside this question: %(count)s, in part 2",
            count=number(len(figures)),
        )
        if figures
        else gettext("No data"),
        "has_input": INPUT in question.source,
    }


def _figure(one: Snapshot) -> str:
    return f"{one.kind}:{one.uid}"


def _items(version: PlanVersion, kept: Sequence[Snapshot], language: str) -> list[dict[str, Any]]:
    """Every item of Annex C, with what is kept of it; then what belongs to none."""
    zone = version.plan.party.time_zone
    found: list[dict[str, Any]] = []
    shown: set[str] = set()
    for item in schema_of(version, language).items:
        mine = [one for one in kept if item.key in one.content["items"]]
        shown |= {one.id for one in mine}
        found.append(_item(item.key, item.citation, item.title, mine, zone))
    rest = [one for one in kept if one.id not in shown]
    found.append(_item("", "", gettext("What belongs to no single item of Annex C"), rest, zone))
    return found


def _item(
    key: str, citation: str, title: str, kept: Sequence[Snapshot], zone: str
) -> dict[str, Any]:
    return {
        "key": key,
        "citation": citation,
        "title": title,
        "stands": [
            {**to_data(from_data(one.content)), "by_hand": one.by_hand, "how": _how(one, zone)}
            for one in kept
        ],
    }


def _how(one: Snapshot, zone: str) -> str:
    """The office is told, never the person: a pack goes far beyond those who know them."""
    if one.by_hand:
        on = day(day_of(one.taken_at, zone))
        return gettext("Looked at by the drafting team, %(date)s", date=on)
    return gettext("Taken when the review was drafted, not looked at by hand")


def _about_pictures(review: ProgressReview, pictures: Mapping[str, Any]) -> dict[str, str]:
    """Of which day they are, when they were drawn, and what the tables show otherwise."""
    if not pictures["drawn"]:
        return {"pictures_about": "", "pictures_differ": ""}
    if review.pictures is None:
        about = gettext(
            "They were drawn on %(date)s, after the data in part 2 were taken. What was recorded in"
            " between is in the pictures and not in part 2.",
            date=pictures["on"],
        )
    else:
        about = gettext(
            "They were drawn on %(date)s, when the data in part 2 were taken, and show how things"
            " stood on %(day)s by what was recorded until then.",
            date=pictures["on"],
            day=_shown(pictures),
        )
    differ = gettext(
        "The drafting team had looked at the data of the following before, and they stood otherwise"
        " when the pictures were drawn: something was recorded, or time had passed. Part 2 holds"
        " what the team saw: %(things)s",
        things="; ".join(pictures["overtaken"]),
    )
    return {
        "pictures_about": about,
        "pictures_differ": differ if pictures["overtaken"] else "",
    }


def _shown(pictures: Mapping[str, Any]) -> str:
    """The day they tell of, as each of them says it."""
    return from_picture(pictures["drawn"][0]["picture"]).frame.as_of


def _words() -> dict[str, str]:
    """The fixed words of its documents."""
    return {
        "about": gettext(
            "This is a review of progress under Article 7, paragraph 3 (c), of the Minamata"
            " Convention. It does not change the plan. It says what was recorded and what the"
            " government answers; it does not say that the plan complies with the Convention."
        ),
        "above": gettext("Told above, under %(place)s", place=review_pack.PLACE),
        "answers": gettext("Questions and answers"),
        "answer": gettext("Answer"),
        "consultation": gettext("Consultation"),
        "data": gettext("Data by item of Annex C"),
        "draft": gettext("Draft"),
        "duty": gettext("Article %(paragraph)s", paragraph="7(3)(c)"),
        "how": gettext("How it was taken"),
        "input": gettext("What others said"),
        "kept": gettext("What is recorded"),
        "no_data": gettext("No data"),
        "no_input": gettext("Nothing that others said is recorded."),
        "note": gettext("Note"),
        "pictures": gettext("Pictures"),
        "response": gettext("Response of the government"),
        "sample": gettext("Sample: a made-up plan of a made-up Party"),
        "sum": gettext("SHA-256 of the sealed pack"),
        "thing": gettext("Activity, indicator or practice"),
        "team": gettext("For the drafting team only"),
        "unverified": gettext(
            "The words of the questions are ours: they follow the order of the Article 21 report"
            " and have not been compared with the adopted format."
        ),
    }
