"""The pages of a review pack, from its plain data alone: no word of them comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from nap_tracker.charts.plain import from_data
from nap_tracker.exports.document_tree import (
    Block,
    Cell,
    Column,
    Cover,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Row,
    Sheet,
    Style,
    Table,
    Text,
)
from nap_tracker.exports.drawing import Drawing
from nap_tracker.i18n import day, direction, labelled, locale

Pack = Mapping[str, Any]
PLACE = "%(place)s"
"""In its words: the number of the heading under which something is told."""


def to_document(pack: Pack, sha256: str) -> Document:
    """All of it. `sha256` is the sum of the sealed pack, "" for a draft."""
    language, words = pack["language"], pack["words"]
    mark = "" if pack["is_sealed"] else words["draft"]
    return Document(
        language=language,
        direction=direction(language),
        spoken=locale(),
        title=f"{pack['title']}: {pack['plan']}",
        author=pack["party"],
        made_on=date.fromisoformat(pack["made_on"]),
        mark=mark,
        running=f"{pack['party']} · {pack['title']}",
        foot=words["team"],
        cover=_cover(pack),
        front=(),
        lists=(),
        body=(
            Sheet(tuple(_front(pack, sha256)) + tuple(_answers(pack))),
            Sheet(tuple(_data(pack))),
            Sheet(tuple(_input(pack))),
            *([Sheet(tuple(_pictures(pack)))] if pack.get("pictures") else []),
        ),
        addressed=(),
    )


def _cover(pack: Pack) -> Cover:
    return Cover(
        party=Text(pack["party"]),
        kind=Text(pack["plan"]),
        title=Text(pack["title"]),
        subtitle=None,
        period=Text(pack["period"]["words"]),
        version=Text(pack["words"].get("duty", pack["title"])),
        made_on=Text(day(pack["made_on"])),
        audience=Text(pack["words"]["team"]),
        sample=Text(pack["words"]["sample"]) if pack["sample"] else None,
    )


def _front(pack: Pack, sha256: str) -> Iterator[Block]:
    words = pack["words"]
    told = [*pack["facts"], *([[words["sum"], sha256]] if sha256 else [])]
    yield Facts(tuple(Fact(Text(label), (Text(value),)) for label, value in told))
    yield Paragraph((Text(words["about"]),))
    if any(one["is_unverified"] for one in pack["questions"]):
        yield Paragraph((Text(words["unverified"], style=Style.NOTE),))
    for name in ("consultation", "note"):
        if pack[name]:
            yield Paragraph((Text(words[name], style=Style.STRONG), *_lines(pack[name])))


def _answers(pack: Pack) -> Iterator[Block]:
    words = pack["words"]
    yield _heading("answers", 1, words["answers"], "1")
    for place, one in enumerate(pack["questions"], start=1):
        yield Heading(
            f"question-{one['id']}",
            2,
            Text(one["question"]),
            f"1.{place}",
            Text(one["article"]),
        )
        if one["answer"]:
            yield Paragraph((Text(one["answer"], style=Style.STRONG),))
        if one["text"]:
            yield Paragraph(_lines(one["text"]))
        yield Paragraph((Text(one["beside"], style=Style.NOTE),))


def _data(pack: Pack) -> Iterator[Block]:
    words = pack["words"]
    yield _heading("data", 1, words["data"], "2")
    number = 0
    told: dict[tuple[str, str], str] = {}
    for place, item in enumerate(pack["items"], start=1):
        reference = Text(item["citation"]) if item["citation"] else None
        yield Heading(f"item-{place}", 2, Text(item["title"]), f"2.{place}", reference)
        if not item["stands"]:
            yield Paragraph((Text(words["no_data"]),))
            continue
        number += 1
        columns = (
            Column(Text(words["thing"]), 35.0, names_row=True),
            Column(Text(words["kept"]), 40.0),
            Column(Text(words["how"]), 25.0),
        )
        rows = tuple(_row(one, words, told, f"2.{place}") for one in item["stands"])
        yield Table(f"table-{number}", number, Text(item["title"]), columns, rows)


def _row(
    stand: Mapping[str, Any],
    words: Mapping[str, str],
    told: dict[tuple[str, str], str],
    place: str,
) -> Row:
    """What serves several items is told under the first; packs of before that have no words for it.

    `told`: what was told already -> the number of the heading above it.
    """
    name = Cell((Text(f"{stand['number']} {stand['title']}".strip()),))
    before = told.setdefault((stand["kind"], stand["uid"]), place)
    if before != place and "above" in words:
        above = Text(words["above"].replace(PLACE, before), style=Style.NOTE)
        return Row((name, Cell((above,)), Cell(())))
    said = tuple(Text(f"{labelled(one['label'])} {one['value']}") for one in stand["readings"])
    return Row((
        name,
        Cell(said or (Text(words["no_data"]),)),
        Cell((Text(stand["how"], style=Style.NOTE),)),
    ))  # fmt: skip


def _input(pack: Pack) -> Iterator[Block]:
    words = pack["words"]
    yield _heading("input", 1, words["input"], "3")
    if not pack["input"]:
        yield Paragraph((Text(words["no_input"]),))
    for place, one in enumerate(pack["input"], start=1):
        yield Heading(
            f"input-{place}", 2, Text(one["organisation"]), f"3.{place}", Text(one["said"])
        )
        yield Paragraph(_lines(one["words"]))
        yield Paragraph((Text(words["response"], style=Style.STRONG), *_lines(one["response"])))
        for annex in one.get("annexes", ()):
            yield Paragraph((Text(annex["words"], style=Style.NOTE),))


def _pictures(pack: Pack) -> Iterator[Block]:
    """As they were kept with the data; packs of before there were any have none."""
    yield _heading("pictures", 1, pack["words"]["pictures"], "4")
    yield Paragraph((Text(pack["words"]["pictures_about"]),))
    if pack["words"].get("pictures_differ"):
        yield Paragraph((Text(pack["words"]["pictures_differ"]),))
    for place, one in enumerate(pack["pictures"], start=1):
        yield _heading(f"pictures-{place}", 2, one["title"], f"4.{place}")
        yield Drawing(f"picture-{place}", from_data(one["picture"]))


def _heading(anchor: str, level: int, title: str, number: str) -> Heading:
    return Heading(anchor, level, Text(title), number)


def _lines(text: str) -> tuple[Text, ...]:
    return tuple(Text(line) for line in text.split("\n") if line.strip())
