"""What was secured, spent or taken back for a plan in force: recording it, and withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, select

from nap_tracker import files
from nap_tracker.annex_c.codes import CURRENCIES
from nap_tracker.clock import now, today
from nap_tracker.content.finances import Movement, Record, standing
from nap_tracker.content.tracked import Tracked
from nap_tracker.errors import Hidden, Invalid, InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import User
from nap_tracker.models.base import new_uid
from nap_tracker.models.funding import ExchangeRate, FundingRecord
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import attaching, history
from nap_tracker.services.attaching import Sent

LARGEST = Decimal(10) ** 14
IN_THE_FUTURE = N_("Enter a date that is not in the future")
NOT_HERE = N_("There is nothing at this address, or you may not see it.")
NO_CURRENCY = N_("Choose the currency")
NO_SUCH_ACTIVITY = N_("Choose an activity of this plan, or the plan as a whole")
NO_SUCH_LINE = N_("Choose a budget line of that activity, or none")
NOT_POSITIVE = N_("Enter an amount above zero")
TOO_LARGE = N_("Enter an amount below 100,000,000,000,000")
NOT_SECURED = N_("No more can be taken back than is recorded as secured: %(amount)s %(currency)s")
STILL_NEEDED = N_(
    "More was taken back than would be left as secured. Withdraw what was recorded as taken back"
    " first."
)
WITHDRAWN = N_("This was withdrawn already.")
NO_REASON = N_("Enter why")


class Entry(NamedTuple):
    """One record as it is read, with who wrote it down and the file that proves it."""

    id: str
    movement: str
    activity_uid: str | None
    line_uid: str | None
    amount: Decimal
    currency: str
    happened_on: str
    source_type: str | None
    source: str
    note: str
    created_at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str
    recorded_by_name: str
    account: str | None
    file: str | None
    """What the file is called; None also where it was withdrawn."""

    @property
    def who(self) -> str:
        """Who recorded it, by the name their account has today."""
        return self.account or self.recorded_by_name


@dataclass(frozen=True, slots=True)
class Copy:
    """The evidence of a record as it is handed out."""

    name: str
    media_type: str
    data: bytes


def record(
    actor: Actor,
    version: PlanVersion,
    tracked: Tracked,
    *,
    details: Mapping[str, Any],
    evidence: Sent | None = None,
    once: str = "",
) -> FundingRecord:
    """Write down one movement of money. Raises Invalid with the field it is about.

    `details`: movement, activity_uid, line_uid, amount, currency, happened_on, source_type,
    source, note.
    """
    require(actor, Permission.MONEY_RECORD, version)
    held(version)
    there = db.session.get(FundingRecord, once) if once else None
    if there is not None:
        if there.plan_id != version.plan_id:
            raise Hidden(NOT_HERE)
        return there  # its button was pressed twice
    _check(version, tracked, details)
    file = _kept(actor, version, evidence) if evidence else None
    made = FundingRecord(
        id=once or new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        recorded_by_id=actor.user_id,
        recorded_by_name="" if actor.user_id else actor.name,
        file_id=file.id if file else None,
        **details,
    )
    db.session.add(made)
    db.session.flush()
    write_down(actor, "funding:recorded", made, made.source, made.note, on=made.happened_on)
    return made


def withdraw(actor: Actor, version: PlanVersion, entry: FundingRecord, *, because: str) -> None:
    """It was a mistake: it counts for nothing from now on, and stays readable with the reason."""
    require(actor, Permission.MONEY_RECORD, version)
    held(version)
    others = [one for one in of_plan(version.plan_id) if one.id != entry.id]
    if entry.movement == Movement.SECURED and _secured(others, entry) < 0:
        raise Invalid(STILL_NEEDED, about="because")
    strike(actor, entry, because)
    write_down(actor, "funding:withdrawn", entry, because)


def strike(actor: Actor, entry: FundingRecord | ExchangeRate, because: str) -> None:
    """Mark it as withdrawn, once. The plan is held already."""
    if not because.strip():
        raise Invalid(NO_REASON, about="because")
    db.session.refresh(entry)
    if entry.withdrawn_at is not None:
        raise InvalidTransition(WITHDRAWN)
    entry.withdrawn_at = now()
    entry.withdrawn_by_id = actor.user_id
    entry.withdrawn_by_name = "" if actor.user_id else actor.name
    entry.withdrawn_because = because
    db.session.flush()


def of_plan(plan_id: str, *, withdrawn: bool = False) -> Sequence[Entry]:
    """Every record of a plan by its date; the caller has asked who may read them."""
    return [Entry(*row) for row in db.session.execute(_of_plan(withdrawn), {"plan": plan_id})]


@cache
def _of_plan(withdrawn: bool) -> Select[Any]:
    """Put together once: every page of money asks it."""
    own = Entry._fields[: Entry._fields.index("account")]
    query = (
        select(*(getattr(FundingRecord, name) for name in own), User.name, StoredFile.name)
        .outerjoin(User, User.id == FundingRecord.recorded_by_id)
        .outerjoin(
            StoredFile,
            and_(StoredFile.id == FundingRecord.file_id, StoredFile.withdrawn_at.is_(None)),
        )
        .where(FundingRecord.plan_id == bindparam("plan"))
    )
    if not withdrawn:
        query = query.where(FundingRecord.withdrawn_at.is_(None))
    return query.order_by(FundingRecord.happened_on, FundingRecord.created_at, FundingRecord.id)


def get(actor: Actor, version: PlanVersion, record_id: str) -> FundingRecord:
    """One record of a plan, for who keeps them."""
    require(actor, Permission.MONEY_RECORD, version)
    entry = db.session.get(FundingRecord, record_id)
    if entry is None or entry.plan_id != version.plan_id:
        raise Hidden(NOT_HERE)
    return entry


def evidence_of(actor: Actor, version: PlanVersion, record_id: str) -> Copy:
    """The file that proves a record, for the drafting team, without its metadata."""
    entry = get(actor, version, record_id)
    file = db.session.get(StoredFile, entry.file_id) if entry.file_id else None
    if file is None or file.withdrawn_at is not None:
        raise Hidden(NOT_HERE)
    return Copy(file.name, file.media_type, files.read(file.party_id, file.clean_sha256))


def pure(entry: Entry) -> Record:
    """As it is summed."""
    return Record(
        movement=Movement(entry.movement),
        activity=entry.activity_uid,
        amount=entry.amount,
        currency=entry.currency,
        source_type=entry.source_type,
        line=entry.line_uid,
        on=entry.happened_on,
    )


def held(version: PlanVersion) -> None:
    """Two who record at once follow each other."""
    query = select(Plan.id).where(Plan.id == version.plan_id)
    db.session.execute(query.with_for_update())


def write_down(
    actor: Actor,
    kind: str,
    entry: FundingRecord | ExchangeRate,
    *words: str,
    on: str | None = None,
) -> None:
    """The act in the log; what people wrote only as content."""
    history.record(
        actor,
        kind,
        party_id=entry.party_id,
        plan_id=entry.plan_id,
        subject=f"{kind.partition(':')[0]}:{entry.id}",
        content=" | ".join(words),
        happened_on=on,
    )


def refuse_future(version: PlanVersion, on: str | None, about: str) -> None:
    """Raises Invalid for a date that lies after today in the Party."""
    latest = today(version.plan.party.time_zone).isoformat()
    if on and on > latest[: len(on)]:
        raise Invalid(IN_THE_FUTURE, about=about)


def _check(version: PlanVersion, tracked: Tracked, details: Mapping[str, Any]) -> None:
    amount, currency = details["amount"], details["currency"]
    activity, line = details["activity_uid"], details["line_uid"]
    if activity is not None and tracked.activity(activity) is None:
        raise Invalid(NO_SUCH_ACTIVITY, about="activity_uid")
    named = tracked.line(line) if line else None
    if line and (named is None or named.activity_uid != activity):
        raise Invalid(NO_SUCH_LINE, about="line_uid")
    if currency not in CURRENCIES:
        raise Invalid(NO_CURRENCY, about="currency")
    if amount <= 0:
        raise Invalid(NOT_POSITIVE, about="amount")
    if amount >= LARGEST:
        raise Invalid(TOO_LARGE, about="amount")
    refuse_future(version, details["happened_on"], "happened_on")
    if details["movement"] == Movement.TAKEN_BACK:
        _refuse_more_than_secured(version, details)


def _refuse_more_than_secured(version: PlanVersion, details: Mapping[str, Any]) -> None:
    taken = FundingRecord(
        activity_uid=details["activity_uid"],
        currency=details["currency"],
        source_type=details["source_type"],
    )
    there = _secured(of_plan(version.plan_id), taken)
    if details["amount"] > there:
        params = {"amount": f"{max(there, Decimal(0)):f}", "currency": details["currency"]}
        raise Invalid(NOT_SECURED, params, about="amount")


def _secured(entries: Sequence[Entry], like: FundingRecord) -> Decimal:
    """What is secured for the same activity from the same kind of source in the same currency."""
    same = [
        pure(one)
        for one in entries
        if (one.activity_uid, one.source_type) == (like.activity_uid, like.source_type)
    ]
    return standing((), same).secured.get(like.currency, Decimal(0))


def _kept(actor: Actor, version: PlanVersion, sent: Sent) -> StoredFile:
    try:
        return attaching.keep(version.party_id, *sent, uploaded_by_id=actor.user_id)
    except Invalid as error:
        raise Invalid(error.message, error.params, about="file") from None
