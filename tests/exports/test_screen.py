"""The pages of the reading view: made anew whenever something they are drawn from changes."""

from __future__ import annotations

from jinja2 import meta

from nap_tracker.exports.screen import kept, pages
from nap_tracker.exports.screen import print as printing
from nap_tracker.exports.screen.leaf import Gap
from nap_tracker.exports.screen.print import Opening, Print, Stretch


def test_every_template_of_a_page_counts_in_the_sum_of_the_program() -> None:
    environment = pages.environment()
    used = {"screen.html"}
    for name in kept.TEMPLATES:
        assert environment.loader is not None
        source, _, _ = environment.loader.get_source(environment, name)
        used |= {str(one) for one in meta.find_referenced_templates(environment.parse(source))}
    assert used == set(kept.TEMPLATES)


def test_html_stands_around_openings_that_stay_open_and_the_others_close() -> None:
    openings = tuple(Opening(at, f"place-{at}", Gap.TOOLS, 3) for at in (2, 4, 6))
    page = Print("aabbccdd", openings, (Stretch(0, 2, "uid", None, None),), frozenset({"place-2"}))
    put = {"place-2": ("<i>", "</i>"), "place-6": ("(", ")")}
    framed = page.around(put)
    assert framed.html == "aa<i></i>bbcc()dd"
    assert [one.place for one in framed.openings] == ["place-2", "place-6"]
    said = [(one.at, one.at, one.place) for one in framed.openings]
    assert framed.with_(said) == "aa<i>place-2</i>bbcc(place-6)dd"
    assert printing.unpack(printing.pack(framed)) == framed
    assert page.around({}) == Print("aabbccdd")
