"""What an element says of the characters in it: emphasis, link, language, direction."""

from __future__ import annotations

import re

from nap_tracker.text.normalise import composed
from nap_tracker.text.source import Node
from nap_tracker.text.tree import Style

_ADDRESS = re.compile(
    r"(?:https?://[^\s/?#\\@]+(?:[/?#][^\s\\]*)?|mailto:[^\s\\@/?]+@[^\s\\]+)", re.IGNORECASE
)
_LONGEST_ADDRESS = 2000
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:(bold|[6-9]00)|normal|[1-5]00)", re.IGNORECASE)
_ITALIC = re.compile(r"(?:^|;)\s*font-style\s*:\s*(?:(italic|oblique)|normal)", re.IGNORECASE)
_RAISED = re.compile(r"(?:^|;)\s*vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)


def styled(node: Node, style: Style) -> Style:
    """The style inside an element that stands in text of the given style."""
    if not node.attrs and node.tag not in _TAGS:
        return style
    changes: dict[str, str | bool] = dict(_TAGS.get(node.tag, {}))
    if node.attrs:
        changes |= _from_attributes(node)
    return Style._make((style._asdict() | changes).values()) if changes else style


def block_style(node: Node, style: Style) -> Style:
    """The same for an element that is no run of text: only language and direction count."""
    language = _language(node) if node.attrs else {}
    return Style._make((style._asdict() | language).values()) if language else style


def address(href: str) -> str | None:
    """A link's address in its one form, or None where it is not http, https or mailto.

    Addresses without a scheme are refused, '//host' among them.
    """
    href = composed(href.strip(" \t\n\r"))
    if len(href) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(href) or _HIDDEN.search(href):
        return None
    scheme, rest = href.split(":", 1)
    return f"{scheme.lower()}:{rest}"


def language_tag(tag: str) -> str | None:
    """A language tag in its usual case ('zh-Hans-CN'), or None where it is none."""
    if not _LANGUAGE.fullmatch(tag):
        return None
    first, *rest = tag.replace("_", "-").split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join((first.lower(), *(cases.get(len(sub), str.lower)(sub) for sub in rest)))


_TAGS: dict[str, dict[str, str | bool]] = {
    "b": {"strong": True},
    "strong": {"strong": True},
    "em": {"em": True},
    "i": {"em": True},
    "sub": {"shift": "sub"},
    "sup": {"shift": "sup"},
}


def _from_attributes(node: Node) -> dict[str, str | bool]:
    changes: dict[str, str | bool] = dict(_language(node))
    if node.tag == "a":
        href = address(node.get("href"))
        if href:
            changes["href"] = href
    css = node.get("style")
    if css:
        changes |= _from_css(css)
    return changes


def _from_css(css: str) -> dict[str, str | bool]:
    changes: dict[str, str | bool] = {}
    for name, pattern in (("strong", _BOLD), ("em", _ITALIC)):
        found = pattern.search(css)
        if found:
            changes[name] = found[1] is not None
    found = _RAISED.search(css)
    if found:
        changes["shift"] = {"super": "sup", "sub": "sub"}[found[1].lower()]
    return changes


def _language(node: Node) -> dict[str, str]:
    said = {"lang": language_tag(node.get("lang")), "dir": node.get("dir").lower()}
    if said["dir"] not in ("rtl", "ltr"):
        del said["dir"]
    return {name: value for name, value in said.items() if value}
