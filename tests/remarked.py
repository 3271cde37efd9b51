"""A made-up plan as a Word file with comments on its words, and what people do to such a file."""

from __future__ import annotations

import io
import random
import re
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from xml.sax.saxutils import escape

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.marks import Remark, Said, Sent
from nap_tracker.content.matrix import KINDS
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports.document import Document, build
from nap_tracker.exports.docx import comments as docx
from nap_tracker.exports.docx.comments import Commented
from nap_tracker.i18n import use_locale
from nap_tracker.imports.brought import Bringing
from nap_tracker.imports.word import commented, comments
from nap_tracker.imports.word.comments import Setting
from tests.commented import places_of, said
from tests.exports import plans

SAID_AT = "2026-11-20T08:15:00Z"
PARAGRAPH = re.compile(r"<w:p>.*?</w:p>", re.DOTALL)
TEXT = re.compile(r'(<w:t xml:space="preserve">)([^<]*)(</w:t>)')


@dataclass(frozen=True)
class Went:
    """A file that went out, with everything it was made of."""

    plan: PlanContent
    remarks: tuple[Remark, ...]
    commented: Commented
    language: str

    @property
    def data(self) -> bytes:
        return self.commented.data

    def setting(self, **more: object) -> Setting:
        given = {
            "known": self.remarks,
            "mine": frozenset(remark.id for remark in self.remarks),
            **more,
        }
        sent = given.pop("sent", self.commented.sent)
        return Setting(
            self.plan.uid,
            3,
            sent,  # type: ignore[arg-type]
            places_of(self.plan, self.language),
            self.language,
            **given,  # type: ignore[arg-type]
        )

    def back(self, data: bytes | None = None, **more: object) -> Bringing:
        file = commented.read(data or self.data)
        return comments.brought(file, self.setting(**more))


@cache
def small_plan(language: str = "en", seed: int = 0) -> PlanContent:
    """A few sections of everything, the same for a seed."""
    size = plans.Size(paragraphs=1 + seed % 3, strategies=1, activities=2, rows=1 + seed % 2)
    chance = random.Random(seed)
    names = [section.id for section in treaty().sections]
    chosen = frozenset([*chance.sample(names, 4), "baseline", "trade"])
    made = plans.plan(language, size, sections=chosen)
    return replace(made, uid=str(uuid.UUID(int=seed + 1, version=4)))


def sent_of(plan: PlanContent) -> tuple[Sent, ...]:
    with use_locale(plan.language):
        return docx.sent(_document(plan), plans.pictures())


def _document(plan: PlanContent) -> Document:
    options = replace(plans.options(language=plan.language), origins=True)
    return build(plan, treaty(plan.edition, plan.language), options)


def went_out(language: str = "en", seed: int = 0, count: int = 8) -> Went:
    """A plan with comments upon words of its own, and one whose words are not there any more."""
    plan = small_plan(language, seed)
    chance = random.Random(seed)
    own = [one for one in sent_of(plan) if one.is_own and len(one.text) > 30]
    remarks = tuple(remark_on(chance.choice(own), chance, n) for n in range(1, count + 1))
    lost = replace(remarks[0], id=_uid(chance), number=count + 1, quote="words that are gone")
    return file_of(plan, (*remarks, lost))


def file_of(plan: PlanContent, remarks: tuple[Remark, ...]) -> Went:
    with use_locale(plan.language):
        made = docx.to_docx(
            _document(plan), plans.pictures(), remarks, plan=plan.uid, round_number=3
        )
    return Went(plan, remarks, made, plan.language)


def remark_on(one: Sent, chance: random.Random, number: int) -> Remark:
    start = chance.randint(0, len(one.text) - 12)
    end = start + chance.randint(6, 12)
    replies = (
        (Said("Ministry of Mines", SAID_AT, said(chance).replace("\t", " ")),)
        if chance.random() < 0.4
        else ()
    )
    return Remark(
        _uid(chance),
        number,
        one.spot,
        chance.choice(("Reviewer 3", "Ama Mensah")),
        SAID_AT,
        said(chance).replace("\t", " "),
        chance.choice(tuple(KINDS)),
        said(chance).replace("\t", " ") if chance.random() < 0.5 else "",
        one.block,
        one.text[start:end],
        one.text[:start][-30:],
        one.text[end:][:30],
        replies,
    )


def _uid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def edited(data: bytes, edit: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """The file after somebody worked on one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content.decode()).encode() if name == part else content)
    return out.getvalue()


def in_paragraph(words: str, change: Callable[[str], str]) -> Callable[[str], str]:
    """An edit of the one paragraph that says these words and no others."""

    def edit(xml: str) -> str:
        said = [found[0] for found in PARAGRAPH.finditer(xml) if _said(found[0]) == words]
        assert len(said) == 1
        return xml.replace(said[0], change(said[0]))

    return edit


def _said(paragraph: str) -> str:
    return unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph)))


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def inserted(words: str, who: str = "Ama") -> str:
    return (f'<w:ins w:id="9001" w:author="{who}" w:date="2026-11-25T10:00:00Z">'
            f"{run(words)}</w:ins>")  # fmt: skip


def deleted(words: str, who: str = "Ama") -> str:
    inside = f'<w:r><w:delText xml:space="preserve">{escape(words)}</w:delText></w:r>'
    return f'<w:del w:id="9002" w:author="{who}" w:date="2026-11-25T10:00:00Z">{inside}</w:del>'


def splitting(words: str, instead: str) -> Callable[[str], str]:
    """Puts markup in the place of words that stand in one run."""

    def change(paragraph: str) -> str:
        def parted(found: re.Match[str]) -> str:
            text = found[2]
            before, there, after = text.partition(escape(words))
            if not there:
                return found[0]
            return f"{found[1]}{before}{found[3]}</w:r>{instead}<w:r>{found[1]}{after}{found[3]}"

        return TEXT.sub(parted, paragraph, count=0)

    return change
