"""One way for what a form asks to be stored: committed whole, or refused at its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.parts import Form

T = TypeVar("T")


def stored(form: Form, act: Callable[[], T], *, otherwise: str = "") -> T | None:
    """What the act made, committed; None where nothing was sent or the form says what is wrong.

    `otherwise` is the field at which a refusal stands that names none, such as that of files.
    """
    if not form.validate_on_submit():
        return None
    try:
        made = act()
    except Invalid as error:
        db.session.rollback()
        error.about = error.about or otherwise
        form.refuse(error)
        return None
    db.session.commit()
    return made
