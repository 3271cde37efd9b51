"""The pages of the reading view: made anew whenever something they are drawn from changes."""

from __future__ import annotations

from jinja2 import meta

from nap_tracker.exports.screen import kept, pages


def test_every_template_of_a_page_counts_in_the_sum_of_the_program() -> None:
    environment = pages.environment()
    used = {"screen.html"}
    for name in kept.TEMPLATES:
        assert environment.loader is not None
        source, _, _ = environment.loader.get_source(environment, name)
        used |= {str(one) for one in meta.find_referenced_templates(environment.parse(source))}
    assert used == set(kept.TEMPLATES)
