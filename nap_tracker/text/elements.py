"""Names of HTML elements, by what they mean to a reader of foreign text."""

from typing import Final

# fmt: off
INLINE: Final = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "tt", "u", "var",
))
"""Run on with the text around them."""
BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "img", "li", "main", "menu", "nav", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
"""Part what is before them from what is behind them."""
GONE: Final = frozenset((
    "embed", "iframe", "noembed", "noframes", "object", "script", "style", "template", "title",
    "xml",
))
"""Go with what is in them."""
EMPHASIS: Final = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
    "u",
))
"""Repeated by the parser in each paragraph until they end."""
LOOSE: Final = frozenset((
    "p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup",
))
"""Their end may be left out; the parser closes them by itself, so they cannot pile up."""
EMPTY: Final = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
))
"""Have no end."""
FOREIGN: Final = frozenset((
    "svg", "math",
))
"""Inside these the parser's own limits do not hold."""
# fmt: on
