"""Somebody who fills in a section over HTTP, as a browser without scripts does."""

from __future__ import annotations

import http.client
import time
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
        begun = time.perf_counter()
        try:
            status, _page = self._ask("POST", urlencode(sent))
        except OSError:
            status = 0
        return status, time.perf_counter() - begun

    def _ask(self, method: str, body: str | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=LONGEST)
        headers = {"Cookie": self.cookie, "Host": f"{HOST}:{self.port}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, self.url, body, headers)
            response = connection.getresponse()
            self._keep(response.getheader("Set-Cookie"))
            return response.status, response.read()
        finally:
            connection.close()

    def _keep(self, cookie: str | None) -> None:
        if cookie:
            self.cookie = cookie.partition(";")[0]
