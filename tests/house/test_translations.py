"""Every word of the interface is in every catalogue, and every catalogue says the same things."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from nap_tracker import i18n
from nap_tracker.forms.plans import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
COMPLETE = ("fr",)
"""Languages whose catalogue must have every word; others may lag and fall back to English."""


@cache
def words_in_use() -> frozenset[str | tuple[str, str]]:
    with (ROOT / "nap_tracker" / "translations" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, filename="babel.cfg")
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=is_ours)
    return frozenset(message for _, _, message, _, _ in found)


def is_ours(folder: str | Path) -> bool:
    return Path(folder).name not in {"node_modules", ".venv", ".git", "static", "tests", "bench"}


@cache
def catalogue(language: str) -> Catalog:
    path = i18n.CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=i18n.babel_locale(language))


def texts(message: Message) -> tuple[str, ...]:
    said = message.string
    return tuple(said) if isinstance(said, tuple | list) else (str(said),)


@pytest.mark.parametrize("language", COMPLETE)
def test_the_catalogue_has_every_word(language: str):
    known = {m.id: m for m in catalogue(language) if m.id}
    missing = [
        used
        for used in words_in_use()
        if used not in known or not all(texts(known[used])) or known[used].fuzzy
    ]
    assert missing == [], "run `make messages` and translate what is new"


@pytest.mark.parametrize("language", i18n.languages()[1:])
def test_the_catalogue_has_no_word_that_nobody_says(language: str):
    unused = [m.id for m in catalogue(language) if m.id and m.id not in words_in_use()]
    assert unused == [], "run `make messages`"


@pytest.mark.parametrize("language", i18n.languages()[1:])
def test_a_translation_fills_the_same_places(language: str):
    wrong = []
    for message in catalogue(language):
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        places = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for text in texts(message):
            if text and not set(PLACEHOLDER.findall(text)) <= places | {"n", "num"}:
                wrong.append(message.id)
            if text and len(ids) == 1 and set(PLACEHOLDER.findall(text)) != places:
                wrong.append(message.id)
    assert wrong == []


@pytest.mark.parametrize("language", [None, *i18n.languages()])
def test_every_language_that_is_offered_for_plans_has_a_name(language: str | None):
    assert [tag for tag in LANGUAGES if i18n.language_name(tag, language) == tag] == []


GLUED = re.compile(r"[^\s:/](?::(?!//|\d|[a-z]+:)|[;?!])")
"""A tall mark without any space before it; addresses, times of day and our own ids are no prose."""
PLAIN = re.compile(r" [:;?!»]|« ")


def test_french_has_a_space_before_its_tall_marks():
    french = [text for message in catalogue("fr") if message.id for text in texts(message)]
    assert [text for text in french if GLUED.search(text)] == []


def test_no_line_of_french_begins_with_a_mark():
    """Catalogues may hold plain spaces there; what a person reads does not."""
    single, plural = i18n._catalogue("fr")
    said = [*single.values(), *(form for forms in plural.values() for form in forms)]
    assert len(said) > 500
    assert [text for text in said if PLAIN.search(text)] == []


TYPED = re.compile(r"(\}\}|%\})(</\w+>)?:(?=[ <]|$)", re.MULTILINE)
"""A colon that stands in a template behind words which are filled in."""
TYPED_INSIDE = re.compile(r'_\("[^"]*:"\)(?! \}\}(?:</p>|<br>|$))', re.MULTILINE)
"""One within a label; a sentence that leads over to a list or to the next line has its own."""


def test_a_colon_after_a_label_is_set_by_its_language():
    """`{{ label|labelled }}`, for French has a space before it; no template types one itself."""
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert len(pages) > 100
    said = {str(page.relative_to(ROOT)): page.read_text("utf-8") for page in pages}
    assert [name for name, text in said.items() if TYPED.search(text)] == []
    assert [name for name, text in said.items() if TYPED_INSIDE.search(text)] == []


@pytest.mark.parametrize(
    ("text", "is_typed"),
    [
        ('{{ _("Reason:") }} {{ one.why }}', True),
        ('<strong>{{ _("Reason:") }}</strong> <q>it</q>', True),
        ('{{ links(_("Taken up by:"), others) }}', True),
        ('{{ _("Reason")|labelled }} {{ one.why }}', False),
        ('<p>{{ _("Here it is:") }}</p>\n<ul>', False),
        ('{{ _("Somebody needs a role first:") }}\n<a>', False),
    ],
)
def test_a_label_is_told_from_a_sentence_that_leads_on(text: str, is_typed: bool):
    assert bool(TYPED_INSIDE.search(text)) == is_typed


def test_there_are_words_at_all():
    assert len(words_in_use()) > 500
