"""One review round that was closed, with what was said in it and answered."""

from __future__ import annotations

from sqlalchemy import select

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.content import serial
from nap_tracker.content.canonical import digest
from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment, CommentFile, Reply, Response
from nap_tracker.models.comment_upload import CommentUpload
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round, RoundAnswer, RoundInvitation
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.services import contents
from tests.cast import Cast

SAID = "ຄຳ is dearer than that"


def review(cast: Cast, version: PlanVersion) -> None:
    """A row in every table of it."""
    party = {"party_id": version.party_id}
    place = {**party, "plan_id": version.plan_id}
    text = serial.to_text(contents.load(version))
    round_ = Round(
        **place,
        version_id=version.id,
        number=1,
        title="Partners ຄຳ",
        is_outside=True,
        sections=["summary"],
        questions=[{"id": "q1", "text": "Is it clear?", "has_scale": True}],
        due_on="2026-12-01",
        snapshot=text,
        sha256=digest(text),
        opened_at=now(),
        opened_by_id=cast.coordinator.id,
        closed_at=now(),
        state="closed",
    )
    db.session.add(round_)
    db.session.flush()
    seat = {**place, "round_id": round_.id, "language": "en", "invited_at": now()}
    invited = RoundInvitation(**seat, user_id=cast.reviewer.id, name="F", email=cast.reviewer.email)
    linked = RoundInvitation(
        **seat, name="Outside", email="outside@example.com", token_sha256="7" * 64
    )
    db.session.add_all([invited, linked])
    db.session.flush()
    comment = Comment(
        **place,
        version_id=version.id,
        round_id=round_.id,
        invitation_id=linked.id,
        number=1,
        section="summary",
        quote="mercury",
        kind="change",
        body=SAID,
        proposed="gold",
        visibility="round",
        state="answered",
        created_at=now(),
        said_at=now(),
    )
    db.session.add(comment)
    db.session.flush()
    on_it = {**party, "comment_id": comment.id}
    file = db.session.scalars(
        select(StoredFile).filter_by(plan_id=version.plan_id, withdrawn_at=None).limit(1)
    ).one()
    db.session.add_all(
        [
            Reply(**on_it, author_id=cast.officer.id, body="By how much?", created_at=now()),
            Response(**on_it, kind="noted", reason="Prices change", written_at=now()),
            CommentFile(**on_it, file_id=file.id),
            CommentUpload(
                **place,
                uploaded_by_id=cast.officer.id,
                name="comments.xlsx",
                sha256=files.store(version.party_id, b"a table of comments"),
                settings={"columns": {"b": 1, "a": 2}},
            ),
            RoundAnswer(**party, invitation_id=invited.id, question_id="q1", scale=4, text="Yes"),
        ]
    )
    db.session.commit()
