"""Every kind of field in a real browser: nothing for axe to find, every error has a target."""

from __future__ import annotations

import pytest

from nap_tracker.annex_c.definitions import Kind, Owner
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import EntryContent
from nap_tracker.forms.fields import EntryForm
from nap_tracker.forms.kinds.setting import PlanFile, Setting
from nap_tracker.forms.kinds.typed import Refusal
from tests.browser.conftest import Stage, render

PAGE = """{% extends "base.html" %}
{% from "macros/buttons.html" import submit %}
{% from "macros/forms.html" import fields, form as form_around %}
{% block title %}Describe the plan{% endblock %}
{% block content %}
<h2 class="govuk-heading-m">Answers</h2>
{% call form_around("/page", upload=true, guarded=true) %}{{ fields(form) }}{{ submit("Save") }}
{% endcall %}
{% endblock %}"""


def _covering() -> list[Owner]:
    """As few sections and registers as have every kind among their fields."""
    left = set(Kind) - {Kind.ROWS}
    schema = treaty()
    chosen: list[Owner] = []
    while left:
        owners: list[Owner] = [*schema.registers, *schema.sections]
        best = max(owners, key=lambda owner: len(left & {f.kind for f in owner.fields}))
        gained = left & {field.kind for field in best.fields}
        assert gained, f"no field of the kinds {left}"
        left -= gained
        chosen.append(best)
    return chosen


OWNERS = _covering()


def _form(owner: Owner) -> EntryForm:
    schema = treaty()
    picture = PlanFile("11111111-1111-4111-8111-111111111111", "map.png", "/map.png", True, "A map")
    setting = Setting(
        schema,
        language="en",
        binding="en",
        reader="en",
        rows={register.id: [("uid-1", "One"), ("uid-2", "Two")] for register in schema.registers},
        files=[picture],
        links={"institution": ("Add an institution", "/institutions")},
    )
    entry = EntryContent("uid-3", owner.id)
    return EntryForm(owner, setting, entry)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.id)
def test_a_form_is_accessible_and_fits_a_phone(stage: Stage, owner: Owner, direction: str) -> None:
    stage.page.set_viewport_size({"width": 320, "height": 640})
    stage.show(render(PAGE, direction, form=_form(owner)))
    assert stage.violations() == []
    assert stage.page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.id)
def test_every_error_has_a_target_and_words_at_it(stage: Stage, owner: Owner) -> None:
    form = _form(owner)
    for field in form:
        field.refuse(Refusal("Say this in another way"))
    stage.show(render(PAGE, form=form, errors=form.errors_in_order))
    assert stage.violations() == []
    for id, _message in form.errors_in_order:
        target = stage.page.locator(f'[id="{id}"]')
        assert target.count() == 1, id
        described = target.locator("xpath=ancestor-or-self::*[@aria-describedby][1]")
        assert f"{id}-error" in (described.get_attribute("aria-describedby") or ""), id
