"""The parts of a printed page that can be laid out apart, since each begins on a new page.

What one part must know of those before it is little: the number of the next footnote, and the
chapter whose name stands at the head of its first page. Numbers of pages are drawn at the end.
"""

from __future__ import annotations

import hashlib
import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

from nap_tracker.exports.pictures import SCHEME, Pictures

_WHOLE = re.compile(
    r"(?P<head>.*<style>\n?)(?P<style>.*)(?P<between></style>.*<body>)(?P<body>.*)</body>\s*</html>\s*",
    re.DOTALL,
)
_SECTION = re.compile(r'\s*<section class="(cover|sheet[a-z ]*)">.*?</section>', re.DOTALL)
_CHAPTER = re.compile(r'<h[12] [^>]*data-bookmark="([^"]*)"')
_PAGE_NUMBER = re.compile(r"@(bottom-(?:left|right)) \{ content: [^;]*counter\(page\)")
_LINK = re.compile(r'<a href="#([^"]+)"')
_PICTURE = re.compile(f'src="{SCHEME}:([^"]*)"')
FOOTNOTE = '<span class="fn"'
FEWEST = 4
"""Sections; a shorter document is printed sooner in one piece."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the page, with what it must know of those before it."""

    html: str
    kind: str
    """'cover', 'portrait' or 'landscape', like the pages it takes."""
    notes_before: int
    chapter_before: str

    @property
    def links(self) -> tuple[str, ...]:
        """Anchors whose pages it names; it can only be laid out when those are known."""
        return tuple(_LINK.findall(self.html))

    def with_pages(self, pages: dict[str, int]) -> str:
        """Its HTML with the number of the page that each link leads to."""
        return _LINK.sub(
            lambda link: f'{link.group()} data-page="{pages[link.group(1)]}"', self.html
        )


@dataclass(frozen=True, slots=True)
class Pieces:
    """A page taken apart."""

    frame: str
    """The page without its style sheet and its body, which is marked."""
    style: str
    number_box: str
    """The margin box that holds the number of the page."""
    parts: tuple[Part, ...]

    def page(self, body: str) -> str:
        """A page like the whole one, without the style sheet."""
        return self.frame.replace("\x00", body)

    def key(self, part: Part, pictures: Pictures, program: str) -> str:
        """The name of everything the look of a part depends on; no two audiences share one.

        The HTML of the part itself is in it, with every picture it shows, so whoever asks for a
        stored part has its content already.
        """
        found = hashlib.sha256()
        shown = [pictures[name].data for name in _PICTURE.findall(part.html) if name in pictures]
        for one in (program, self.frame, self.style, part.html, part.kind, part.chapter_before):
            found.update(hashlib.sha256(one.encode()).digest())
        for data in shown:
            found.update(hashlib.sha256(data).digest())
        found.update(str(part.notes_before).encode())
        return found.hexdigest()


def split(page: str) -> Pieces | None:
    """The parts of a page; None where it is short, or not made of sections alone."""
    whole = _WHOLE.fullmatch(page)
    number_box = _PAGE_NUMBER.search(whole["style"]) if whole else None
    if whole is None or number_box is None:
        return None
    sections = list(_SECTION.finditer(whole["body"]))
    if len(sections) < FEWEST or "".join(s.group() for s in sections) != whole["body"].rstrip():
        return None
    frame = f"{whole['head']}{whole['between']}\x00</body></html>"
    if frame.count("\x00") != 1:
        return None
    return Pieces(frame, whole["style"], number_box.group(1), tuple(_parts(sections)))


def _parts(sections: list[re.Match[str]]) -> Iterator[Part]:
    notes, chapter = 0, ""
    for section in sections:
        html, names = section.group().strip(), section.group(1).split()
        kind = next((name for name in ("cover", "landscape") if name in names), "portrait")
        yield Part(html, kind, notes, chapter)
        notes += html.count(FOOTNOTE)
        for named in _CHAPTER.findall(html):
            chapter = entities.unescape(named)


def file_of(place: int) -> str:
    """The name of the record of a part in the folder of a print."""
    return f"part-{place}.json"
