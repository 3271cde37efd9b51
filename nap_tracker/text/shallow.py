"""Deep nesting taken out of foreign HTML, because the parser's time grows with its square."""

from __future__ import annotations

import re

from nap_tracker.text.elements import EMPHASIS, EMPTY, FOREIGN, LOOSE

_HARMLESS = 1500
"""With fewer tags than this no nesting can cost more than a fraction of a second."""
_DEEPEST = 60
_DEEPEST_EMPHASIS = 12
"""Open emphasis is repeated by the parser in every paragraph that follows, so less is allowed."""

_TOKEN = re.compile(
    r"""(?xsi)
    <!--(?:-?>|.*?(?:--!?>|\Z))                                     # a comment
    | <(script|style|xmp|iframe|noembed|noframes|plaintext|template|xml)(?=[\s/>])
      (?:.*?</\1\s*>|.*\Z)
    | <(/?)([a-z][^\s/<>]*)                                          # a tag ...
      ((?>\s+[^\s=/"'<>`]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+))?)*+)\s*/?>   # ... well made
    | <(/?)([a-z][^\s/<>]*)[^<>]*>                                   # ... or not
    | <[!?/][^<>]*>                                                  # a declaration
    | <                                                              # a mere sign
    """
)


def shallow(html: str) -> str:
    """The same HTML where it is harmless; else with balanced tags, none nested too deeply.

    Text is kept; only start tags past the limit, end tags without a start, comments and the
    attributes of malformed tags are dropped.
    """
    if html.count("<") <= _HARMLESS:
        return html
    return _Balance().rewrite(html)


class _Balance:
    """Writes every element it opens to its end, so that the parser cannot be led deeper."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.emphasis = 0

    def rewrite(self, html: str) -> str:
        text = _TOKEN.sub(self._replace, html)
        return text + "".join(f"</{name}>" for name in reversed(self.open))

    def _replace(self, found: re.Match[str]) -> str:
        token = found.group()
        if token == "<":
            return "&lt;"
        name = (found[3] or found[6] or "").lower()
        if not name:
            return ""
        if found[2] or found[5]:
            return self._end(name)
        return self._start(name, found[4] or "")

    def _start(self, name: str, attributes: str) -> str:
        tag = f"<{name}{attributes}>"
        if name in LOOSE or name in EMPTY:
            return tag
        limited = name in EMPHASIS and self.emphasis >= _DEEPEST_EMPHASIS
        if limited or name in FOREIGN or len(self.open) >= _DEEPEST:
            return " "
        self.open.append(name)
        self.emphasis += name in EMPHASIS
        return tag

    def _end(self, name: str) -> str:
        if name in LOOSE:
            return f"</{name}>"
        if name not in self.open:
            return ""
        start = len(self.open) - 1 - self.open[::-1].index(name)
        ended = self.open[start:]
        del self.open[start:]
        self.emphasis -= sum(each in EMPHASIS for each in ended)
        return "".join(f"</{each}>" for each in reversed(ended))
