"""What a document can reach while it is printed: its registered pictures and nothing else."""

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
    """Why a document is not printed."""
    from nap_tracker.exports import pdf

    with pytest.raises(pdf.Unprintable) as refusal:
        pdf.to_pdf(html, pictures)
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


WAYS_IN = {
    "image": '<img src="{}" alt="x">',
    "object": '<object data="{}">x</object>',
    "embed": '<embed src="{}">',
    "background": '<p style="background: url({})">x</p>',
    "list mark": '<ul style="list-style-image: url({})"><li>x</ul>',
    "content": "<style>p::before {{ content: url({}) }}</style><p>x</p>",
    "style sheet": '<link rel="stylesheet" href="{}"><p>x</p>',
    "import": "<style>@import url({});</style><p>x</p>",
    "font": (
        "<style>@font-face {{ font-family: f; src: url({}) }} p {{ font-family: f }}</style>"
        "<p>x</p>"
    ),
    "attachment": '<link rel="attachment" href="{}"><p>x</p>',
    "attached link": '<a rel="attachment" href="{}">x</a>',
    "picture in a drawing": '<svg viewBox="0 0 9 9"><image href="{}" width="9" height="9"/></svg>',
}


@pytest.mark.parametrize("way", sorted(WAYS_IN))
def test_no_file_outside_the_document_can_be_reached(way: str) -> None:
    assert refused(page(WAYS_IN[way].format("file:///etc/passwd")))


@pytest.mark.parametrize("way", sorted(WAYS_IN))
def test_no_server_can_be_reached(way: str, visits: list[str]) -> None:
    for path in ("/x.png", "/away"):
        assert refused(page(WAYS_IN[way].format(visits[0] + path)))
    assert len(visits) == 1


@pytest.mark.parametrize(
    "url",
    [
        "data:image/png;base64,iVBORw0KGgo=",
        "ftp://127.0.0.1/x",
        "FILE:///etc/passwd",
        "nap-picture:another",
        "jar:file:///etc/passwd",
    ],
)
def test_nothing_but_registered_pictures_is_served(url: str) -> None:
    assert "Error fetching" in refused(
        page(f'<img src="{url}" alt="x">'), one=plans.image(9, 9, "")
    )


def test_a_base_address_opens_no_door() -> None:
    html = page('<img src="passwd" alt="x">', head='<base href="file:///etc/">')
    assert "file:///etc/passwd" in refused(html)


def test_a_picture_without_a_text_is_refused() -> None:
    html = page(f'<p><img src="{address("one")}"></p>')
    assert "alt" in refused(html, one=plans.image(9, 9, ""))


def test_a_damaged_picture_is_refused() -> None:
    damaged = ImageData(b"not a picture", "image/png", 9, 9)
    html = page(f'<img src="{address("one")}" alt="x">')
    assert "Failed to load image" in refused(html, one=damaged)


def test_a_drawing_is_not_a_picture_we_print() -> None:
    with pytest.raises(ValueError, match="svg"):
        ImageData(b"<svg/>", "image/svg+xml", 9, 9)


def test_a_style_that_is_not_understood_is_refused() -> None:
    assert "wobble" in refused(page("<style>p { wobble: 3 }</style><p>x</p>"))


def test_a_link_into_nothing_is_refused() -> None:
    assert "#gone" in refused(page('<a href="#gone">x</a>'))


def test_a_page_without_a_language_is_refused() -> None:
    assert "does not say its language" in refused("<title>x</title><p>x</p>")
