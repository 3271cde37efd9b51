"""The plan other tests start from is what it says: whole, and canonical to the last value."""

from nap_tracker.annex_c.schema import Kind, treaty
from nap_tracker.annex_c.values import is_blank, problems
from tests.factories import complete_plan, empty_plan


def test_every_value_of_the_complete_plan_is_canonical() -> None:
    schema, plan = treaty(), complete_plan()
    for entry in plan.entries:
        owner = schema.owner(entry.kind, entry.section)
        for field_id, value in entry.answers.items():
            field = owner.field(field_id)
            assert problems(field, value) == (), (owner.id, field_id)


def test_the_complete_plan_answers_every_field_at_least_once() -> None:
    schema, plan = treaty(), complete_plan()
    for section in schema.sections:
        for field in section.fields:
            if field.kind is Kind.ROWS:
                assert plan.rows(field.register or ""), field.register
            else:
                assert not is_blank(plan.answers(section.id).get(field.id)), field.id
    for register in schema.registers:
        for field in register.fields:
            values = [row.answers.get(field.id) for row in plan.rows(register.id)]
            assert not all(is_blank(value) for value in values), (register.id, field.id)


def test_every_reference_of_the_complete_plan_leads_to_a_row() -> None:
    schema, plan = treaty(), complete_plan()
    for entry in plan.entries:
        for field in schema.owner(entry.kind, entry.section).fields:
            value = entry.answers.get(field.id)
            if field.kind in (Kind.REF, Kind.REFS) and value:
                for uid in [value] if isinstance(value, str) else value:
                    row = plan.row(uid)
                    assert row is not None, (entry.kind, field.id)
                    assert row.kind == field.register


def test_the_complete_plan_is_the_same_every_time() -> None:
    assert complete_plan() == complete_plan()
    assert empty_plan().entries == ()
