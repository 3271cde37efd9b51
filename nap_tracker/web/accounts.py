"""Coming in and one's own account: sign in and out, passwords, invitations, name and language."""

from __future__ import annotations

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from werkzeug import Response

from nap_tracker import keys
from nap_tracker.clock import now
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.forms.accounts import (
    AGAIN,
    AccountForm,
    ChangePasswordForm,
    ForgotPasswordForm,
    NewAccountForm,
    SetPasswordForm,
    SignInForm,
)
from nap_tracker.i18n import N_, gettext, locale
from nap_tracker.models.account import User
from nap_tracker.queue import wake
from nap_tracker.services import (
    accounts,
    calendars,
    consents,
    invitations,
    password_resets,
    samples,
    sign_ins,
)
from nap_tracker.web import browsers, sessions
from nap_tracker.web.addresses import own_page
from nap_tracker.web.door import actor, offered
from nap_tracker.web.replies import is_for_a_script, person, reply

bp = Blueprint("accounts", __name__)

NOT_RIGHT = N_("The e-mail address or the password is not right. Check both and try again.")
SOMEBODY_ELSE = N_(
    "This page belongs to somebody else, and what was typed in it is theirs. Only they can go on"
    " with it."
)
WRONG_PASSWORD = N_("This is not your present password.")


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Email and password; a wrong one does not tell which of the two it was."""
    if is_for_a_script():
        return _sign_in_again()
    wanted = own_page(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(wanted or url_for("plans.index"))
    form = SignInForm()
    if form.validate_on_submit():
        user = _who_knows(form.email.data, form.password.data)
        if user is not None:
            _begin_session(user, is_shared=form.shared.data)
            return redirect(wanted or url_for("plans.index"))
        form.refuse(Invalid(NOT_RIGHT, about="email"))
    is_demonstration = current_app.config["MODE"] == "demo"
    return render_template(
        "accounts/sign_in.html",
        form=form,
        wanted=wanted,
        errors=form.problems,
        sample_accounts=samples.SIGN_INS if is_demonstration else (),
    )


@bp.get("/session")
def who() -> ResponseReturnValue:
    """Who is signed in, for the scripts of an open page: a fresh token, and the key of the copies
    this browser keeps for them."""
    is_keeping = current_user.is_authenticated and not sessions.is_shared()
    key = keys.of_devices(current_user.id) if is_keeping else ""
    return reply("ok", person=person(), token=generate_csrf(), key=key)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session; the browser is told to forget what it kept."""
    _end_session()
    flash(gettext("You are signed out."), "success")
    return _emptied(redirect(url_for("accounts.sign_in")))


@bp.get("/account")
def show() -> ResponseReturnValue:
    """What one is here: name, language, roles, consents."""
    user = accounts.own(actor())
    return render_template(
        "accounts/show.html",
        user=user,
        memberships=accounts.memberships_of(user),
        consents=consents.concerning(user),
        calendar=calendars.address_of(user),
        now=now(),
    )


