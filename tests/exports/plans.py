"""Whole made-up plans of any size and language: every field of the schema answered once or more."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from PIL import Image, ImageDraw

from nap_tracker.annex_c.schema import Field, Kind, Level, Schema, treaty
from nap_tracker.content.tree import EntryContent, FileContent, PartyContent, PlanContent
from nap_tracker.exports.document_tree import Mark, Options
from nap_tracker.exports.pictures import ImageData
from tests.exports.words_of import NAMES, PARTY, SENTENCES, TITLE

EMBLEM, LOGO, MAP, SIGNATURE = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(1, 5))
SCAN = "00000000-0000-4000-8000-000000000009"
REPORT = "00000000-0000-4000-8000-000000000008"
MADE_ON = date(2026, 11, 24)


@dataclass(frozen=True)
class Size:
    """How much of everything a plan has."""

    paragraphs: int = 2
    """In each long text."""
    strategies: int = 4
    activities: int = 3
    """In each strategy."""
    rows: int = 3
    """In each other register."""
    figures_every: int = 9
    """One long text in so many has a table and a figure."""


SMALL = Size(paragraphs=1, strategies=2, activities=2, rows=2, figures_every=10)
"""With the required fields alone: about 40 pages of every kind there is."""


@dataclass
class Maker:
    """Makes values; deterministic, so that two runs give the same plan."""

    language: str = "en"
    size: Size = field(default_factory=Size)
    currencies: tuple[str, ...] = ("USD",)
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    turn: Iterator[int] = field(default_factory=lambda: count())
    texts: Iterator[int] = field(default_factory=lambda: count())
    rows: dict[str, list[str]] = field(default_factory=dict)
    """Uids by register, for references."""

    def uid(self) -> str:
        return f"00000000-0000-4000-9000-{next(self.ids):012d}"

    def sentence(self) -> str:
        sentences = SENTENCES[self.language]
        return sentences[next(self.turn) % len(sentences)]

    def name(self) -> str:
        names = NAMES[self.language]
        return names[next(self.turn) % len(names)]

    def say(self, text: str) -> dict[str, str]:
        return {self.language: text}

    def html(self) -> str:
        blocks = [f"<p{self._id()}>{self._paragraph()}</p>" for _ in range(self.size.paragraphs)]
        if next(self.texts) % self.size.figures_every == 0:
            blocks[1:1] = self._rich()
        return "".join(blocks)

    def _paragraph(self) -> str:
        # Numbered, so that no two paragraphs are alike: a printer may remember what it has shaped.
        first, second, third, fourth = (f"{self.sentence()} [{next(self.turn)}]" for _ in range(4))
        note = f'<span class="fn">{fourth}</span>' if next(self.turn) % 5 == 0 else ""
        return f"{first} <strong>{second}</strong>{note} {third} {fourth} {first} {second}"

    def _rich(self) -> list[str]:
        cells = "".join(
            f'<tr><th scope="row">{self.name()}</th><td>{next(self.turn) * 37}</td>'
            f"<td>{self.sentence()}</td></tr>"
            for _ in range(4)
        )
        return [
            f"<h3{self._id()}>{self.name()}</h3>",
            f"<ul{self._id()}><li>{self.sentence()}</li><li>{self.sentence()}</li></ul>",
            f"<table{self._id()}><caption>{self.name()}</caption><thead><tr>"
            f'<th scope="col">{self.name()}</th><th scope="col">kg</th>'
            f'<th scope="col">{self.name()}</th></tr></thead><tbody>{cells}</tbody></table>',
            f'<figure{self._id()}><img data-file="{MAP}" alt="{self.name()}">'
            f"<figcaption>{self.name()}</figcaption></figure>",
        ]

    def _id(self) -> str:
        return f' data-block="b{next(self.ids):07d}"'

    def value(self, spec: Field, place: int = 0) -> Any:
        return _VALUES[spec.kind](self, spec, place)

    def answers(self, fields: tuple[Field, ...], place: int = 0) -> dict[str, Any]:
        found = {spec.id: self.value(spec, place) for spec in fields}
        return {id: value for id, value in found.items() if value is not None}


def _quantity(maker: Maker, spec: Field, place: int) -> dict[str, Any]:
    if place % 7 == 3:
        return {"empty": "not_known", "reason": maker.say(maker.sentence())}
    best = 12_500 * (place + 1) if spec.maximum is None else 40
    return {
        "low": str(best * 8 // 10),
        "best": str(best),
        "high": str(best * 13 // 10),
        "unit": spec.unit,
        "year": "2023",
        "source": maker.say(maker.name()),
    }


def _money(maker: Maker, spec: Field, place: int) -> dict[str, Any]:
    if place % 6 == 5:
        return {"empty": "not_costed", "reason": maker.say(maker.sentence())}
    currency = maker.currencies[place % len(maker.currencies)]
    amount = 48_750 * (place + 1) * (100_000 if currency == "MNT" else 1)
    return {"amount": f"{amount}.00", "currency": currency}


def _people(maker: Maker, spec: Field, place: int) -> dict[str, Any]:
    return {
        "women": str(3 + 110 * place),
        "men": str(240 + 35 * place),
        "unknown": "0",
        "year": "2024",
        "source": maker.say(maker.name()),
    }


def _reference(maker: Maker, spec: Field, place: int) -> Any:
    known = maker.rows.get(spec.register or "")
    return known[place % len(known)] if known else None


def _references(maker: Maker, spec: Field, place: int) -> Any:
    known = maker.rows.get(spec.register or "", [])
    return (
        list(dict.fromkeys(known[(place + step) % len(known)] for step in (0, 1)))
        if known
        else None
    )


def _evidence(maker: Maker, spec: Field, place: int) -> list[dict[str, Any]]:
    file = {"logos": LOGO, "maps": MAP, "signature": SIGNATURE, "report": REPORT}.get(spec.id)
    proof: dict[str, Any] = {"id": maker.uid(), "title": maker.say(maker.name())}
    return [proof | ({"file": file} if file else {"link": "https://example.org/reports/2024"})]


def _words(maker: Maker, spec: Field, place: int) -> dict[str, str]:
    if spec.id in ("number", "code", "short", "acronym"):
        return maker.say(f"{place + 1}" if spec.id == "number" else f"AB{place + 1}")
    return maker.say(maker.name())


def _option(maker: Maker, spec: Field, place: int) -> str:
    return spec.options[place % len(spec.options)].code


def _options(maker: Maker, spec: Field, place: int) -> list[str]:
    return [option.code for option in spec.options[place % len(spec.options) :][:2]]


Make = Callable[[Maker, Field, int], Any]
_VALUES: Mapping[Kind, Make] = {
    Kind.CHOICE: _option,
    Kind.CHOICES: _options,
    Kind.COORDINATES: lambda maker, spec, place: {"lat": f"12.{place}5", "lon": "-1.5"},
    Kind.COUNTRY: lambda maker, spec, place: "CHE",
    Kind.DATE: lambda maker, spec, place: ("2028", "2027-03", "2029-11-30")[place % 3],
    Kind.EVIDENCE: _evidence,
    Kind.ITEMS: _options,
    Kind.LONGTEXT: lambda maker, spec, place: maker.say(maker.html()),
    Kind.MONEY: _money,
    Kind.NUMBER: lambda maker, spec, place: {"value": str(1_234 * (place + 1))},
    Kind.PARAGRAPH: lambda maker, spec, place: maker.say(maker.sentence()),
    Kind.PEOPLE: _people,
    Kind.PLACE: lambda maker, spec, place: maker.say(maker.name()),
    Kind.QUANTITY: _quantity,
    Kind.REF: _reference,
    Kind.REFS: _references,
    Kind.ROWS: lambda maker, spec, place: None,
    Kind.TEXT: _words,
    Kind.YESNO: lambda maker, spec, place: place % 2 == 0,
}


def plan(
    language: str = "en",
    size: Size | None = None,
    *,
    required_only: bool = False,
    sections: frozenset[str] | None = None,
    **made: Any,
) -> PlanContent:
    """A plan with an answer to every field (or to every required one and the front matter).

    With `sections`, only in those; their registers come with them.
    """
    maker = Maker(language, size or Size(), **made)
    schema = treaty(1, language)
    entries = [*_registers(maker, schema), *_sections(maker, schema, required_only)]
    if sections is not None:
        homes = {register.id: schema.home(register.id).id for register in schema.registers}
        entries = [e for e in entries if (e.section or homes[e.kind]) in sections]
    return PlanContent(
        uid="00000000-0000-4000-8000-000000000000",
        party=PartyContent("XAA", {language: PARTY[language]}, emblem=EMBLEM, sample=True),
        title={language: TITLE[language]},
        short_title={language: TITLE[language][:34]},
        language=language,
        languages=(language,),
        period_start="2027",
        period_end="2031",
        version=3,
        edition=1,
        sample=True,
        entries=tuple(entries),
        files=tuple(_file(uid, name) for uid, name in FILES.items()),
    )


FILES = {
    EMBLEM: "emblem.png",
    LOGO: "logo.png",
    MAP: "map.png",
    SIGNATURE: "signature.png",
    SCAN: "law.pdf",
    REPORT: "baseline-report.pdf",
}


def _file(uid: str, name: str) -> FileContent:
    kind = "application/pdf" if name.endswith("pdf") else "image/png"
    return FileContent(uid, name, kind, 1000, "0" * 64, "public")


def _sections(maker: Maker, schema: Schema, required_only: bool) -> Iterator[EntryContent]:
    for place, section in enumerate(schema.sections):
        fields = section.fields
        if required_only and section.group != "front":
            fields = tuple(f for f in fields if f.level is Level.REQUIRED)
        answers = maker.answers(fields, place)
        yield EntryContent(maker.uid(), "section", answers=answers, section=section.id)


def _registers(maker: Maker, schema: Schema) -> Iterator[EntryContent]:
    for register in schema.registers:
        total = {
            "strategy": maker.size.strategies,
            "activity": maker.size.strategies * maker.size.activities,
            "budget_line": maker.size.strategies * maker.size.activities * 2,
            "milestone": maker.size.strategies,
            "practice": 4,
            "annex": 2,
        }.get(register.id, maker.size.rows)
        maker.rows[register.id] = [maker.uid() for _ in range(total)]
        for place, uid in enumerate(maker.rows[register.id]):
            answers = maker.answers(register.fields, place) | _own(maker, register.id, place)
            yield EntryContent(uid, register.id, place, answers)


def _own(maker: Maker, register: str, place: int) -> dict[str, Any]:
    """What must hang together: activities under strategies, money under activities, scans."""
    if register == "activity":
        strategy = place // maker.size.activities
        number = f"{strategy + 1}.{place % maker.size.activities + 1}"
        spread = ("1c", "1e", "1h", "1i", "1j", "1f", "1g", "1b.i")
        return {
            "strategy": maker.rows["strategy"][strategy],
            "number": maker.say(number),
            "items": sorted({spread[strategy % len(spread)], *(["1d"] if place % 4 == 0 else [])}),
        }
    if register == "budget_line":
        return {"activity": maker.rows["activity"][place // 2]}
    if register == "annex" and place == 0:
        return {"document": [{"id": maker.uid(), "file": SCAN, "title": maker.say(maker.name())}]}
    return {}


def of_pages(pages: int, language: str = "en") -> PlanContent:
    """A plan that prints on about so many pages (10 to 500), for benchmarks."""
    if pages <= 15:
        return plan(language, Size(1, 1, 2, 1, 12), required_only=True, sections=SHORT)
    if pages <= 80:
        return plan(language, Size(max(1, pages // 30), 4, 3, 2, 12), required_only=True)
    # Every field answered takes 78 pages, and 24 for each paragraph in all of its long texts.
    return plan(language, Size(max(1, round((pages - 78) / 24)), 6, 5, 4, 9))


SHORT = frozenset({"introduction", "baseline", "objectives", "emissions", "work_plan"})
"""Sections of a plan of about 10 pages."""


def image(width: int, height: int, text: str, media_type: str = "image/png") -> ImageData:
    """A plain picture with a word in it."""
    picture = Image.new("RGB", (width, height), (226, 234, 240))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((4, 4, width - 5, height - 5), outline=(18, 50, 74), width=3)
    draw.text((width // 3, height // 2), text, fill=(18, 50, 74))
    file = io.BytesIO()
    picture.save(file, media_type.partition("/")[2].upper())
    return ImageData(file.getvalue(), media_type, width, height)


def pictures() -> dict[str, ImageData]:
    """Every picture of a made-up plan, and the pages of its scanned annex."""
    return {
        EMBLEM: image(300, 300, "emblem"),
        LOGO: image(400, 160, "logo"),
        MAP: image(900, 520, "map"),
        SIGNATURE: image(420, 140, "signature"),
        "scan-1": image(620, 877, "scanned page 1", "image/jpeg"),
        "scan-2": image(620, 877, "scanned page 2", "image/jpeg"),
    }


def options(mark: Mark = Mark.NONE, audience: str = "public", **changed: Any) -> Options:
    """What a document is made for, with every picture at hand."""
    return Options(
        audience=audience,
        mark=mark,
        made_on=MADE_ON,
        pictures=pictures(),
        annexes={SCAN: ("scan-1", "scan-2")},
        **changed,
    )
