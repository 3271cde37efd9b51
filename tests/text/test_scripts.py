"""What print needs of a script, and which way it runs."""

from __future__ import annotations

import re

import pytest

from nap_tracker.text.lao import syllables
from nap_tracker.text.scripts import direction, for_print

BREAK = "\u200b"
LAO = re.findall(
    r"\S+",
    """
ສະ|ບາຍ|ດີ ປະ|ເທດ|ລາວ ສາ|ທາ|ລະ|ນະ|ລັດ ປະ|ຊາ|ທິ|ປະ|ໄຕ ປະ|ຊາ|ຊົນ|ລາວ ຂໍ້|ມູນ ທາດ|ບາ|ຫຼອດ
ສິ່ງ|ແວດ|ລ້ອມ ປະ|ກອບ ດີ|ກວ່າ ຫຼາຍ|ກວ່າ ຄວາມ|ປອດ|ໄພ ເມືອງ|ວຽງ|ຈັນ ເກົ່າ ສຸ|ຂະ|ພາບ ກະ|ຊວງ
ຊັບ|ພະ|ຍາ|ກອນ ພະ|ລັງ|ງານ ບໍ|ລິ|ສັດ ສົນ|ທິ|ສັນ|ຍາ ເສດ|ຖະ|ກິດ ການ|ຂຸດ|ຄົ້ນ ແມ່|ຍິງ ເດັກ|ນ້ອຍ
ດ້ວຍ ຂອງ|ພວກ|ເຮົາ ລະ|ຫວ່າງ ໂຄງ|ການ ການ|ວາງ|ແຜນ ຊ່ວຍ|ເຫຼືອ ໜ່ວຍ|ງານ ຫົວ|ໜ້າ ວຽກ|ງານ ເລື່ອງ
ຜົນ|ກະ|ທົບ|ຕໍ່ ເອົາ ເກາະ ແລະ ຕ່າງໆ ສປປ ຫວຍ
""",
)
"""Words by their syllables."""


@pytest.mark.parametrize("word", LAO)
def test_lao_may_break_between_syllables_and_nowhere_else(word: str) -> None:
    assert for_print(word.replace("|", ""), "lo") == word.replace("|", BREAK)


def test_lao_is_cared_for_inside_other_languages() -> None:
    assert for_print("Laos (ປະເທດລາວ).", "en") == f"Laos (ປະ{BREAK}ເທດ{BREAK}ລາວ)."


def test_the_letter_am_is_taken_apart_after_its_tone() -> None:
    assert for_print("ນ້ຳ", "lo") == "ນ\u0ecd້\u0eb2"
    assert for_print("ຄຳ", "lo") == "ຄ\u0ecd\u0eb2"
    assert for_print("ນໍ້າ", "lo") == "ນໍ້າ"


def test_an_abbreviation_has_no_syllables() -> None:
    assert syllables("ສປປ ລາວ") == ["ລາວ"]


def test_tags_are_never_touched() -> None:
    html = '<p lang="lo">ປະເທດ<a href="https://x.org/?q=ປະເທດ">ລາວ</a> a &lt; b</p>'
    assert for_print(html, "lo") == html.replace(">ປະເທດ", f">ປະ{BREAK}ເທດ")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Objectif : réduire ; oui !", "Objectif\u00a0: réduire\u00a0; oui\u00a0!"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("12 000 000 kg, 80 %", "12\u00a0000\u00a0000 kg, 80\u00a0%"),
        ("2024 1000", "2024 1000"),
        ("a &amp; b", "a &amp; b"),
    ],
)
def test_french_keeps_together_what_belongs_together(typed: str, printed: str) -> None:
    assert for_print(typed, "fr-SN") == printed


def test_other_text_is_the_same() -> None:
    assert for_print("<p>Objective : 12 000</p>", "en") == "<p>Objective : 12 000</p>"


@pytest.mark.parametrize(
    "lang", ["ar", "ar-SD", "fa", "ur_PK", "he", "qps", "pa-Arab", "az-arab-IR"]
)
def test_these_run_from_right_to_left(lang: str) -> None:
    assert direction(lang) == "rtl"


@pytest.mark.parametrize("lang", ["en", "fr", "lo", "zh-Hans", "mn", "ar-Latn", "uz-Cyrl", ""])
def test_these_run_from_left_to_right(lang: str) -> None:
    assert direction(lang) == "ltr"
