"""The small comforts of every page: errors take the focus, a double click sends once."""

from __future__ import annotations

import pytest
from wtforms import Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from tests.browser.conftest import Stage, render

PAGE = """{% extends "base.html" %}
{% from "macros/buttons.html" import post_button, submit %}
{% from "macros/forms.html" import fields, form as form_around %}
{% block title %}Describe a site{% endblock %}
{% block content %}
{% call form_around("/page") %}{{ fields(form) }}{{ submit("Save") }}{% endcall %}
{{ post_button("/page", "Remove", {"row": "1"}, "plain", "the site") }}
{% endblock %}"""


class SiteForm(Form):  # type: ignore[misc]
    name = StringField("Name")
    deposit = RadioField(
        "Deposit", choices=[SelectChoice("alluvial", "Alluvial"), SelectChoice("both", "Both")]
    )


@pytest.fixture
def page_with_errors(stage: Stage) -> Stage:
    form = SiteForm()
    form.name.errors = ["Enter the name of the site"]
    form.deposit.errors = ["Choose the kind of deposit"]
    errors = [(field.id, field.errors[0]) for field in form]
    stage.show(render(PAGE, form=form, errors=errors))
    return stage


def test_a_page_with_errors_says_so_first(page_with_errors: Stage) -> None:
    page = page_with_errors.page
    page.locator("[data-error-summary]:focus").wait_for()
    assert page.title().startswith("Error: Describe a site")


@pytest.mark.parametrize(
    ("message", "control"),
    [("Enter the name of the site", "name"), ("Choose the kind of deposit", "deposit")],
)
def test_a_link_of_the_summary_leads_into_the_control(
    page_with_errors: Stage, message: str, control: str
) -> None:
    page = page_with_errors.page
    page.get_by_role("link", name=message).click()
    page.locator(f"#{control}:focus").wait_for()


def test_the_first_key_offers_to_skip_to_the_content(stage: Stage) -> None:
    stage.show(render(PAGE, form=SiteForm()))
    stage.page.keyboard.press("Tab")
    stage.page.keyboard.press("Enter")
    stage.page.locator("#main:focus").wait_for()


def test_a_double_click_sends_once(stage: Stage) -> None:
    stage.show(render(PAGE, form=SiteForm()))
    with stage.page.expect_navigation():
        stage.page.get_by_role("button", name="Save").dblclick(no_wait_after=True)
    stage.page.wait_for_load_state()
    assert len(stage.sent) == 1


def test_a_button_sends_its_row_and_the_token(stage: Stage) -> None:
    stage.show(render(PAGE, form=SiteForm()))
    with stage.page.expect_navigation():
        stage.page.get_by_role("button", name="Remove the site").click()
    assert stage.sent == ["csrf_token=token&row=1"]
