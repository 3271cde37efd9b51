"""Somebody who fills in a section over HTTP, as a browser does: by Save, or by itself."""

from __future__ import annotations

import http.client
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import lxml.html

HOST = "127.0.0.1"
LONGEST = 120
"""Seconds after which a request counts as failed."""


@dataclass
class Officer:
    """One signed-in person with one question to answer."""

    port: int
    cookie: str
    url: str
    """Of the section's form."""
    question: str
    """Name of the control."""
    form: list[tuple[str, str]] = field(default_factory=list)
    """The form as it was opened."""
    page: str = field(default_factory=lambda: uuid.uuid4().hex)
    turn: int = 0
    """Of the page's requests that save by themselves."""

    def open(self) -> None:
        """Open the section. Raises OSError when there is no form."""
        status, page = self._ask("GET")
        if status != 200:
            raise OSError(f"{self.url} answered {status}")
        forms: Any = lxml.html.document_fromstring(page).xpath("//form[input/@name='_seen']")
        if not forms:
            raise OSError(f"{self.url} has no form")
        for area in forms[0].xpath(".//textarea"):
            area.text = (area.text or "").removeprefix("\n")  # as every browser reads it
        self.form = forms[0].form_values()

    def save(self, text: str) -> tuple[int, float]:
        """Send the whole form with another answer; the status (0 for none at all) and seconds."""
        sent = [(name, text if name == self.question else value) for name, value in self.form]
        return self._timed(urlencode(sent))

    def autosave(self, text: str) -> tuple[int, float]:
        """Send the one question that changed, as a page does while one types."""
        self.turn += 1
        stamps = {"_request": f"{self.page}:{self.turn}", "_fields": self.question}
        own = [(name, value) for name, value in self.form if self._belongs(name)]
        answers = [(name, text if name == self.question else value) for name, value in own]
        return self._timed(urlencode([*stamps.items(), *answers]), "/autosave")

    def _belongs(self, name: str) -> bool:
        """Whether a control is one of the question, or says whose and which form this is."""
        hidden = ("csrf_token", "_version", "_person", "_seen")
        return name in hidden or name.partition("-")[0] == self.question

    def _timed(self, body: str, path: str = "") -> tuple[int, float]:
        begun = time.perf_counter()
        try:
            status, _answer = self._ask("POST", body, path)
        except OSError:
            status = 0
        return status, time.perf_counter() - begun

    def _ask(self, method: str, body: str | None = None, path: str = "") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=LONGEST)
        headers = {"Cookie": self.cookie, "Host": f"{HOST}:{self.port}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, f"{self.url}{path}", body, headers)
            response = connection.getresponse()
            self._keep(response.headers.get_all("Set-Cookie", []))
            return response.status, response.read()
        finally:
            connection.close()

    def _keep(self, cookies: Sequence[str]) -> None:
        session = self.cookie.partition("=")[0]
        for cookie in cookies:
            if cookie.startswith(f"{session}="):
                self.cookie = cookie.partition(";")[0]
