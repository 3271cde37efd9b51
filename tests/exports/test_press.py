"""The printing process: what it may use, reach and say."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from nap_tracker.exports import press
from nap_tracker.exports.pictures import ImageData, address
from tests.exports import plans

pytestmark = pytest.mark.skipif(
    not press.FONTS.exists(), reason="the fonts are not there: make setup brings them"
)


def page(body: str, head: str = "") -> str:
    return f'<html lang="en"><head><title>T</title>{head}</head><body>{body}</body></html>'


def refused(html: str, **pictures: ImageData) -> str:
    with pytest.raises(press.NotPrinted) as refusal:
        press.render(html, pictures)
    return str(refusal.value)


@pytest.fixture
def visits() -> Iterator[list[str]]:
    """A server that writes down who comes; '/away' sends visitors on."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(302 if self.path == "/away" else 200)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    seen.append(f"http://127.0.0.1:{server.server_port}")
    yield seen
    server.shutdown()
    server.server_close()


def test_a_page_is_printed() -> None:
    made = press.render(page("<p>Hello</p>"), {})
    assert made.data.startswith(b"%PDF-1.7")
    assert (made.pages, made.warnings) == (1, ())


def test_our_own_pictures_are_printed() -> None:
    picture = plans.image(40, 30, "x")
    made = press.render(page(f'<p><img src="{address("one")}" alt="A map"></p>'), {"one": picture})
    assert b"/Subtype/Image" in made.data.replace(b" ", b"")


def test_no_file_outside_the_document_can_be_reached() -> None:
    assert "file:///etc/passwd" in refused(page('<img src="file:///etc/passwd" alt="x">'))


def test_no_server_can_be_reached(visits: list[str]) -> None:
    assert visits[0] in refused(page(f'<img src="{visits[0]}/away" alt="x">'))
    assert len(visits) == 1


def test_characters_without_a_font_are_told_not_refused() -> None:
    assert press.render(page("<p>😀 and \U00013000</p>"), {}).warnings == ("😀", "\U00013000")


def test_a_document_that_takes_too_long_is_stopped() -> None:
    endless = page("<p>Words that fill a line and then another one, again and again.</p>" * 9000)
    with pytest.raises(press.NotPrinted) as refusal:
        press.render(endless, {}, press.Limits(cpu=1))
    assert str(refusal.value) == "Printing was stopped after 1 seconds."


def test_a_document_that_needs_too_much_memory_is_stopped() -> None:
    with pytest.raises(press.NotPrinted) as refusal:
        press.render(page("<p>" + "word " * 900_000), {}, press.Limits(memory=220 * 1024**2))
    assert "more than the 220 MB of memory" in str(refusal.value)


def test_a_document_nested_too_deeply_is_refused_not_crashed() -> None:
    with pytest.raises(press.NotPrinted):
        press.render(page("<div>" * 3000 + "x"), {}, press.Limits(cpu=20))


def test_the_process_has_none_of_the_servers_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAP_SECRET_KEY", "a secret")
    monkeypatch.setenv("NAP_DATABASE_URL", "sqlite:///x")
    seen: dict[str, str] = {}

    def run(command: list[str], **given: object) -> object:
        environment = given["env"]
        assert isinstance(environment, dict)
        seen.update(environment)
        raise press.subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(press.subprocess, "run", run)
    with pytest.raises(press.NotPrinted):
        press.render(page("x"), {})
    assert not [name for name in seen if name.startswith("NAP_")]
    assert seen["FONTCONFIG_FILE"] == str(press.FONTS)


def test_missing_fonts_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "FONTS", press.ROOT / "nowhere" / "fonts.conf")
    assert "make setup" in refused(page("x"))
