"""The treaty as data: what Annex C asks is there, with its level and its audience."""

from __future__ import annotations

import pytest

from nap_tracker.annex_c.schema import (
    AUDIENCES,
    LANGUAGES,
    LATEST,
    Kind,
    Level,
    treaty,
    with_authentic,
)

ITEMS = [
    *("1a", "1b", "1b.i", "1b.ii", "1b.iii", "1b.iv", "1c", "1d"),
    *("1e", "1f", "1g", "1h", "1i", "1j", "1k", "2"),
]
SCHEMA = treaty()


def level(section: str, field: str) -> Level:
    return SCHEMA.section(section).field(field).level


def test_every_item_of_annex_c_is_there_in_its_order() -> None:
    assert [item.key for item in SCHEMA.items] == ITEMS
    assert SCHEMA.item("1b.iv").citation == "Annex C 1(b)(iv)"


def test_all_of_paragraph_1_is_required_and_paragraph_2_never_is() -> None:
    for item in SCHEMA.items:
        assert item.level is (Level.OPTIONAL if item.key == "2" else Level.REQUIRED)
    assert {field.level for field in SCHEMA.section("additional").fields} == {Level.OPTIONAL}


@pytest.mark.parametrize("key", [key for key in ITEMS if key != "2"])
def test_every_item_of_paragraph_1_has_a_field_that_answers_it(key: str) -> None:
    fields = [field for _, field in SCHEMA.fields_for_item(key)]
    assert fields
    wanted = Level.RECOMMENDED if key.startswith("1b.") else Level.REQUIRED
    assert any(field.level is wanted for field in fields)


@pytest.mark.parametrize(
    ("section", "fields"),
    [
        ("objectives", ["objectives", "targets"]),
        ("worst_practices", ["practices"]),
        ("formalization", ["route", "steps"]),
        ("baseline", ["mercury_used", "practices", "method", "baselines"]),
        ("emissions", ["emissions", "releases", "exposure", "mercury_free"]),
        ("trade", ["foreign_sources", "domestic_sources", "compounds", "diversion"]),
        ("stakeholders", ["implementation", "continuing_development"]),
        ("health", ["miners", "communities"]),
        ("vulnerable", ["children", "women_of_child_bearing_age", "pregnant_women"]),
        ("information", ["miners", "communities"]),
        ("work_plan", ["schedule", "strategies", "activities"]),
    ],
)
def test_what_the_treaty_says_shall_be_there_is_required(section: str, fields: list[str]) -> None:
    required = [f.id for f in SCHEMA.section(section).fields if f.level is Level.REQUIRED]
    assert sorted(required) == sorted(fields)


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("overview_law", "legal_status"),
        ("overview_law", "institutional_roles"),
        ("overview_sector", "structure"),
        ("overview_places", "geography"),
        ("overview_sector", "economics"),
        ("overview_sector", "size"),
        ("overview_sector", "demographics"),
        ("overview_sector", "practices"),
        ("overview_sector", "organization"),
        ("overview_health_environment", "health_data"),
        ("overview_health_environment", "contaminated_sites"),
        ("overview_trade", "gold_trade"),
        ("overview_trade", "mercury_supply"),
        ("overview_support", "assistance"),
        ("overview_support", "gaps"),
    ],
)
def test_the_fifteen_topics_of_the_national_overview_are_recommended(
    section: str, field: str
) -> None:
    assert level(section, field) is Level.RECOMMENDED
    assert SCHEMA.section(section).group == "where"


@pytest.mark.parametrize(("section", "cites"), [("gender", "MC-5/15"), ("peoples", "MC-4/4")])
def test_gender_and_peoples_cite_the_decision_that_asked_for_them(section: str, cites: str) -> None:
    assert SCHEMA.section(section).paragraph == f"Decision {cites}"
    assert SCHEMA.section(section).level is Level.RECOMMENDED


def test_the_three_health_elements_are_only_recommended() -> None:
    for field in ("data_gathering", "health_workers", "awareness"):
        assert level("health", field) is Level.RECOMMENDED


def test_each_worst_practice_has_a_text_that_answers_its_own_sub_item() -> None:
    fields = SCHEMA.section("worst_practices").fields
    items = [field.item for field in fields if field.item and field.item.startswith("1b.")]
    assert items == ["1b.i", "1b.ii", "1b.iii", "1b.iv"]
    assert SCHEMA.section("worst_practices").field("whole_ore").paragraph == "Annex C 1(b)(i)"


def test_every_group_named_in_1i_is_an_option_of_the_activities_too() -> None:
    groups = [o.code for o in SCHEMA.register("activity").field("targets_groups").options]
    named = [f.id for f in SCHEMA.section("vulnerable").fields if f.level is Level.REQUIRED]
    assert groups[:3] == named


def test_every_register_of_the_contract_is_shown_on_one_page() -> None:
    shown = [register for section in SCHEMA.sections for register in section.registers]
    assert sorted(shown) == sorted(register.id for register in SCHEMA.registers)
    assert SCHEMA.home("baseline").id == "baseline"
    assert SCHEMA.home("input").id == "stakeholders"


def test_sections_stand_in_the_order_of_their_groups() -> None:
    assert [group.id for group in SCHEMA.groups] == ["front", "where", "want", "will", "track"]
    in_order = [section for group in SCHEMA.groups for section in SCHEMA.sections_of(group.id)]
    assert in_order == list(SCHEMA.sections)
    assert SCHEMA.group("want").title == "What we want"


