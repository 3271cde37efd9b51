"""A visitor for tests without a real browser: follows forms and checks what every page must be."""

from __future__ import annotations

from contextvars import Context
from typing import Any

import cssselect2
import tinyhtml5
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from nap_tracker.extensions import db
from nap_tracker.models.account import User


class Page:
    """One answer: its status, its text and its elements."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.location = response.headers.get("Location", "")
        self.text = response.get_data(as_text=True) if "text" in response.mimetype else ""
        self._root: Any = None

    @property
    def root(self) -> Any:
        if self._root is None:
            tree = tinyhtml5.parse(self.text, namespace_html_elements=False)
            self._root = cssselect2.ElementWrapper.from_html_root(tree)
        return self._root

    def select(self, selector: str) -> list[Any]:
        """Elements that match; each has .attrib and .text()."""
        return [Element(found.etree_element) for found in self.root.query_all(selector)]

    def one(self, selector: str) -> Any:
        """The only element that matches."""
        found = self.select(selector)
        assert len(found) == 1, f"{len(found)} elements match {selector}"
        return found[0]


class Element:
    """An element with its words."""

    def __init__(self, element: Any) -> None:
        self.attrib = element.attrib
        self.element = element

    def text(self) -> str:
        return " ".join("".join(self.element.itertext()).split())


class Browser:
    """Opens pages and sends forms, with the CSRF token of the page they came from.

    Requests run in an empty context: inside the test's own application context they would share
    its database session, and a view that forgot to commit would look as if it had.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def sign_in(self, user: User) -> Browser:
        """Be this person, without the sign-in page (which has tests of its own)."""
        Context().run(self._sign_in, user.get_id())
        return self

    def _sign_in(self, user_id: str) -> None:
        with self.client.session_transaction() as session:
            session["_user_id"] = user_id
            session["_fresh"] = True

    def get(self, url: str, **kwargs: Any) -> Page:
        """A page; the address of a new row leads on to the same one with an id of the row."""
        page = self._ask("GET", url, **kwargs)
        if page.status == 302 and "row=" in page.location and "row=" not in url:
            page = self._ask("GET", page.location, **kwargs)
        return page

    def get_once(self, url: str, **kwargs: Any) -> Page:
        return self._ask("GET", url, **kwargs)

    def post(
        self, url: str, data: Any = None, *, token_from: str | None = None, **kwargs: Any
    ) -> Page:
        """Send a form with this visitor's token, fetched from a page that has one."""
        fields = dict(data or {})
        if "csrf_token" not in fields:
            fields["csrf_token"] = self.token(token_from)
        return self._ask("POST", url, data=fields, **kwargs)

    def token(self, url: str | None = None) -> str:
        """A valid CSRF token of this visitor's session."""
        page = self.get(url or "/")
        found = page.select('input[name="csrf_token"]')
        return str(found[0].attrib["value"]) if found else ""

    def _ask(self, method: str, url: str, **kwargs: Any) -> Page:
        """Both sides see only what was committed, as two processes would."""
        db.session.commit()
        response = Context().run(self.client.open, url, method=method, **kwargs)
        db.session.rollback()
        db.session.expire_all()
        return Page(response)
