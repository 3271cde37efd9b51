"""What the measurements say follows from what was measured."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from bench import report
from bench.__main__ import main
from bench.chromium import with_pictures_inside
from bench.cost import Cost, measured, median
from bench.pages import Page, Visitor
from bench.pdf import CHROMIUM, OURS, Printer, promises
from bench.saves import Told, lost
from nap_tracker.exports.pictures import ImageData
from nap_tracker.extensions import db


def printer(name: str, seconds: float, largest: float = 200e6) -> Printer:
    return Printer(name, lambda: b"", [Cost(seconds, seconds, largest, largest)])


def test_the_median_of_each_figure_is_taken_alone() -> None:
    costs = [Cost(1, 9, 5, 1), Cost(3, 7, 4, 2), Cost(2, 8, 6, 9)]
    assert median(costs) == Cost(2, 8, 5, 2)


def test_the_memory_and_processor_time_of_a_child_are_seen() -> None:
    # It lives for some looks, and until its processor time counts in whole ticks.
    work = "import time; h = b'x' * 10**8\nwhile time.process_time() < 0.4: sum(h[:10**6])"
    cost, code = measured(lambda: subprocess.run([sys.executable, "-c", work], check=True))
    assert code.returncode == 0
    assert 100e6 < cost.largest < 300e6
    assert 100e6 < cost.together < 300e6
    assert cost.processor > 0


def test_children_that_were_there_before_are_not_counted() -> None:
    large = "import time; h = b'x' * (3 * 10**8); print('ready', flush=True); time.sleep(60)"
    before = subprocess.Popen([sys.executable, "-c", large], stdout=subprocess.PIPE)
    try:
        assert before.stdout is not None
        assert before.stdout.readline() == b"ready\n"
        work = [sys.executable, "-c", "import time; time.sleep(0.3)"]
        cost, _ = measured(lambda: subprocess.run(work, check=True))
    finally:
        before.kill()
        before.communicate()
    assert cost.largest < 200e6


def test_a_ratio_is_told_in_times_of_the_base() -> None:
    assert report.ratio(3.0, 2.0) == "1.50×"


@pytest.mark.parametrize(("seconds", "kept"), [(1.9, True), (2.1, False)])
def test_a_document_may_take_twice_as_long_as_in_chromium(seconds: float, kept: bool) -> None:
    printers = [printer(OURS, seconds), printer("again", seconds), printer(CHROMIUM, 1.0)]
    first, *_ = promises(printers)
    assert f"{seconds:.2f}×" in first
    assert ("missed" not in first) is kept


def test_without_chromium_nothing_is_said_of_it() -> None:
    told = promises([printer(OURS, 4.0, 401e6), printer("again", 1.9, 100e6)])
    assert len(told) == 2
    assert "missed" in told[0]
    assert "kept" in told[1]


def page(app: Flask) -> Page:
    visitor = Visitor(app, app.test_client())
    found = Page("a page", "/", visitor, visitor)
    found.times = {"alone": [0.1, 0.2, 0.9], "crowded": [0.3, 0.1, 0.4]}
    found.queries = {"alone": {8}, "crowded": {8}}
    return found


def test_a_page_compares_its_medians(app: Flask) -> None:
    assert page(app).seconds == (0.2, 0.3)
    assert page(app).ratio == pytest.approx(1.5)


def test_one_query_more_in_the_crowd_is_not_constant(app: Flask) -> None:
    found = page(app)
    assert found.is_constant
    found.queries["crowded"] = {8, 9}
    assert not found.is_constant


@pytest.mark.usefixtures("database")
def test_a_visitor_counts_queries_but_not_their_transactions(app: Flask) -> None:
    visitor = Visitor(app, app.test_client())
    db.session.execute(text("SELECT 1"))
    db.session.execute(text("SELECT 2"))
    assert visitor.queries == 2


def test_a_text_that_is_in_no_revision_is_lost() -> None:
    told = Told(Counter({302: 2}), [0.1, 0.1], 0.5, ["words\n\nfirst 1 said", "words\n\nsecond 2"])
    assert lost(told, ['{"answers":"words first 1 said"}', "{}"]) == 1
    assert told.per_second == 4


def test_chromium_gets_the_pictures_inside_the_page() -> None:
    picture = ImageData(b"bytes", "image/png", 1, 1)
    html = with_pictures_inside('<img src="nap-picture:map" alt="">', {"map": picture})
    assert html == f'<img src="data:image/png;base64,{base64.b64encode(b"bytes").decode()}" alt="">'


def test_a_part_that_does_not_exist_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[Any]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "films"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert "films" in capsys.readouterr().err
