"""Texts to try: foreign HTML of every sort, canonical texts, and edits of them."""

from __future__ import annotations

import html as entities
import itertools
from collections.abc import Callable

from hypothesis import strategies as st

from nap_tracker.text.html import sanitise

AWKWARD = (
    "a b", " x ", "*", "**", "***", "* x", "a*b", "_{", "^{", "}", "{", "[", "]", "[[", "]]", "](",
    "](http://x.org)", "(", ")", "\\", "\\\\", "\\*", "- ", "-", "1. ", "12)", "### x", "#", "•",
    "[[table abcdefgh: x]]", "[[note abcdefgh-1: x]]", "[[lang fr: x]]", "[[note: x]]", "&", "<",
    ">", '"', "'", "\u00a0", "\u200f", "\u0338", "e\u0301", "\u0301", "=", "\ue000", "ລາວ", "中文",
    "عربي", "\n", "\t", "  ", "word", "12 000", "é", "\U0001f600", "\u2028",
)  # fmt: skip
"""Everything that means something to markup or to HTML, and letters that change when composed."""

words = st.lists(st.sampled_from(AWKWARD), min_size=1, max_size=4).map("".join)


def _wrapped(tag: str, attributes: str = "") -> Callable[[str], str]:
    return lambda inside: f"<{tag}{attributes}>{inside}</{tag.split()[0]}>"


_MARKS = (
    _wrapped("strong"),
    _wrapped("b"),
    _wrapped("em"),
    _wrapped("i", ' style="font-style:normal"'),
    _wrapped("sub"),
    _wrapped("sup"),
    _wrapped("a", ' href="https://example.org/a_(b)?c=*"'),
    _wrapped("a", ' href="mailto:a@example.org"'),
    _wrapped("span", ' lang="fr"'),
    _wrapped("span", ' lang="ar" dir="rtl"'),
    _wrapped("span", ' dir="ltr"'),
    _wrapped("span", ' class="fn"'),
    _wrapped("u"),
)
inline = st.recursive(
    words.map(lambda text: entities.escape(text, quote=False)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(st.sampled_from(_MARKS), inner).map(lambda pair: pair[0](pair[1])),
    ),
    max_leaves=6,
)
_LANGUAGES = st.sampled_from(("", "", "", ' lang="fr"', ' lang="ar" dir="rtl"', ' dir="ltr"'))
_IMAGES = st.sampled_from(("file-1", "file-2")).map(
    lambda uid: f'<img data-file="{uid}" alt="A [picture] &quot;here&quot;">'
)
"""An image of ours."""


def _element(tags: tuple[str, ...], inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, language, text: f"<{tag}{language}>{text}</{tag}>",
        st.sampled_from(tags),
        _LANGUAGES,
        inside,
    )


def _several(inside: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(inside, max_size=most).map("".join)


paragraphs = _element(("p", "h1", "h2", "h3", "h4", "h5", "h6"), inline)
_flow: st.SearchStrategy[str] = st.deferred(
    lambda: _several(st.one_of(inline, paragraphs, lists, _IMAGES))
)
lists: st.SearchStrategy[str] = st.deferred(
    lambda: _element(("ul", "ol"), _several(st.one_of(_element(("li",), _flow), lists)))
)
_cells = st.builds(
    lambda tag, span, inside: f"<{tag} {span}>{inside}</{tag}>",
    st.sampled_from(("td", "th")),
    st.sampled_from(("", "colspan=2", 'rowspan="9"', "scope=row", "rowspan=0", 'lang="fr"')),
    _flow,
)
_rows = _several(_element(("tr",), _several(_cells)))
tables = st.builds(
    lambda caption, head, body, foot: f"<table>{caption}{head}{body}{foot}</table>",
    st.one_of(st.just(""), _element(("caption",), inline)),
    st.one_of(st.just(""), _element(("thead",), _rows)),
    _element(("tbody",), _rows),
    st.one_of(st.just(""), _element(("tfoot",), _rows)),
)
figures = st.builds(
    lambda image, caption: f"<figure>{image}{caption}</figure>",
    st.one_of(_IMAGES, st.just('<img src="https://example.org/x.png">')),
    st.one_of(st.just(""), _element(("figcaption",), inline)),
)
_wrappers: st.SearchStrategy[str] = st.deferred(
    lambda: _element(("div", "blockquote", "section", "center"), _several(parts))
)
parts: st.SearchStrategy[str] = st.one_of(
    paragraphs, lists, tables, figures, inline, _wrappers, st.just("<br>")
)
foreign = st.lists(parts, max_size=5).map("".join)
"""HTML as it may come from anywhere."""


def counted() -> Callable[[], str]:
    """Block ids in order, to tell them in a test."""
    numbers = itertools.count()
    return lambda: f"b{next(numbers):07d}"


def canonical(html: str) -> str:
    """The canonical text of some HTML, with ids in order."""
    return sanitise(html, new_id=counted())


texts = foreign.map(canonical)
"""Canonical texts."""
