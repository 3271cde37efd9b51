"""A page that saves by itself, as its script does, for tests without a browser."""

from __future__ import annotations

from contextvars import Context
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from nap_tracker.extensions import db
from tests.browser_client import Browser, Page
from tests.web.filling import controls

JSON = {"Accept": "application/json"}


@dataclass
class OpenForm:
    """What the script knows of the page; `send` is one request, given again with the same turn."""

    browser: Browser
    page: Page
    name: str = field(default_factory=lambda: str(uuid4()))
    turn: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    status: int = 0

    @property
    def place(self) -> Any:
        return self.page.one("[data-autosave]").attrib

    def body(self, turn: int | None = None, **values: Any) -> dict[str, Any]:
        """A request about these questions; a value is what its control holds, or several parts."""
        held = controls(self.page)
        names = {key.partition("-")[0] for key in values}
        sent = {k: v for k, v in held.items() if k.partition("-")[0] in names}
        sent |= {key: v if isinstance(v, list) else [v] for key, v in values.items()}
        self.turn += turn is None
        return sent | {
            "csrf_token": held["csrf_token"],
            "_person": self.place["data-person"],
            "_version": held["_version"],
            "_window": self.name,
            "_request": f"{self.name}:{self.turn if turn is None else turn}",
            "_seen": held["_seen"],
            "_fields": ",".join(sorted(names)),
            **{f"_seen-{id}": str(number) for id, number in self.seen.items()},
        }

    def send(self, body: dict[str, Any]) -> dict[str, Any]:
        """The answer as JSON."""
        db.session.commit()
        response = Context().run(
            self.browser.client.post, self.place["data-autosave"], data=body, headers=JSON
        )
        db.session.rollback()
        db.session.expire_all()
        self.status = response.status_code
        answer = response.get_json()
        assert isinstance(answer, dict)
        assert answer.pop("clock") > 0  # when it was answered is no part of the answer
        return answer

    def save(self, **values: Any) -> dict[str, Any]:
        """Send these questions, and remember what the answer says they are now."""
        answer = self.send(self.body(**values))
        for name in {key.partition("-")[0] for key in values}:
            if answer["code"] == "ok":
                self.seen[name] = answer["seen"]
        return answer


def opened(browser: Browser, url: str) -> OpenForm:
    page = browser.get(url)
    assert page.status == 200
    return OpenForm(browser, page)