@bp.route("/account/edit", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    """Name and language."""
    user = accounts.own(actor())
    form = AccountForm(languages=offered(), name=user.name, locale=user.locale)
    if form.validate_on_submit() and _save_account(form):
        return redirect(url_for("accounts.show"))
    return render_template("accounts/edit.html", form=form, errors=form.problems)


@bp.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """A new password for who knows the present one; other sessions end, this one goes on."""
    form = ChangePasswordForm()
    if form.validate_on_submit() and _save_password(form):
        return redirect(url_for("accounts.show"))
    return render_template("accounts/change_password.html", form=form, errors=form.problems)


@bp.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of one's own, on every machine."""
    accounts.sign_out_everywhere(actor())
    db.session.commit()
    _end_session()
    flash(gettext("You are signed out everywhere."), "success")
    return _emptied(redirect(url_for("accounts.sign_in")))


@bp.route("/forgotten-password", methods=["GET", "POST"])
def forgot_password() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whether there is such an account or not."""
    form = ForgotPasswordForm()
    if form.validate_on_submit():
        password_resets.request(form.email.data, lifetime=current_app.config["RESET_LIFETIME"])
        db.session.commit()
        wake("messages")
        flash(
            gettext(
                "If there is an account with this address, a mail with a link is on its way to it."
            ),
            "success",
        )
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/forgot_password.html", form=form, errors=form.problems)


@bp.route("/passwords/<token>", methods=["GET", "POST"])
def set_password(token: str) -> ResponseReturnValue:
    """A new password by the link that was mailed; it works once."""
    try:
        reset = password_resets.opened(token)
    except NotFound as error:
        return _link_is_over(error)
    form = SetPasswordForm()
    if form.validate_on_submit() and _use_reset(token, form):
        return redirect(url_for("accounts.sign_in"))
    return render_template(
        "accounts/set_password.html", form=form, token=token, user=reset.user, errors=form.problems
    )


@bp.route("/invitations/<token>", methods=["GET", "POST"])
def accept_invitation(token: str) -> ResponseReturnValue:
    """Take a role: with a new account, or with the one that has the invited address."""
    try:
        invitation = invitations.opened(token)
    except NotFound as error:
        return _link_is_over(error)
    form = None
    if current_user.is_authenticated:
        if request.method == "POST":
            return _take_role(token)
    elif accounts.by_email(invitation.email) is None:
        form = NewAccountForm(languages=offered(), locale=locale())
        if form.validate_on_submit() and _make_account(token, form):
            return redirect(url_for("plans.index"))
    return render_template(
        "accounts/accept_invitation.html",
        invitation=invitation,
        token=token,
        form=form,
        errors=form.problems if form else [],
    )


def _who_knows(email: str, password: str) -> User | None:
    """The person with this address and password, counted as a try before it is looked at."""
    knock = sign_ins.knock(email, request.remote_addr)
    db.session.commit()
    if not sign_ins.opens(knock, password):
        return None
    user = sign_ins.enter(knock, password)
    db.session.commit()
    return user


def _sign_in_again() -> ResponseReturnValue:
    """In an open page whose session has ended: only for the person whose page it is."""
    form = SignInForm(prefix=AGAIN)
    if not form.validate_on_submit():
        return reply("invalid", gettext("Enter your e-mail address and your password."))
    user = _who_knows(form.email.data, form.password.data)
    if user is None:
        return reply("invalid", gettext(NOT_RIGHT))
    if keys.name_of(user.id) != request.form.get("_person"):
        return reply("forbidden", gettext(SOMEBODY_ELSE))
    _begin_session(user, is_shared=form.shared.data)
    key = "" if form.shared.data else keys.of_devices(user.id)
    return reply("ok", person=keys.name_of(user.id), token=generate_csrf(), key=key)


def _emptied(response: Response) -> Response:
    """Copies of typed text and pages in memory go, also where our scripts did not run."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _begin_session(user: User, *, is_shared: bool | None = None, mark: str | None = None) -> None:
    """A session of its own: nothing somebody planted before signing in is left in it.

    Who said once that the computer is shared need not say it again when a password is changed.
    """
    language = session.get("language")
    shared = sessions.is_shared() if is_shared is None else is_shared
    session.clear()
    if language:
        session["language"] = language
    sessions.begin(is_shared=shared)
    browsers.begin(user, mark)
    login_user(user)


def _end_session() -> None:
    logout_user()
    browsers.forget()
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def _save_account(form: AccountForm) -> bool:
    try:
        accounts.edit(actor(), name=form.name.data, locale=form.locale.data)
    except Invalid as error:
        form.refuse(error)
        return False
    db.session.commit()
    session.pop("language", None)
    flash(gettext("Your account is saved."), "success")
    return True


def _save_password(form: ChangePasswordForm) -> bool:
    user = _who_knows(current_user.email, form.current.data)
    if user is None:
        form.refuse(Invalid(WRONG_PASSWORD, about="current"))
        return False
    mark = browsers.mark_before(user)
    try:
        accounts.change_password(actor(), form.password.data)
    except Invalid as error:
        form.refuse(error)
        return False
    db.session.commit()
    wake("messages")
    _begin_session(user, mark=mark)
    flash(gettext("Your password is changed. Other sessions of yours are signed out."), "success")
    return True


def _use_reset(token: str, form: SetPasswordForm) -> bool:
    try:
        password_resets.use(token, form.password.data)
    except Invalid as error:
        form.refuse(error)
        return False
    db.session.commit()
    wake("messages")
    _end_session()
    flash(gettext("Your password is set. Sign in with it."), "success")
    return True


def _take_role(token: str) -> ResponseReturnValue:
    invitations.accept(accounts.own(actor()), token)
    db.session.commit()
    wake("messages")
    flash(gettext("You have accepted the invitation."), "success")
    return redirect(url_for("plans.index"))


def _make_account(token: str, form: NewAccountForm) -> bool:
    try:
        user = invitations.accept_as_new(
            token, name=form.name.data, password=form.password.data, locale=form.locale.data
        )
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return False
    db.session.commit()
    wake("messages")
    _begin_session(user)
    flash(gettext("Your account is ready."), "success")
    return True


def _link_is_over(error: NotFound) -> ResponseReturnValue:
    return render_template("accounts/link_is_over.html", message=gettext(error.message)), 404