@pytest.mark.parametrize(
    ("owner", "field"),
    [
        ("institution", "contact"),
        ("practice", "enforcement"),
        ("stakeholder", "contact"),
        ("consultation", "place"),
        ("consultation", "documents"),
        ("input", "stakeholder"),
        ("site", "name"),
        ("site", "coordinates"),
        ("participation", "count"),
    ],
)
def test_what_can_endanger_people_starts_at_the_drafting_team(owner: str, field: str) -> None:
    assert SCHEMA.register(owner).field(field).audience == "drafting_team"


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("identity", "contact"),
        ("worst_practices", "inspection"),
        ("trade", "routes"),
        ("trade", "enforcement"),
    ],
)
def test_enforcement_and_contacts_in_sections_start_there_as_well(section: str, field: str) -> None:
    assert SCHEMA.section(section).field(field).audience == "drafting_team"


def test_rows_of_sites_and_participants_start_at_the_drafting_team_as_a_whole() -> None:
    narrow = {r.id for r in SCHEMA.registers if r.audience == "drafting_team"}
    assert narrow == {"site", "participation"}


def test_no_field_is_wider_than_the_row_it_stands_in() -> None:
    for owner, field in SCHEMA.all_fields():
        assert AUDIENCES.index(field.audience) <= AUDIENCES.index(owner.audience)


def test_every_kind_is_used() -> None:
    assert {field.kind for _, field in SCHEMA.all_fields()} == set(Kind)


def test_every_figure_and_only_a_figure_can_be_not_known() -> None:
    for _, field in SCHEMA.all_fields():
        assert field.is_figure is (field.kind in {"money", "number", "people", "quantity"})


def test_the_names_on_the_task_list_and_the_print_headings_are_distinct() -> None:
    for language in LANGUAGES:
        sections = treaty(language=language).sections
        assert len({section.title for section in sections}) == len(sections)
        assert len({section.task for section in sections}) == len(sections)


def test_items_can_be_ticked_in_the_order_of_the_treaty() -> None:
    options = SCHEMA.register("activity").field("items").options
    assert [option.code for option in options] == ITEMS


def test_a_strategy_heading_holds_the_longest_seen_in_real_plans() -> None:
    assert SCHEMA.register("strategy").field("heading").max_length == 600
    assert (SCHEMA.register("activity").field("statement").max_length or 0) > 506


def test_a_quantity_offers_its_first_unit() -> None:
    assert SCHEMA.section("baseline").field("mercury_used").unit == "kg/yr"
    assert SCHEMA.section("baseline").field("method").unit is None


def test_a_section_and_a_register_of_one_name_are_told_apart() -> None:
    assert SCHEMA.owner("section", "baseline") is SCHEMA.section("baseline")
    assert SCHEMA.owner("baseline") is SCHEMA.register("baseline")


def test_what_does_not_exist_is_a_key_error() -> None:
    for ask in (
        SCHEMA.group,
        SCHEMA.section,
        SCHEMA.register,
        SCHEMA.item,
        SCHEMA.unit,
        SCHEMA.owner,
        SCHEMA.home,
        SCHEMA.section("health").field,
        SCHEMA.register("site").field,
        SCHEMA.register("site").field("deposit").option,
    ):
        with pytest.raises(KeyError):
            ask("nowhere")
    with pytest.raises(KeyError):
        treaty(LATEST + 1)


def test_the_same_question_gives_the_same_object() -> None:
    assert treaty() is treaty(LATEST, "en")
    assert treaty(language="fr-CA") is treaty(language="fr")


def test_a_language_without_words_of_its_own_reads_english() -> None:
    assert treaty(language="sw") is treaty()


def test_only_text_the_party_loaded_is_authentic() -> None:
    assert all(item.authentic is None for item in SCHEMA.items)
    loaded = with_authentic(SCHEMA, {"1k": "The words of the treaty", "2": ""})
    assert loaded.item("1k").authentic == "The words of the treaty"
    assert loaded.item("2").authentic is None
    assert loaded.item("1k").paraphrase == SCHEMA.item("1k").paraphrase
    assert SCHEMA.item("1k").authentic is None
    with pytest.raises(KeyError):
        with_authentic(SCHEMA, {"1z": "no such item"})


def test_no_words_of_ours_say_that_a_plan_complies() -> None:
    for language in LANGUAGES:
        schema = treaty(language=language)
        words = [section.guidance for section in schema.sections]
        words += [item.paraphrase for item in schema.items]
        words += [f"{field.label} {field.hint}" for _, field in schema.all_fields()]
        text = " ".join(words).lower()
        for claim in ("complian", "complies", "conforme", "approved by", "approuvé par"):
            assert claim not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hint_is_one_sentence_without_a_link(language: str) -> None:
    for owner, field in treaty(language=language).all_fields():
        where = f"{owner.id}.{field.id}"
        assert field.hint.endswith("."), where
        assert ". " not in field.hint, where
        assert "http" not in field.hint, where
        assert not field.label.endswith("."), where


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_hold_no_stray_white_space(language: str) -> None:
    schema = treaty(language=language)
    words = [text for section in schema.sections for text in (section.title, section.guidance)]
    words += [text for _, field in schema.all_fields() for text in (field.label, field.hint)]
    words += [text for item in schema.items for text in (item.title, item.paraphrase)]
    for text in words:
        assert text == " ".join(text.split(" ")).strip()
        assert "\n" not in text
        assert "  " not in text
        assert "'" not in text, "print wants the typographic apostrophe"


def test_every_section_and_every_field_cites_what_it_answers() -> None:
    schema = treaty()
    for owner in (*schema.sections, *schema.registers):
        for field in owner.fields:
            assert field.paragraph, f"{owner.id}.{field.id}"
    assert all(section.paragraph for section in schema.sections)
