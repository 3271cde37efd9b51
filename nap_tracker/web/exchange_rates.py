"""Rates of exchange of a plan: the list, stating one, withdrawing a mistake."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.content import money_words
from nap_tracker.forms.dated_facts import WithdrawalForm
from nap_tracker.forms.funding import RateForm
from nap_tracker.i18n import gettext
from nap_tracker.models.funding import ExchangeRate
from nap_tracker.roles import Permission
from nap_tracker.services import exchange_rates
from nap_tracker.web.door import actor
from nap_tracker.web.entries import here
from nap_tracker.web.finances import opened
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.storing import stored

bp = Blueprint("exchange_rates", __name__, url_prefix="/plans/<uuid:plan_id>/money/rates")

MAY = Permission.MONEY_RECORD


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """Every rate that was stated, with whose word it is; withdrawn ones struck out."""
    version, money = opened(plan_id)
    stated = exchange_rates.of_plan(version.plan_id, withdrawn=True)
    return render_template(
        "exchange_rates/index.html",
        version=version,
        tabs=tabs(version),
        rates=[(one, words(one)) for one in reversed(stated)],
        missing=money.without_rate(money.reporting()),
    )


@bp.route("/new", methods=["GET", "POST"])
def create(plan_id: UUID) -> ResponseReturnValue:
    """State what one currency was worth in another on a day."""
    version, money = opened(plan_id, MAY)
    form = RateForm(language=version.plan.language, used=money.offered)
    made = stored(
        form,
        lambda: exchange_rates.record(
            actor(), version, details=form.details, once=form.once.data or ""
        ),
    )
    if made:
        flash(gettext("The rate is recorded: %(rate)s.", rate=words(made)), "success")
        return redirect(url_for("exchange_rates.index", plan_id=plan_id))
    return render_template(
        "exchange_rates/create.html",
        version=version,
        tabs=tabs(version),
        form=form,
        action=here(),
        errors=form.problems,
    )


@bp.route("/<uuid:rate_id>/withdraw", methods=["GET", "POST"])
def withdraw(plan_id: UUID, rate_id: UUID) -> ResponseReturnValue:
    """Say that a rate was a mistake."""
    version, _money = opened(plan_id, MAY)
    rate = exchange_rates.get(actor(), version, str(rate_id))
    form = WithdrawalForm()

    def act() -> bool:
        exchange_rates.withdraw(actor(), version, rate, because=form.because.data)
        return True

    if stored(form, act):
        flash(gettext("It holds no more. It stays in the record."), "success")
        return redirect(url_for("exchange_rates.index", plan_id=plan_id))
    return render_template(
        "exchange_rates/withdraw.html",
        version=version,
        tabs=tabs(version),
        form=form,
        action=here(),
        errors=form.problems,
        about=words(rate),
    )


def words(stated: ExchangeRate) -> str:
    """What was stated, as of which day and by whom."""
    return money_words.rate(exchange_rates.pure([stated])[0])
