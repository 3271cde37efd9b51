"""From a document tree to pages for the screen. Pure but for reading its template."""

from __future__ import annotations

import hashlib
import html as entities
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from nap_tracker.annex_c.schema import Schema
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports import prose
from nap_tracker.exports.document_chosen import by_section
from nap_tracker.exports.document_tree import (
    Block,
    Document,
    Heading,
    Lines,
    Origin,
    Prose,
    Style,
    Text,
)
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.html import BLOCKS, TEMPLATES, is_, under
from nap_tracker.exports.pictures import address
from nap_tracker.exports.screen.leaf import Head, Leaf, Title
from nap_tracker.exports.screen.pen import Pen
from nap_tracker.i18n import direction, gettext, number
from nap_tracker.text.blocks import split

_IMAGE = re.compile('<img data-file="([^"]*)"')
_EMPTY_HEAD = re.compile('<th(?: scope="[a-z]+")?([^>]*)></th>')
"""The corner of a table: a header that names nothing is none."""
_BLOCK_ID = re.compile(r' data-block="[^"]*"')
LISTED = 3
"""Headings down to this level of a page are in its contents."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A page before it is written: its title, and what stands on it."""

    title: Title
    blocks: tuple[Block, ...]


def drafts(document: Document) -> tuple[Draft, ...]:
    """The document cut into its sections, each where its first words stand."""
    found: dict[str, list[Block]] = {}
    parts: dict[str, str] = {}
    part = ""
    for section, block in by_section(document.blocks()):
        if section is None:
            part = block.label if isinstance(block, Heading) else ""
            continue
        if section not in found:
            parts[section], part = part, ""
        found.setdefault(section, []).append(block)
    return tuple(
        _draft(section, parts.get(section, ""), blocks)
        for section, blocks in found.items()
        if section
    )


def _draft(section: str, part: str, blocks: list[Block]) -> Draft:
    first = blocks[0]
    heads = [block for block in blocks if isinstance(block, Heading)]
    alone = isinstance(first, Heading) and sum(h.level <= first.level for h in heads) == 1
    rest = blocks[1:] if alone else blocks
    top = min((h.level for h in rest if isinstance(h, Heading)), default=2)
    moved = tuple(_moved(block, 2 - top) for block in rest)
    title = Title(
        section=section,
        number=first.number if alone and isinstance(first, Heading) else "",
        title=first.title.text if alone and isinstance(first, Heading) else "",
        language=first.title.language if alone and isinstance(first, Heading) else None,
        part=part,
        key=hashlib.sha256(repr((section, moved)).encode()).hexdigest(),
        heads=tuple(_heads(moved)),
    )
    return Draft(title, moved)


def _moved(block: Block, by: int) -> Block:
    return replace(block, level=min(block.level + by, 6)) if isinstance(block, Heading) else block


def _heads(blocks: Iterable[Block]) -> Iterator[Head]:
    for block in blocks:
        if isinstance(block, Heading) and block.level <= LISTED:
            yield Head(
                block.anchor, block.level, block.number, block.title.text, block.title.language
            )


def written(draft: Draft, plan: PlanContent, schema: Schema) -> Leaf:
    """The page. Must be called under the `use_locale` the document was built under."""
    entries = {entry.uid: entry for entry in plan.entries}
    pen = Pen(draft.title.section, entries, lambda register: schema.home(register).id)
    text = (
        environment()
        .get_template("screen.html")
        .render(blocks=draft.blocks, pen=pen, long=partial(_long, pen), at=_at)
    )
    return pen.leaf(_tidy(text))


def _tidy(text: str) -> str:
    """Without the indentation of the template, which nobody sees and everybody loads."""
    return re.sub(r"\n[ \n]*", "\n", text).strip()


@cache
def environment() -> Environment:
    """What pages for the screen are drawn with; like that of print, it knows no request."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=gettext, address=address, number=number)
    environment.filters.update(
        bare=_html,
        direction=direction,
        fixed=lambda words: _said(fixed(words)),
        inline=lambda lines: Markup("; ").join(map(_said, lines)),
        lines=_lines,
        said=_said,
        under=under,
    )
    environment.tests.update({name: is_(cls) for name, cls in BLOCKS.items()})
    return environment


def _at(origin: Origin, block: str) -> Origin:
    return replace(origin, block=block)


def _said(text: Text | None) -> Markup:
    """A text with its language, its style and its link. Isolates stay: a browser minds them."""
    if text is None:
        return Markup("")
    inside = escape(text.text)
    if text.link:
        inside = Markup('<a class="govuk-link" href="{}">{}</a>').format(text.link, inside)
    if text.language:
        inside = Markup('<span lang="{}" dir="{}">{}</span>').format(
            text.language, direction(text.language), inside
        )
    if text.style is Style.NOTE:
        return Markup("<small>{}</small>").format(inside)
    return Markup("<b>{}</b>").format(inside) if text.style is Style.STRONG else inside


def _lines(lines: Lines) -> Markup:
    return Markup("<br>").join(map(_said, lines))


def _html(text: str) -> Markup:
    """Sanitised long text with the addresses of its pictures and without ids of blocks."""
    shown = _EMPTY_HEAD.sub(r"<td\1></td>", text)
    shown = _IMAGE.sub(lambda found: f'<img src="{_address(found[1])}"', shown)
    return Markup(_BLOCK_ID.sub("", shown))


def _address(uid: str) -> str:
    return entities.escape(address(entities.unescape(uid)))


def _long(pen: Pen, passage: Prose) -> Iterator[tuple[str | None, Markup]]:
    """The blocks of long text with their ids, their footnotes gone to the end of the page."""
    starts = passage.html.startswith("<") and 'data-block="' in passage.html[:40]
    if not starts:
        yield None, _html(pen.noted(passage.html))
        return
    for block in split(passage.html):
        if prose.words(block.html) or "<img" in block.html:
            yield block.id, _html(pen.noted(block.html))
